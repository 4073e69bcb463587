import { defineTarget, type PublicMachine, type Ws2Of } from "@ws2kit/core";
import type { AbsentOnWindowsCe } from "./absences.js";
import { exports } from "./exports.js";
import { profile } from "./profile.js";
import { shipped } from "./providers.js";
import { upcalls } from "./upcalls.js";

/** The functions of the DLL, bound to one process. */
export interface Ws2OfCe extends Ws2Of<typeof exports>, AbsentOnWindowsCe {}

/** A computer of this target. */
export type Machine = PublicMachine<Ws2OfCe>;

export const { openMachine } = /* @__PURE__ */ defineTarget<Ws2OfCe, AbsentOnWindowsCe>({
  profile,
  exports,
  shipped,
  upcalls,
});
