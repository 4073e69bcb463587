import { type OpenMachine, type Subject, thirdParty } from "@ws2kit/conformance";
import { defineLayer } from "@ws2kit/layers";
import { generous } from "../providers/generous.js";
import { modest } from "../providers/modest.js";
import { mutated, withMutatedBase, withMutatedWs2 } from "./apply.js";
import type { Change, Kind } from "./mutant.js";

const SEED = 1;

/** A layer that changes nothing. */
export const plainLayer = defineLayer({
  ProviderId: "0F1C2B6E-8C0A-4B7E-9D5A-3E9B1C7D4000",
  name: "Plain",
  attach: () => ({}),
});

/** The subject of the checks: a system with a change in one of its parts. */
export function subjectWith(openMachine: OpenMachine, kind: Kind, change: () => Change): Subject {
  if (kind === "third-party") return thirdParty(openMachine, mutated(generous, change), SEED);
  if (kind === "modest") return thirdParty(openMachine, mutated(modest, change), SEED);
  if (kind === "layer") return thirdParty(openMachine, mutated(plainLayer, change), SEED);
  const machines = kind === "ws2" ? withMutatedWs2(openMachine, change) : withMutatedBase(openMachine, change);
  return { openMachine: machines, shipped: true, seed: SEED };
}
