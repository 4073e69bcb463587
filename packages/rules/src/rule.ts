/**
 * The systems that have rules. A rule that applies to a system applies to every target that extends it, so a target
 * needs a name in this list only when it has rules or codes that its parents do not have.
 */
export const SYSTEMS = ["desktop", "ce"] as const;
export type SystemName = (typeof SYSTEMS)[number];

/** A target's name and the names of the targets that it extends, the nearest first: `["mobile5", "ce"]`. */
export type Lineage = readonly string[];

/** Whether a target with this lineage is, or extends, one of `systems`. */
export function descendsFrom(lineage: Lineage, systems: readonly string[]): boolean {
  return lineage.some((name) => systems.includes(name));
}

/**
 * What a provider may claim, in its catalog entries and in `supports`; rules about it concern only providers that do.
 */
export type Capability =
  | "overlapped"
  | "events"
  | "otherHosts"
  | "stream"
  | "datagram"
  | "raw"
  | "urgent"
  | "broadcast"
  | "sharing"
  | "multipoint"
  | "groups"
  | "extensions"
  | "messages";

/** Whom a rule concerns. */
export interface Applies {
  readonly systems: readonly SystemName[];
  /** "architecture": ws2 together with any provider. "shipped": the providers that come with the system. */
  readonly half: "architecture" | "shipped";
  /** "any" is also said of rules that ws2 itself keeps, whatever provider stands below. */
  readonly provider: "base" | "layered" | "any";
  /** Only where the provider has this. */
  readonly capability?: Capability;
  /** Only where the provider lacks this: what it answers instead. */
  readonly lacking?: Capability;
}

/** One documented statement. */
export interface Rule {
  /** Function or subject, then the clause: "WSPSocket/from-protocol-info/af". */
  readonly id: string;
  /** Never given to another rule, and kept when the id changes. */
  readonly number: number;
  /** The statement in our words. */
  readonly text: string;
  /** Where it is stated; tags of `SOURCES`, separated by "; ". */
  readonly source: string;
  readonly applies: Applies;
}
