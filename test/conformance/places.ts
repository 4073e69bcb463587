import { hostname } from "node:os";
import { loopback, type RealMachine } from "@ws2kit/conformance";
import { limitsOfThisSystem, nodePlatform } from "@ws2kit/platform-node";

/** The machine that runs the tests. */
export const THIS_MACHINE: RealMachine = {
  name: hostname(),
  limits: limitsOfThisSystem(),
  openPlatform: () => nodePlatform({ tls: null, log() {} }),
};

export const LOOPBACK = loopback(THIS_MACHINE);
