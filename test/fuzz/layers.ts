import { fault, filter, installStack as installKinds } from "@ws2kit/layers";
import { assert } from "chai";
import type { Computer } from "../fixture/computer.js";
import { installStack } from "../layers/stack.js";

/** Layers over the shipped provider. */
export interface Layers {
  readonly name: string;
  /** Whether they return the provider's own handles, if those are files. */
  readonly passesHandles?: boolean;
  /** Whether they delay sent bytes. */
  readonly holdsBack?: boolean;
  /** `seed` fixes what goes wrong. */
  install(machine: Computer["machine"], seed: number): void;
}

const PLAIN = [{}, {}, {}];
/** Permits every call of a program, and examines it. */
const RULES = [{ verdict: "deny", address: "10.0.0.0/8" }] as const;
const KINDS = { filter, fault };
const SHORT = { shortReads: 0.5, shortWrites: 0.5 };

/** The filter layer over the fault layer. */
const faulty =
  (latency: number): Layers["install"] =>
  (machine, seed) => {
    const stack = [
      { layer: "filter", rules: RULES },
      { layer: "fault", seed, latency, ...SHORT },
    ] as const;
    const code = installKinds(machine, stack, KINDS, () => undefined);
    assert.equal(code, 0, "installStack");
  };

export const LAYERS: readonly Layers[] = [
  { name: "no layers", passesHandles: true, install: () => undefined },
  {
    name: "3 layers that pass handles",
    passesHandles: true,
    install: (machine) => void installStack(machine, PLAIN, true),
  },
  { name: "3 layers", install: (machine) => void installStack(machine, PLAIN) },
  { name: "a filter over short transfers", install: faulty(0) },
  { name: "a filter over latency and short transfers", holdsBack: true, install: faulty(3) },
];
