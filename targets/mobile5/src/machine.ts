import { Machine as CoreMachine, type PublicMachine } from "@ws2kit/core";
import type { Platform } from "@ws2kit/spi";
import { exports } from "./exports.js";
import { profile } from "./profile.js";
import { installSecure, shipped } from "./providers.js";
import { upcalls } from "./upcalls.js";

/** The functions of the DLL, bound to one process. */
export type Ws2 = ReturnType<typeof exports>;

/** A computer of this target. */
export type Machine = PublicMachine<Ws2>;

/** Starts a computer of this target on a platform, which is always named. */
export function openMachine({ platform }: { readonly platform: Platform }): Machine {
  const machine = new CoreMachine<Ws2>({ profile, platform, shipped, upcalls, exports });
  installSecure(machine as unknown as CoreMachine);
  return machine;
}
