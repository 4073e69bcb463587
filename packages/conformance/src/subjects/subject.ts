import type { PublicMachine } from "@ws2kit/core";
import type { Capability, Lineage } from "@ws2kit/rules";
import {
  LAYERED_PROTOCOL,
  SOCK_DGRAM,
  SOCK_RAW,
  SOCK_STREAM,
  type Supports,
  type WSAPROTOCOL_INFOW,
  XP1_EXPEDITED_DATA,
  XP1_SUPPORT_BROADCAST,
} from "@ws2kit/spi";
import type { Place } from "../places/place.js";
import { SIMULATED } from "../places/simulated.js";
import type { OpenMachine, Ws2 } from "./ws2.js";

/** The system and provider to check: the provider serves the first entry of the system's catalog. */
export interface Subject {
  /** Opens a machine with the provider to check. */
  readonly openMachine: OpenMachine;
  /** Whether the provider is shipped with the system; rules of the "shipped" half apply only to such providers. */
  readonly shipped: boolean;
  /** The seed of all random values. */
  readonly seed: number;
  /** Where its machines run; `SIMULATED` by default. */
  readonly place?: Place;
}

/** Where a subject's machines run. */
export function placeOf({ place = SIMULATED }: Subject): Place {
  return place;
}

/** The properties of a subject that decide which rules apply. */
export interface Description {
  /** The lineage of the target: its name, then the names of the targets that it extends. */
  readonly lineage: Lineage;
  /** Whether the provider is shipped with the system. */
  readonly shipped: boolean;
  /** A base provider, or a layer in chains over another provider's entries. A shipped provider counts as base. */
  readonly provider: "base" | "layered";
  /**
   * The capabilities of its sockets, from the catalog and the modules' claims; a layer has those of the provider below.
   */
  readonly capabilities: readonly Capability[];
  /** Family, type and protocol of each of its entries. */
  readonly entries: readonly (readonly [af: number, type: number, protocol: number])[];
  /** The options that it claims; `null` if it claims every option of its kinds of socket. */
  readonly options: readonly string[] | null;
  /** The properties of its place that decide which checks apply. */
  readonly place: Pick<Place, "name" | "facilities" | "limits">;
}

type Entry = Readonly<WSAPROTOCOL_INFOW>;
type Catalog = PublicMachine["catalog"];

/** Opens a machine of the subject and returns its properties. Throws what `openMachine` throws. */
export function describe(subject: Subject): Description {
  const place = placeOf(subject);
  const machine = subject.openMachine({ platform: place.openSite(subject.seed).openPlatform("described", {}) });
  const { catalog } = machine;
  const supports = supportsOf(machine);
  const own = entriesOver(catalog, pathOf(catalog, membersOf(catalog).pop()));
  const any = (test: (entry: Entry) => boolean) => own.some(test);
  const found: Record<Capability, boolean> = {
    stream: any((entry) => entry.iSocketType === SOCK_STREAM),
    datagram: any((entry) => entry.iSocketType === SOCK_DGRAM),
    raw: any((entry) => entry.iSocketType === SOCK_RAW),
    urgent: any((entry) => (entry.dwServiceFlags1 & XP1_EXPEDITED_DATA) !== 0),
    broadcast: any((entry) => (entry.dwServiceFlags1 & XP1_SUPPORT_BROADCAST) !== 0),
    overlapped: supports.overlapped === true,
    events: supports.events === true,
    otherHosts: supports.otherHosts === true,
    sharing: supports.sharing === true,
    multipoint: supports.multipoint === true,
    groups: supports.groups === true,
    extensions: supports.extensions === true,
    messages: supports.messages === true,
  };
  const capabilities = (Object.keys(found) as Capability[]).filter((capability) => found[capability]);
  const isLayered = !subject.shipped && membersOf(catalog).length > 1;
  return {
    lineage: machine.profile.lineage,
    shipped: subject.shipped,
    provider: isLayered ? "layered" : "base",
    capabilities,
    entries: own.map(({ iAddressFamily, iSocketType, iProtocol }) => [iAddressFamily, iSocketType, iProtocol]),
    options: supports.options ?? null,
    place: { name: place.name, facilities: place.facilities, limits: place.limits },
  };
}

/** The path of the checked provider: the layer on top of the first entry's chain, or the base at its bottom. */
export function checkedPath(catalog: Catalog, { provider }: Description): string {
  const members = membersOf(catalog);
  return pathOf(catalog, provider === "layered" ? catalog.entries[0] : members[members.length - 1]);
}

/** The members of the first entry's chain, the base last. */
function membersOf({ entries }: Catalog): Entry[] {
  return entries.length === 0 ? [] : membersOfEntry(entries, entries[0]);
}

function membersOfEntry(entries: readonly Entry[], entry: Entry): Entry[] {
  const { ChainLen, ChainEntries } = entry.ProtocolChain;
  if (ChainLen <= 1) return [entry];
  const members = ChainEntries.slice(0, ChainLen).map((id) => entries.find((one) => one.dwCatalogEntryId === id));
  return members.filter((member): member is Entry => member !== undefined);
}

function pathOf(catalog: Catalog, entry: Entry | undefined): string {
  return (entry === undefined ? null : catalog.pathOf(entry.ProviderId)) ?? "";
}

/** The entries that open sockets of a base provider: its own, and the chains over them. */
function entriesOver(catalog: Catalog, basePath: string): readonly Entry[] {
  return catalog.entries.filter((entry) => {
    const base = membersOfEntry(catalog.entries, entry).pop();
    return entry.ProtocolChain.ChainLen !== LAYERED_PROTOCOL && pathOf(catalog, base) === basePath;
  });
}

/**
 * The `supports` of the providers in the first entry's chain. A layer that claims nothing itself has that of the
 * provider below.
 */
function supportsOf(machine: PublicMachine<Ws2>): Supports {
  const supports: Supports = {};
  for (const member of membersOf(machine.catalog).reverse()) {
    Object.assign(supports, machine.describeModule(pathOf(machine.catalog, member))?.supports);
  }
  return supports;
}
