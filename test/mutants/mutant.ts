import type { Ws2 } from "@ws2kit/conformance";
import type { PublicMachine } from "@ws2kit/core";
import type { LPWSPSTARTUP, ProviderImports, WSPPROC_TABLE, WSPUPCALLTABLE } from "@ws2kit/spi";

/** Who is broken. */
export type Kind =
  /** The base provider in a target's box. */
  | "base"
  /** A third party's base provider for TCP/IP that shares, groups and joins, and whose sockets are no files. */
  | "third-party"
  /** A third party's base provider that has little and claims no more. */
  | "modest"
  /** A layer that else changes nothing, over the provider in the box. */
  | "layer"
  /** ws2 itself, whatever provider stands below it. */
  | "ws2";

/** A function of any shape: a mutant rarely cares for more than one of its parameters. */
// biome-ignore lint/suspicious/noExplicitAny: ws2's functions, told apart by name, have no shape in common
export type Call = (...args: any[]) => any;

type Changes<Table> = { readonly [Name in keyof Table]?: (original: Table[Name]) => Table[Name] | undefined };

/** What is changed: each member is given the original, and gives what stands in its place. */
export interface Change {
  readonly slots?: Changes<WSPPROC_TABLE>;
  /** The upcalls as the provider sees them; of ws2, as every provider does. */
  readonly upcalls?: Changes<WSPUPCALLTABLE>;
  readonly imports?: Changes<ProviderImports>;
  readonly startup?: (original: LPWSPSTARTUP) => LPWSPSTARTUP;
  /** The machine itself, before anything is on it but what is in the box. */
  readonly machine?: (machine: PublicMachine<Ws2>) => void;
  /** Functions of ws2's DLL and of the desktop's others. */
  readonly api?: { readonly [name: string]: (original: Call, process: Ws2) => Call };
}

/** One small change that breaks what is documented, and the check that tells. */
export interface Mutant {
  /** What is wrong, in a few words. */
  readonly name: string;
  readonly kind: Kind;
  readonly on: string;
  /** Made anew for each process that loads the provider, so that it may remember things. */
  readonly change: () => Change;
  /** The id of a check that fails. */
  readonly killedBy: string;
}
