import { HANDLE_INDEX_BITS } from "@ws2kit/spi";

/**
 * The kinds of kernel object that a handle can stand for. A socket's kind includes its traits and is the highest
 * number. The class of a plain object distinguishes it from the others.
 */
export const PLAIN_OBJECT = 0;
export const FILE_OBJECT = 1;
export const NOTIFICATION_OBJECT = 2;
export const EVENT_OBJECT = 3;
export const PORT_OBJECT = 4;
export const THREAD_OBJECT = 5;
export const WINDOW_OBJECT = 6;
export const DUPLICATE_OBJECT = 7;
export const SOCKET_OBJECT = 8;

export interface KernelObject {
  readonly kind: number;
  /** Closes the object of a handle that is still open when its process ends. */
  abandon?(): void;
}

const INDEX_BITS = HANDLE_INDEX_BITS;
const INDEX_MASK = (1 << INDEX_BITS) - 1;
const GENERATIONS = 32;
/** A closed slot is used again only when this many others are free, so that a handle's number comes back late. */
const RESTING = 32;

/**
 * One process's handles, of every kind. A handle is `generation << 26 | index << 2`: below 2^31, a multiple of 4,
 * never 0. A slot's generation moves on when it closes, and slots are used again in the order in which they were
 * freed: a closed handle stays invalid through at least 31 later uses of its slot.
 */
export class HandleTable {
  readonly #limit: number;
  readonly #handles: number[] = [0];
  readonly #objects: (KernelObject | null)[] = [null];
  readonly #freed: number[] = [];
  #oldest = 0;
  #count = 0;

  constructor(limit: number) {
    this.#limit = Math.min(limit, INDEX_MASK);
  }

  get count(): number {
    return this.#count;
  }

  /** The handle of `object`, or 0 when the table is full. */
  add(object: KernelObject): number {
    if (this.#count >= this.#limit) return 0;
    const index = this.#takeSlot();
    this.#objects[index] = object;
    this.#count++;
    return this.#handles[index];
  }

  /** Returns the object of `handle`, or undefined. A caller can pass any value. */
  find(handle: number): KernelObject | null {
    if (typeof handle !== "number") return null;
    const index = (handle >>> 2) & INDEX_MASK;
    return this.#handles[index] === handle ? this.#objects[index] : null;
  }

  /** Replaces the object of a handle that is in use. */
  replace(handle: number, object: KernelObject): void {
    this.#objects[(handle >>> 2) & INDEX_MASK] = object;
  }

  remove(handle: number): boolean {
    if (this.find(handle) === null) return false;
    const index = (handle >>> 2) & INDEX_MASK;
    const generation = ((handle >>> (INDEX_BITS + 2)) + 1) % GENERATIONS;
    this.#handles[index] = (generation << (INDEX_BITS + 2)) | (index << 2);
    this.#objects[index] = null;
    this.#freed.push(index);
    this.#count--;
    return true;
  }

  /** Visits every object with its handle; `visit` may remove it. */
  forEach(visit: (object: KernelObject, handle: number) => void): void {
    for (let index = 1; index < this.#objects.length; index++) {
      const object = this.#objects[index];
      if (object !== null) visit(object, this.#handles[index]);
    }
  }

  #takeSlot(): number {
    const resting = this.#freed.length - this.#oldest;
    const grown = this.#objects.length;
    if (resting > RESTING || grown > this.#limit) {
      const index = this.#freed[this.#oldest++];
      if (this.#oldest > 64 && this.#oldest * 2 > this.#freed.length) this.#dropTaken();
      return index;
    }
    this.#handles.push(grown << 2);
    this.#objects.push(null);
    return grown;
  }

  #dropTaken(): void {
    this.#freed.splice(0, this.#oldest);
    this.#oldest = 0;
  }
}
