/** The systems that rules are known for. */
export type ProfileName = "desktop" | "ce" | "mobile5";

/** What a provider may have or lack; rules about it concern only providers that do. */
export type Capability =
  | "stream"
  | "datagram"
  | "raw"
  | "urgent"
  | "broadcast"
  | "sharing"
  | "multipoint"
  | "groups"
  | "extensions";

/** Whom a rule concerns. */
export interface Applies {
  readonly profiles: readonly ProfileName[];
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
