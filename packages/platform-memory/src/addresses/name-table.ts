import { parseAddress } from "./address.js";

/** Names and their addresses, as a resolver knows them. */
export type Names = Readonly<Record<string, readonly string[] | number>>;

/** Host names and their addresses. Case does not matter. */
export class NameTable {
  readonly #entries = new Map<string, readonly string[] | number>();

  constructor(names: Names) {
    for (const name of Object.keys(names)) this.set(name, names[name]);
  }

  set(name: string, entry: readonly string[] | number): void {
    this.#entries.set(name.toLowerCase(), typeof entry === "number" ? entry : entry.map(checkedAddress));
  }

  /** Addresses, the error that looking the name up gives, or nothing. */
  get(name: string): readonly string[] | number | undefined {
    return this.#entries.get(name.toLowerCase());
  }

  /** The first name that has an address; `undefined` if none has. */
  nameOf(ip: string): string | undefined {
    for (const [name, entry] of this.#entries) if (typeof entry !== "number" && entry.includes(ip)) return name;
    return undefined;
  }
}

/** The one spelling of an address in a table that a person wrote. Throws a RangeError where it is none. */
export function checkedAddress(text: string): string {
  const ip = parseAddress(text);
  if (ip === null) throw new RangeError(`platform-memory: "${text}" is no IP address`);
  return ip;
}
