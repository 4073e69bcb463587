import type { Ws2 } from "@ws2kit/conformance";
import type { PublicMachine } from "@ws2kit/core";
import type { LPWSPSTARTUP, ProviderImports, WSPPROC_TABLE, WSPUPCALLTABLE } from "@ws2kit/spi";

/** The part that is changed. */
export type Kind =
  /** A target's shipped base provider. */
  | "base"
  /** A third party's base provider for TCP/IP with sharing, groups and multipoint, whose sockets are not files. */
  | "third-party"
  /** A third party's base provider that has few capabilities and claims only these. */
  | "modest"
  /** A layer that changes nothing else, over the shipped provider. */
  | "layer"
  /** ws2 itself, with any provider. */
  | "ws2";

/** A function of any type: a mutant rarely uses more than one of its parameters. */
// biome-ignore lint/suspicious/noExplicitAny: ws2's functions, told apart by name, have no shape in common
export type Call = (...args: any[]) => any;

type Changes<Table> = { readonly [Name in keyof Table]?: (original: Table[Name]) => Table[Name] | undefined };

/** The change. Each member receives the original and returns its replacement. */
export interface Change {
  readonly slots?: Changes<WSPPROC_TABLE>;
  /** The upcalls that the provider receives; for a change of ws2, that every provider receives. */
  readonly upcalls?: Changes<WSPUPCALLTABLE>;
  readonly imports?: Changes<ProviderImports>;
  readonly startup?: (original: LPWSPSTARTUP) => LPWSPSTARTUP;
  /** The machine itself, before anything except the shipped providers is installed. */
  readonly machine?: (machine: PublicMachine<Ws2>) => void;
  /** Functions of ws2's DLL and of the desktop's others. */
  readonly api?: { readonly [name: string]: (original: Call, process: Ws2) => Call };
}

/** One small change that breaks a documented rule, and the check that must fail. */
export interface Mutant {
  /** The fault, in a few words. */
  readonly name: string;
  readonly kind: Kind;
  readonly on: string;
  /** Made for each process that loads the provider, so that it can have state. */
  readonly change: () => Change;
  /** The id of a check that fails. */
  readonly killedBy: string;
}
