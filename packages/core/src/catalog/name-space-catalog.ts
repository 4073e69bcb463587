import type { GUID } from "@ws2kit/spi";
import { NS_DNS, type NSP_ROUTINE, type WSANAMESPACE_INFOW } from "@ws2kit/spi/name-spaces";

/** A provider of a name space, and the path of its DLL; `null` for the shipped one. */
export interface NameSpaceEntry extends Readonly<WSANAMESPACE_INFOW> {
  readonly path: string | null;
}

/** A provider of a name space that was started in one process. */
export interface StartedNameSpace {
  /** Runs one of its functions; what it throws is contained and is WSASYSCALLFAILURE. 0, or SOCKET_ERROR. */
  call(name: keyof NSP_ROUTINE, run: (routines: NSP_ROUTINE) => number): number;
}

/** The providers of name spaces that were started in one process. */
export interface StartedNameSpaces {
  /** The provider of an entry, started now if it was not before; `null`, after a record, if it does not start. */
  start(entry: NameSpaceEntry): StartedNameSpace | null;
}

/** The provider that every system ships: its resolver. Source: page remarks. */
const SHIPPED: NameSpaceEntry = {
  NSProviderId: "22059D40-7E9E-11CF-AE5A-00AA00A7112B",
  dwNameSpace: NS_DNS,
  fActive: true,
  dwVersion: 0,
  lpszIdentifier: "Tcpip",
  path: null,
};

/** A machine, as far as its name spaces go. */
interface Owner {
  shared<T>(name: string, make: () => T): T;
}

/** The providers of name spaces of one machine, in the order in which look-ups ask them. They are not stored. */
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

  /** Has look-ups ask a provider, or not. Returns whether it is there. */
  enable(NSProviderId: GUID, fActive: boolean): boolean {
    this.entries = this.entries.map((entry) => (entry.NSProviderId === NSProviderId ? { ...entry, fActive } : entry));
    return this.#has(NSProviderId);
  }

  #has(NSProviderId: GUID): boolean {
    return this.entries.some((entry) => entry.NSProviderId === NSProviderId);
  }
}

/** The name spaces of a machine. */
export function nameSpacesOf(machine: Owner): NameSpaceCatalog {
  return machine.shared("name spaces", () => new NameSpaceCatalog());
}
