import { register } from "node:module";
import { hostname } from "node:os";
import { pathToFileURL } from "node:url";
import {
  type Guest,
  guestChecks,
  loopback,
  type OpenMachine,
  type Place,
  SIMULATED,
  thirdParty,
  watchGlobals,
} from "@ws2kit/conformance";
import type { ProviderModule } from "@ws2kit/spi";
import { loadTarget } from "../files/targets.js";
import type { PlaceName } from "../report/places.js";
import type { Opening } from "./conversation.js";
import { type Opened, Refused } from "./opened.js";

/** Opens the provider to check in this process. Rejects with `Refused` if its module does not load. */
export async function openInNode({ target, module, seed, place: placeName }: Opening): Promise<Opened> {
  const { openMachine } = (await loadTarget(target)) as unknown as { openMachine: OpenMachine };
  if (placeName === "system") return openSystem(openMachine, seed);
  register("./module-hooks.js", import.meta.url);
  const changedGlobals = watchGlobals();
  const place = await placeNamed(placeName);
  const guest =
    module === null
      ? guestChecks(openMachine, seed, place)
      : guestChecks(thirdParty(openMachine, await providerModule(module), seed, place));
  return {
    description: JSON.parse(describe(guest)),
    version: `Node ${process.versions.node}`,
    runCheck: (id, applies) => JSON.parse(guest.runCheck(id, applies)),
    changedGlobals,
    surveyProvider: () => JSON.parse(guest.surveyProvider()),
  };
}

/** Opens the system's own Winsock. Rejects with `Refused` on a system other than Windows. */
async function openSystem(openMachine: OpenMachine, seed: number): Promise<Opened> {
  const { SYSTEM, systemMachine } = await import("@ws2kit/native");
  const guest = guestChecks(systemMachine(openMachine), seed, SYSTEM);
  return {
    description: JSON.parse(describe(guest)),
    version: `Node ${process.versions.node}`,
    runCheck: (id, applies) => JSON.parse(guest.runCheck(id, applies)),
    changedGlobals: () => [],
    surveyProvider: () => JSON.parse(guest.surveyProvider()),
  };
}

async function placeNamed(name: PlaceName): Promise<Place> {
  if (name === "simulated") return SIMULATED;
  const { limitsOfThisSystem, nodePlatform } = await import("@ws2kit/platform-node");
  const openPlatform = () => nodePlatform({ tls: null, log() {} });
  return loopback({ name: hostname(), limits: limitsOfThisSystem(), openPlatform });
}

async function providerModule(file: string): Promise<ProviderModule> {
  let namespace: { default?: unknown };
  try {
    namespace = await import(pathToFileURL(file).href);
  } catch (error) {
    const { importFailure } = await import("./load-failure.js");
    throw new Refused(importFailure(error, file));
  }
  if (!("default" in namespace)) throw new Refused("it has no default export");
  const made = namespace.default;
  if (typeof made !== "function")
    throw new Refused(`its default export is ${nameOf(made)}, not a function that makes a provider`);
  return made as ProviderModule;
}

function nameOf(value: unknown): string {
  if (value === null || value === undefined) return String(value);
  return typeof value === "object" ? "an object" : `a ${typeof value}`;
}

function describe(guest: Guest): string {
  try {
    return guest.describeSubject();
  } catch (error) {
    throw new Refused(error instanceof Error ? error.message : String(error));
  }
}
