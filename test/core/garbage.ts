/** A value that no function expects, with its name in a failing test. */
export interface Garbage {
  readonly name: string;
  /** Makes a new value for each call, so that one call cannot affect the next. */
  readonly make: () => unknown;
}

const trap = (): never => {
  throw new Error("this structure cannot be read");
};

function detached(): Uint8Array {
  const bytes = new Uint8Array(16);
  structuredClone(bytes.buffer, { transfer: [bytes.buffer] });
  return bytes;
}

function revoked(target: object): object {
  const { proxy, revoke } = Proxy.revocable(target, {});
  revoke();
  return proxy;
}

/** Every wrong type and range of JavaScript. */
export const GARBAGE: readonly Garbage[] = [
  { name: "undefined", make: () => undefined },
  { name: "null", make: () => null },
  { name: "true", make: () => true },
  { name: "NaN", make: () => Number.NaN },
  { name: "Infinity", make: () => Number.POSITIVE_INFINITY },
  { name: "-Infinity", make: () => Number.NEGATIVE_INFINITY },
  { name: "-1", make: () => -1 },
  { name: "0", make: () => 0 },
  { name: "-0", make: () => -0 },
  { name: "1.5", make: () => 1.5 },
  { name: "2^31", make: () => 2 ** 31 },
  { name: "2^32 + 4", make: () => 2 ** 32 + 4 },
  { name: "2^53", make: () => 2 ** 53 },
  { name: '""', make: () => "" },
  { name: '"x"', make: () => "x" },
  { name: '"constructor"', make: () => "constructor" },
  { name: "{}", make: () => ({}) },
  { name: "[]", make: () => [] },
  { name: "[null]", make: () => [null] },
  { name: "a symbol", make: () => Symbol("garbage") },
  { name: "a bigint", make: () => 2n ** 64n },
  { name: "a function", make: () => () => undefined },
  { name: "a function that throws", make: () => trap },
  { name: "a date", make: () => new Date(0) },
  { name: "no bytes", make: () => new Uint8Array(0) },
  { name: "one byte", make: () => new Uint8Array(1) },
  { name: "bytes of a detached buffer", make: detached },
  { name: "a revoked proxy", make: () => revoked({}) },
  { name: "a revoked proxy of an array", make: () => revoked([]) },
  { name: "a proxy of bytes", make: () => new Proxy(new Uint8Array(64), {}) },
  { name: "bytes of another type", make: () => new DataView(new ArrayBuffer(64)) },
  { name: "a pointer to a symbol", make: () => ({ value: Symbol("garbage") }) },
  { name: "a pointer to NaN", make: () => ({ value: Number.NaN }) },
  { name: "a pointer to -1", make: () => ({ value: -1 }) },
  { name: "a pointer to an object", make: () => ({ value: {} }) },
  { name: "a frozen pointer", make: () => Object.freeze({ value: 0 }) },
  { name: "a pointer whose getter throws", make: () => Object.defineProperty({}, "value", { get: trap, set: trap }) },
  { name: "an object whose every field throws", make: () => new Proxy({}, { get: trap, set: trap, has: trap }) },
  { name: "an array whose every element throws", make: () => new Proxy([1], { get: trap, set: trap, has: trap }) },
  { name: "an object that converts to nothing", make: () => ({ [Symbol.toPrimitive]: trap, valueOf: trap }) },
];
