import type { Profile } from "@ws2kit/core";
import { WSAEINVAL } from "@ws2kit/spi";

/** Windows CE 5.0: `ws2.dll`. The source of every row is in `profile.sources.ts`. */
export const profile: Profile = {
  name: "ce",
  lineage: ["ce"],
  title: "Windows CE 5.0",
  dll: "ws2.dll",
  version: 2,
  architecture: {
    optionalSlots: ["WSPCancelBlockingCall", "WSPGetQOSByName"],
    catalog: "live",
    persistsCatalog: false,
    signalsImmediate: false,
    selectionClears: true,
    chainsFirst: true,
    mixedTriple: WSAEINVAL,
  },
  limits: {
    handles: 4096,
  },
  device: {
    heap: 2 * 1024 * 1024,
    stack: 128 * 1024,
    watchdog: 1000,
    descriptors: 2048,
    tlsSessions: 64,
    tlsBytes: 256 * 1024,
    logBytes: 256 * 1024,
  },
};
