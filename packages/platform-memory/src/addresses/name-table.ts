import { parseAddress } from "./address.js";

/** Host names with their addresses; a number is the Winsock error that looking the name up returns. */
export type Names = Readonly<Record<string, readonly string[] | number>>;

/** The host names of a network and their addresses. Case is ignored. */
export class NameTable {
  readonly #entries = new Map<string, readonly string[] | number>();

  constructor(names: Names) {
    for (const name of Object.keys(names)) this.set(name, names[name]);
  }

  set(name: string, entry: readonly string[] | number): void {
    this.#entries.set(name.toLowerCase(), typeof entry === "number" ? entry : entry.map(checkedAddress));
  }

  /** The addresses of a name, the error that looking it up returns, or `undefined` for an unknown name. */
  get(name: string): readonly string[] | number | undefined {
    return this.#entries.get(name.toLowerCase());
  }

  /** The first name with this address, or `undefined`. */
  nameOf(ip: string): string | undefined {
    for (const [name, entry] of this.#entries) if (typeof entry !== "number" && entry.includes(ip)) return name;
    return undefined;
  }
}

/** Parses an address and formats it in its only spelling. Throws a RangeError if it is not an address. */
export function checkedAddress(text: string): string {
  const ip = parseAddress(text);
  if (ip === null) throw new RangeError(`platform-memory: "${text}" is not an IP address`);
  return ip;
}
