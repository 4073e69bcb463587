import { defineTarget, type PublicMachine, type Ws2Of } from "@ws2kit/core";
import { exports } from "./exports.js";
import { profile } from "./profile.js";
import { shipped } from "./providers.js";
import { upcalls } from "./upcalls.js";

/** The functions of the DLL, bound to one process. */
export interface __type__ extends Ws2Of<typeof exports> {}

/** A computer of this target. */
export type Machine = PublicMachine<__type__>;

export const { openMachine } = /* @__PURE__ */ defineTarget<__type__>({ profile, exports, shipped, upcalls });
