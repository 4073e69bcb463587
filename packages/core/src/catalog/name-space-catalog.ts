import type { GUID } from "@ws2kit/spi";
import { NS_DNS, type NSP_ROUTINE, type WSANAMESPACE_INFOEXW } from "@ws2kit/spi/name-spaces";

/** A provider of a name space, and the path of its DLL; `null` for the shipped one. */
export interface NameSpaceEntry extends Readonly<WSANAMESPACE_INFOEXW> {
  readonly path: string | null;
}

/** A provider of a name space that was started in one process. */
export interface StartedNameSpace {
  readonly entry: NameSpaceEntry;
  /**
   * Calls one of its functions. Returns 0, or the code: WSAEOPNOTSUPP if it lacks the function, WSASYSCALLFAILURE if
   * the function throws.
   */
  call<Name extends keyof NSP_ROUTINE>(name: Name, ...args: Parameters<Required<NSP_ROUTINE>[Name]>): number;
}

/** The providers of name spaces of one process that has started ws2. */
export interface ProcessNameSpaces {
  /** The list as it was when the process started ws2, or where the catalog is live, as it is now. */
  readonly entries: readonly NameSpaceEntry[];
  /** The look-ups that are open. */
  readonly lookUps: Set<{ close(): void }>;
  /**
   * The provider of an entry; starts it at the first call. If it does not start, makes a log record and returns `null`.
   */
  start(entry: NameSpaceEntry): StartedNameSpace | null;
}

/** The provider that every system ships: its resolver. Source: page remarks. */
const SHIPPED: NameSpaceEntry = {
  NSProviderId: "22059D40-7E9E-11CF-AE5A-00AA00A7112B",
  dwNameSpace: NS_DNS,
  fActive: true,
  dwVersion: 0,
  lpszIdentifier: "Tcpip",
  ProviderSpecific: null,
  path: null,
};

/** The part of a machine that stores its name spaces. */
interface Owner {
  shared<T>(name: string, make: () => T): T;
}

/**
 * The providers of name spaces of one machine, in the order in which look-ups ask them. Every change makes a new list,
 * so a stored list is a snapshot. The platform's storage does not hold them.
 */
export class NameSpaceCatalog {
  entries: readonly NameSpaceEntry[] = [SHIPPED];

  /** Appends an entry. Returns whether its GUID was free. */
  install(entry: NameSpaceEntry): boolean {
    if (this.#has(entry.NSProviderId)) return false;
    this.entries = [...this.entries, entry];
    return true;
  }

  /** Removes an entry. Returns whether it was there. */
  uninstall(NSProviderId: GUID): boolean {
    const isThere = this.#has(NSProviderId);
    this.entries = this.entries.filter((entry) => entry.NSProviderId !== NSProviderId);
    return isThere;
  }

  /** Sets whether look-ups ask a provider. Returns whether the provider is installed. */
  enable(NSProviderId: GUID, fActive: boolean): boolean {
    this.entries = this.entries.map((entry) => (entry.NSProviderId === NSProviderId ? { ...entry, fActive } : entry));
    return this.#has(NSProviderId);
  }

  /**
   * Puts the entries into the order of `order`. Returns false, and changes nothing, unless it names each entry once.
   */
  reorder(order: readonly GUID[]): boolean {
    const entries = order.map((id) => this.entries.find(({ NSProviderId }) => NSProviderId === id));
    const isComplete = order.length === this.entries.length && this.entries.every((entry) => entries.includes(entry));
    if (isComplete) this.entries = entries as NameSpaceEntry[];
    return isComplete;
  }

  #has(NSProviderId: GUID): boolean {
    return this.entries.some((entry) => entry.NSProviderId === NSProviderId);
  }
}

/** The name spaces of a machine. */
export function nameSpacesOf(machine: Owner): NameSpaceCatalog {
  return machine.shared("name spaces", () => new NameSpaceCatalog());
}
