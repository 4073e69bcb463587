import type { OpenMachine } from "@ws2kit/conformance";
import { type Difference, defineLayer, installLayer } from "@ws2kit/layers";

/** A ProviderId for the n-th layer of a stack; the one after it is the layer's chains'. */
export function layerId(n: number): string {
  return `0F1C2B6E-8C0A-4B7E-9D5A-3E9B1C7D${(0x1000 + 16 * n).toString(16).toUpperCase()}`;
}

/** Opens machines with a stack of layers on them, the first nearest to the base. Answers what installLayer answered. */
export function installStack(machine: ReturnType<OpenMachine>, differences: readonly Difference[]): number[] {
  return differences.map((difference, i) => {
    const path = `layer${i + 1}.dll`;
    const name = `Layer ${i + 1}`;
    machine.installModule(path, defineLayer({ ProviderId: layerId(i + 1), name, attach: () => difference }));
    return installLayer(machine.openProcess(), path, { ProviderId: layerId(i + 1), name });
  });
}

/** The same machines with `depth` layers that change nothing. */
export function withLayers(openMachine: OpenMachine, depth: number): OpenMachine {
  return (parts) => {
    const machine = openMachine(parts);
    installStack(machine, new Array<Difference>(depth).fill({}));
    return machine;
  };
}
