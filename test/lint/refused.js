/**
 * Globals, methods and syntax that neutral code must not use, and their replacements. The oldest engine to serve is
 * QuickJS 2021-03-27: ES2020, class fields and private names.
 */
const PLATFORM_TIME = "no engine clock: ask the platform, platform.now()";
const PLATFORM_WAIT = "a device has no timers: use the core's wait function, or the result of machine.turn()";
const PLATFORM_RANDOM = "it has no seed: ask the platform, platform.random(bytes)";
const TOO_NEW = "the oldest QuickJS lacks it";

/** Globals. */
export const GLOBALS = new Map([
  ...["setTimeout", "clearTimeout", "setInterval", "clearInterval", "setImmediate", "queueMicrotask"].map((name) => [
    name,
    PLATFORM_WAIT,
  ]),
  ["console", "QuickJS lacks it: log { code, args } through platform.log"],
  ["performance", PLATFORM_TIME],
  ["crypto", PLATFORM_RANDOM],
  ["TextEncoder", "QuickJS lacks it: use @ws2kit/spi's getText and setText"],
  ["TextDecoder", "QuickJS lacks it: use @ws2kit/spi's getText and setText"],
  ["structuredClone", "QuickJS lacks it: copy member by member"],
  ["process", "this is Node's: neutral code has no host except the platform"],
  ["Buffer", "this is Node's: use Uint8Array"],
  ["require", "this is Node's: use import"],
  ["window", "this is a browser's: neutral code has no host except the platform"],
  ["fetch", "this is a browser's: neutral code has no host except the platform"],
  ["Intl", "QuickJS has none"],
  ["WebAssembly", "QuickJS has none"],
  ["Atomics", "QuickJS may lack it, and neutral code shares no memory"],
  ["SharedArrayBuffer", "QuickJS may lack it, and neutral code shares no memory"],
  ["WeakRef", TOO_NEW],
  ["FinalizationRegistry", TOO_NEW],
]);

/** Members of globals, as `Object.member`. */
export const STATICS = new Map([
  ["Date.now", PLATFORM_TIME],
  ["Math.random", PLATFORM_RANDOM],
  ["Object.hasOwn", `${TOO_NEW}: Object.prototype.hasOwnProperty.call(o, key)`],
]);

/** Methods, of any object. */
export const METHODS = new Map([
  ["at", `${TOO_NEW}: index with [length - 1]`],
  ["findLast", `${TOO_NEW}: loop from the end`],
  ["findLastIndex", `${TOO_NEW}: loop from the end`],
]);

/** Forms of the language. */
export const FORMS = {
  staticBlock: "the oldest QuickJS cannot read static blocks: initialise the field, or do it where it is used",
  privateIn: "the oldest QuickJS cannot read #name in object: use instanceof",
  newDate: PLATFORM_TIME,
  errorCause: `${TOO_NEW}: put the cause into the message`,
  moduleStatement: "importing a module must do nothing: put this into a function that someone calls",
  moduleVariable: "all machines share the state of a module: store it in its machine, process or thread",
};
