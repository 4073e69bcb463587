import type { LayerRow } from "./layers.js";

/** The name of the generated module that starts the application. */
export const BOOT = "\0ws2kit:boot";

/** The import that stands for the chosen target. */
export const ANY_TARGET = "@ws2kit/target";

/** The import that stands for the JSON file with the application's configuration. */
export const CONFIG = "@ws2kit/config";

/** The package that contains the layers. */
export const LAYERS = "@ws2kit/layers";

/** The source of the module that opens the machine on a device and calls the application's default export with it. */
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

/** The source of the module that exports `main` and `openMachine`, for a host that has its own platform. */
export function partsSource(app: string, layers: readonly LayerRow[]): string {
  return `
export { default as main } from ${JSON.stringify(app)};
${machineSource(layers)}
export { openLayered as openMachine };
`;
}

/**
 * The code that opens a machine and installs the layers. It throws if a layer cannot be installed, because an
 * application must not run without the layers in its list.
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
