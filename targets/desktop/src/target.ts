import { defineTarget, type PublicMachine, persistCatalog, type Ws2Of } from "@ws2kit/core";
import { exports } from "./exports.js";
import { profile } from "./profile.js";
import { shipped } from "./providers.js";
import { upcalls } from "./upcalls.js";

/** The functions of the DLL, bound to one process. */
export interface Ws2OfDesktop extends Ws2Of<typeof exports> {}

/** A computer of this target. */
export type Machine = PublicMachine<Ws2OfDesktop>;

export const { openMachine } = /* @__PURE__ */ defineTarget<Ws2OfDesktop>({
  profile,
  exports,
  shipped,
  upcalls,
  persistCatalog,
});
