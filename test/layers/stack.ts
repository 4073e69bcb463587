import type { OpenMachine } from "@ws2kit/conformance";
import { defineLayer, installLayer, type Layer, type LayerOverrides } from "@ws2kit/layers";

/** A ProviderId for the n-th layer of a stack; the one after it is the layer's chains'. */
export function layerId(n: number): string {
  return `0F1C2B6E-8C0A-4B7E-9D5A-3E9B1C7D${(0x1000 + 16 * n).toString(16).toUpperCase()}`;
}

/** The overrides of a layer of a stack, or a function that makes them. */
export type Attach = LayerOverrides | ((layer: Layer) => LayerOverrides);

/** Installs a stack of layers on a machine, the first nearest to the base. Returns the results of installLayer. */
export function installStack(
  machine: ReturnType<OpenMachine>,
  differences: readonly Attach[],
  passesHandles = false,
): number[] {
  return differences.map((difference, i) => {
    const path = `layer${i + 1}.dll`;
    const name = `Layer ${i + 1}`;
    const attach = typeof difference === "function" ? difference : () => difference;
    machine.installModule(path, defineLayer({ ProviderId: layerId(i + 1), name, passesHandles, attach }));
    return installLayer(machine.openProcess(), path, { ProviderId: layerId(i + 1), name, passesHandles });
  });
}

/** The same machines with `depth` layers, which change nothing unless told otherwise. */
export function withLayers(
  openMachine: OpenMachine,
  depth: number,
  difference: Attach = {},
  passesHandles = false,
): OpenMachine {
  return (parts) => {
    const machine = openMachine(parts);
    installStack(machine, new Array<Attach>(depth).fill(difference), passesHandles);
    return machine;
  };
}
