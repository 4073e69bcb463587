/**
 * The error for an invalid option. `code` names a message of `@ws2kit/rules`; `args` are the path of the option
 * (`filter.rules[2].port`) and its value.
 */
export class BadOption extends Error {
  constructor(
    /** Names the message in the catalogue of `@ws2kit/rules`. */
    readonly code: string,
    /** The arguments of the text. */
    readonly args: readonly unknown[],
  ) {
    super([code, ...args].join(" "));
  }
}

/** Reads one option into the form that the layer uses. Throws a BadOption if it is invalid. */
export type Reader<T> = (value: unknown, at: string) => T;

type Readers = Readonly<Record<string, Reader<unknown>>>;

/** The options that were read. Those that were not passed are absent. */
export type Read<R extends Readers> = { readonly [Name in keyof R]?: ReturnType<R[Name]> };

/**
 * Reads options from data. Throws a BadOption for an invalid or unknown option.
 * @data
 */
export function readOptions<R extends Readers>(given: unknown, at: string, readers: R): Read<R> {
  if (typeof given !== "object" || given === null || Array.isArray(given)) throw new BadOption("option-object", [at]);
  const options: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(given)) {
    const known = Object.keys(readers);
    if (!known.includes(name)) throw new BadOption("option-unknown", [`${at}.${name}`, known.join(", ")]);
    options[name] = readers[name](value, `${at}.${name}`);
  }
  return options as Read<R>;
}

/** @data */
export function positive(value: unknown, at: string): number {
  if (typeof value === "number" && value > 0 && value < Infinity) return value;
  throw new BadOption("option-positive", [at, shown(value)]);
}

/**
 * 0 or more.
 * @data
 */
export function amount(value: unknown, at: string): number {
  if (typeof value === "number" && value >= 0 && value < Infinity) return value;
  throw new BadOption("option-amount", [at, shown(value)]);
}

/**
 * A whole number of 32 bits.
 * @data
 */
export function whole(value: unknown, at: string): number {
  if (Number.isInteger(value) && (value as number) >= 0 && (value as number) <= 0xffffffff) return value as number;
  throw new BadOption("option-whole", [at, shown(value)]);
}

/**
 * From 0 to 1.
 * @data
 */
export function share(value: unknown, at: string): number {
  if (typeof value === "number" && value >= 0 && value <= 1) return value;
  throw new BadOption("option-share", [at, shown(value)]);
}

/** @data */
export function oneOf<T extends string>(...words: readonly T[]): Reader<T> {
  return (value, at) => {
    if (words.includes(value as T)) return value as T;
    throw new BadOption("option-word", [at, shown(value), words.join(", ")]);
  };
}

export function listOf<T>(read: Reader<T>): Reader<readonly T[]> {
  return (value, at) => {
    if (!Array.isArray(value)) throw new BadOption("option-list", [at]);
    return value.map((one, i) => read(one, `${at}[${i}]`));
  };
}

/**
 * The text of a value, for a message.
 * @data
 */
export function shown(value: unknown): string {
  return JSON.stringify(value) ?? String(value);
}
