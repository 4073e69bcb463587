import type { LayerRow } from "./layers.js";

/** The name of the module that starts the application; no file has it. */
export const BOOT = "\0ws2kit:boot";

/** The module that an application imports as its target, whichever that is. */
export const ANY_TARGET = "@ws2kit/target";

/** The module that an application imports as its configuration: a JSON file that the build names. */
export const CONFIG = "@ws2kit/config";

/** The package of the layers that a stack may name. */
export const LAYERS = "@ws2kit/layers";

/** The module that starts an application on a device; its default export is called with the machine. */
export function bootSource(app: string, layers: readonly LayerRow[]): string {
  return `
import { devicePlatform } from "@ws2kit/platform-device";
import main from ${JSON.stringify(app)};
${machineSource(layers)}
const platform = devicePlatform();
const machine = openLayered({ platform });
platform.booted();
platform.run(machine.start(main));
`;
}

/** The module that leaves the start to a host with a platform of its own. */
export function partsSource(app: string, layers: readonly LayerRow[]): string {
  return `
export { default as main } from ${JSON.stringify(app)};
${machineSource(layers)}
export { openLayered as openMachine };
`;
}

/**
 * What opens a machine with its layers on. One that cannot have them does not open: an application is not to run
 * without.
 */
function machineSource(layers: readonly LayerRow[]): string {
  if (layers.length === 0) return `import { openMachine as openLayered } from "${ANY_TARGET}";`;
  const names = [...new Set(layers.map(({ layer }) => layer))].join(", ");
  return `
import { openMachine } from "${ANY_TARGET}";
import { installStack, ${names} } from "${LAYERS}";

function openLayered(parts) {
  const machine = openMachine(parts);
  const tell = (event) => machine.platform.log({ code: "layer-event", args: [event] });
  const code = installStack(machine, ${JSON.stringify(layers)}, { ${names} }, tell);
  if (code !== 0) throw new Error("the layers could not be installed: " + code);
  return machine;
}
`;
}
