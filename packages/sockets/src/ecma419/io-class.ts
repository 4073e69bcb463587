import type { HeldBytes } from "../held-bytes.js";

/** What the standard calls a Byte Buffer. */
export type ByteBuffer = ArrayBuffer | ArrayBufferView;

/** A callback of an options object, which is `null` or absent where nothing is to be called. */
export type Callback<This> = ((this: This, count: number) => void) | null | undefined;

/** Returns a callback, which the options may lack. Throws a TypeError for a value that is not a function. */
export function callbackOf<This>(name: string, callback: Callback<This>): Callback<This> {
  if (callback != null && typeof callback !== "function") throw new TypeError(`${name} is not a function`);
  return callback;
}

/** A wait that `pass` ends: one at a time. */
export class Gate {
  #open: (() => void) | null = null;

  wait(): Promise<void> {
    return new Promise((resolve) => {
      this.#open = resolve;
    });
  }

  pass(): void {
    this.#open?.();
    this.#open = null;
  }
}

/** Returns `format`. Throws a RangeError unless it is one of `known`. */
export function formatOf<T extends string>(name: string, format: T, known: readonly T[]): T {
  if (!known.includes(format)) throw new RangeError(`${name}: the format must be ${known.join(" or ")}`);
  return format;
}

/** The bytes of a Byte Buffer, not copied. Throws a TypeError for any other value. */
export function bytesOf(name: string, data: unknown): Uint8Array {
  if (data instanceof ArrayBuffer) return new Uint8Array(data);
  if (ArrayBuffer.isView(data)) return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  throw new TypeError(`${name}: an ArrayBuffer or a view of one is needed`);
}

/** Whether `value` is an integer from `least` to `most`. */
export function isWithin(value: unknown, least: number, most: number): value is number {
  return typeof value === "number" && Number.isInteger(value) && value >= least && value <= most;
}

export function isPort(port: unknown): port is number {
  return isWithin(port, 0, 65535);
}

/** Fills `into` with held bytes as far as there are some. Returns how many. */
export function fill(into: Uint8Array, held: HeldBytes): number {
  const bytes = held.take(Math.min(into.length, held.length));
  into.set(bytes);
  return bytes.length;
}
