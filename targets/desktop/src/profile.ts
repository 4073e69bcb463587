import type { Profile } from "@ws2kit/core";
import { WSAEPROTONOSUPPORT } from "@ws2kit/spi";

/** Desktop Windows: `ws2_32.dll`, version 2.2. The source of every row is in `profile.sources.ts`. */
export const profile: Profile = {
  name: "desktop",
  lineage: ["desktop"],
  title: "Windows desktop",
  dll: "ws2_32.dll",
  version: 2,
  architecture: {
    optionalSlots: [],
    catalog: "snapshot",
    persistsCatalog: true,
    signalsImmediate: true,
    selectionClears: false,
    chainsFirst: false,
    mixedTriple: WSAEPROTONOSUPPORT,
  },
  limits: {
    handles: 65536,
  },
  device: {
    heap: 4 * 1024 * 1024,
    stack: 192 * 1024,
    watchdog: 2000,
    descriptors: 4096,
    tlsSessions: 64,
    tlsBytes: 256 * 1024,
    logBytes: 1024 * 1024,
  },
};
