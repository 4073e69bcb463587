import { type OpenMachine, type Subject, thirdParty } from "@ws2kit/conformance";
import { fault, filter, installStack, meter, record, trace } from "@ws2kit/layers";
import { shippedModule } from "../conformance/shipped-module.js";
import { TARGETS } from "../conformance/targets.js";
import { plainLayer } from "../mutants/subject.js";
import { generous } from "../providers/generous.js";
import { modest } from "../providers/modest.js";

const SEED = 1;
const KINDS = { trace, filter, meter, fault, record };
/** Every layer of the box, with options that change nothing. Through `record`, WSAPoll calls WSPSelect. */
const EVERY_LAYER = ["trace", "filter", "meter", "fault", "record"] as const;

/** A target with a stack of layers over its shipped provider. */
function throughLayers(openMachine: OpenMachine, layers: readonly (keyof typeof KINDS)[]): OpenMachine {
  return (parts) => {
    const machine = openMachine(parts);
    const rows = layers.map((layer) => ({ layer }));
    const code = installStack(machine, rows, KINDS, () => {});
    if (code !== 0) throw new Error(`installing the layers failed with ${code}`);
    return machine;
  };
}

/** A shipped provider of a target. */
function shipped(target: string): Subject {
  return { openMachine: TARGETS[target], shipped: true, seed: SEED };
}

/**
 * The subjects of the checks: correct providers, chosen so that together they reach the code of every kind of provider.
 * The first ones notice most.
 */
export const SUBJECTS: readonly Subject[] = [
  shipped("desktop"),
  shipped("ce"),
  thirdParty(TARGETS.desktop, plainLayer, SEED),
  thirdParty(TARGETS.ce, generous, SEED),
  { openMachine: throughLayers(TARGETS.desktop, EVERY_LAYER), shipped: false, seed: SEED },
  // the rules of the shipped provider hold through a layer as well
  { openMachine: throughLayers(TARGETS.desktop, ["meter"]), shipped: true, seed: SEED },
  thirdParty(TARGETS.ce, modest, SEED),
  thirdParty(TARGETS.desktop, shippedModule("desktop"), SEED),
];
