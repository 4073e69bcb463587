import { memoryNetwork, memoryPlatform } from "@ws2kit/platform-memory";
import { FACILITIES, type Facility, type Place } from "./place.js";

/** The first free port: ephemeral ports begin far above it. */
const FREE_PORT = 4000;

/** Several machines on a simulated network, with virtual time. It offers every facility. */
export const SIMULATED: Place = {
  name: "simulated",
  facilities: /* @__PURE__ */ Object.keys(FACILITIES) as Facility[],
  tolerance: { early: 0, late: 0 },
  limits: [],

  openSite(seed) {
    const network = memoryNetwork({ seed });
    return {
      network,
      now: () => network.now(),
      openPlatform: (host, limits) => memoryPlatform({ ...limits, network, host }),
      freePort: () => FREE_PORT,
    };
  },
};
