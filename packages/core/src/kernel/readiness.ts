import { type NetworkStack, READY_LOOK, type Watcher } from "@ws2kit/spi";
import type { CallbackThread } from "./provider-thread.js";

/** Descriptors that there is room for at first: the room grows when more are ready at once. */
const PAIRS = 16;

/**
 * The watchers of the network stack's descriptors, one for each descriptor. `look` notifies them.
 *
 * Interest is dropped lazily: a watcher that no longer cares costs one spurious look instead of a call into the stack
 * each time a call ends, so that a select loop over quiet sockets makes no `watch` calls at all.
 */
export class Readiness {
  readonly #network: NetworkStack;
  readonly #watchers: (Watcher | null)[] = [];
  /** Whose the watchers are. */
  readonly #owners: CallbackThread[] = [];
  readonly #wanted: number[] = [];
  readonly #told: number[] = [];
  /** Descriptors whose watchers are notified of each look. */
  readonly #attended = new Set<number>();
  /** Descriptors whose watchers want to hear of something. */
  watched = 0;
  #ready = new Int32Array(2 * PAIRS);

  constructor(network: NetworkStack) {
    this.#network = network;
  }

  watch(fd: number, asked: number, watcher: Watcher, owner: CallbackThread): void {
    const events = asked & ~READY_LOOK;
    this.#count(fd, events);
    this.#watchers[fd] = watcher;
    this.#owners[fd] = owner;
    this.#wanted[fd] = events;
    if (events !== asked) this.#attended.add(fd);
    else if (this.#attended.size > 0) this.#attended.delete(fd);
    const told = this.#told[fd] | 0;
    if ((told & events) !== events) this.#tell(fd, events);
  }

  /** Forgets a descriptor before it is closed, so that its number can come back clean. */
  forget(fd: number): void {
    if ((this.#told[fd] | 0) !== 0) this.#tell(fd, 0);
    this.#attended.delete(fd);
    this.#count(fd, 0);
    this.#watchers[fd] = null;
    this.#wanted[fd] = 0;
  }

  /** The descriptors that are ready now, although their watchers know. */
  ready(): number[] {
    const pairs = this.#network.poll(this.#ready);
    return Array.from({ length: pairs }, (_, i) => this.#ready[2 * i]);
  }

  /** Has no wait end for these descriptors, until `unmute`. */
  mute(descriptors: readonly number[]): void {
    for (const fd of descriptors) this.#network.watch(fd, 0);
  }

  unmute(descriptors: readonly number[]): void {
    for (const fd of descriptors) this.#network.watch(fd, this.#told[fd] | 0);
  }

  /** Asks the stack what is ready, and tells the watchers. */
  look(): void {
    let pairs = this.#network.poll(this.#ready);
    // a full list may have left some out
    while (2 * pairs === this.#ready.length) {
      this.#ready = new Int32Array(2 * this.#ready.length);
      pairs = this.#network.poll(this.#ready);
    }
    const ready = this.#ready;
    for (let i = 0; i < pairs; i++) {
      const fd = ready[2 * i];
      const bits = ready[2 * i + 1];
      if (this.#wanted[fd] !== this.#told[fd]) this.#tell(fd, this.#wanted[fd] | 0);
      this.#stir(fd, bits);
    }
    for (const fd of this.#attended) this.#stir(fd, READY_LOOK);
  }

  /** Notifies a watcher. A watcher that throws is removed, as it would be notified again at once. */
  #stir(fd: number, bits: number): void {
    try {
      this.#watchers[fd]?.stirred(bits);
    } catch (error) {
      this.#owners[fd].failed(error, "watch");
      this.forget(fd);
    }
  }

  #count(fd: number, events: number): void {
    this.watched += Number(events !== 0) - Number((this.#wanted[fd] | 0) !== 0);
  }

  #tell(fd: number, events: number): void {
    this.#told[fd] = events;
    this.#network.watch(fd, events);
  }
}
