/**
 * What neutral code does without, and what it does instead. The oldest engine to serve is QuickJS 2021-03-27: ES2020,
 * class fields and private names.
 */
const PLATFORM_TIME = "no engine clock: ask the platform, platform.now()";
const PLATFORM_WAIT =
  "a device has no timers: the core's wait helper, or machine.turn()'s answer, says when to come back";
const PLATFORM_RANDOM = "nobody gave this a seed: ask the platform, platform.random(bytes)";
const TOO_NEW = "the oldest QuickJS lacks it";

/** Globals. */
export const GLOBALS = new Map([
  ...["setTimeout", "clearTimeout", "setInterval", "clearInterval", "setImmediate", "queueMicrotask"].map((name) => [
    name,
    PLATFORM_WAIT,
  ]),
  ["console", "QuickJS has none: log { code, args } through platform.log"],
  ["performance", PLATFORM_TIME],
  ["crypto", PLATFORM_RANDOM],
  ["TextEncoder", "QuickJS has none: see @ws2kit/spi's getText and setText"],
  ["TextDecoder", "QuickJS has none: see @ws2kit/spi's getText and setText"],
  ["structuredClone", "QuickJS has none: copy member by member"],
  ["process", "that is Node: neutral code knows no host but the platform"],
  ["Buffer", "that is Node: use Uint8Array"],
  ["require", "that is Node: use import"],
  ["window", "there is no browser: neutral code knows no host but the platform"],
  ["fetch", "there is no browser: neutral code knows no host but the platform"],
  ["Intl", "QuickJS has none"],
  ["WebAssembly", "QuickJS has none"],
  ["Atomics", "QuickJS may lack it, and nothing here shares memory"],
  ["SharedArrayBuffer", "QuickJS may lack it, and nothing here shares memory"],
  ["WeakRef", TOO_NEW],
  ["FinalizationRegistry", TOO_NEW],
]);

/** Members of globals, as `Object.member`. */
export const STATICS = new Map([
  ["Date.now", PLATFORM_TIME],
  ["Math.random", PLATFORM_RANDOM],
  ["Object.hasOwn", `${TOO_NEW}: Object.prototype.hasOwnProperty.call(o, key)`],
]);

/** Methods, whatever they are called on. */
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
  moduleVariable:
    "state of a module is shared by all machines: keep it in the machine, process or thread it belongs to",
};
