import type { LayerRow } from "./layers.js";

/** The name of the generated module that starts the application. */
export const BOOT = "\0ws2kit:boot";

/** The import that stands for the chosen target. */
export const ANY_TARGET = "@ws2kit/target";

/** The import that stands for the JSON file with the application's configuration. */
export const CONFIG = "@ws2kit/config";

/** The package that contains the layers. */
export const LAYERS = "@ws2kit/layers";

/** The package that writes what a machine does to its log. */
export const TIMELINE = "@ws2kit/timeline";

/** What the start code does besides starting the application. */
export interface BootParts {
  /** The layers to install. */
  readonly layers: readonly LayerRow[];
  /** Whether the machine logs what it does, as lines of a journal. */
  readonly isObserved: boolean;
}

/** The source of the module that opens the machine on a device and calls the application's default export with it. */
export function bootSource(app: string, parts: BootParts): string {
  return `
import { devicePlatform } from "@ws2kit/platform-device";
import main from ${JSON.stringify(app)};
${machineSource(parts)}
const platform = devicePlatform();
const machine = open({ platform });
platform.booted();
platform.run(machine.start(main));
`;
}

/** The source of the module that exports `main` and `openMachine`, for a host that has its own platform. */
export function partsSource(app: string, parts: BootParts): string {
  return `
export { default as main } from ${JSON.stringify(app)};
${machineSource(parts)}
export { open as openMachine };
`;
}

/** The code that opens a machine: it defines `open`. */
function machineSource({ layers, isObserved }: BootParts): string {
  return isObserved ? layeredSource("openLayered", layers) + OBSERVED : layeredSource("open", layers);
}

const OBSERVED = `
import { Journal, observedPlatform, observeMachine } from "${TIMELINE}";

function open(parts) {
  const { platform } = parts;
  const journal = new Journal(() => platform.now(), (line) => platform.log(line));
  const machine = openLayered({ ...parts, platform: observedPlatform(platform, journal) });
  observeMachine(machine, journal);
  return machine;
}
`;

/**
 * The code that opens a machine and installs the layers: it defines a function by the name `open`. The function throws
 * if a layer cannot be installed, because an application must not run without the layers in its list.
 */
function layeredSource(open: string, layers: readonly LayerRow[]): string {
  if (layers.length === 0) return `import { openMachine as ${open} } from "${ANY_TARGET}";\n`;
  const names = [...new Set(layers.map(({ layer }) => layer))].join(", ");
  return `
import { openMachine } from "${ANY_TARGET}";
import { installStack, ${names} } from "${LAYERS}";

function ${open}(parts) {
  const machine = openMachine(parts);
  const tell = (event) => machine.platform.log({ code: "layer-event", args: [event] });
  const code = installStack(machine, ${JSON.stringify(layers)}, { ${names} }, tell);
  if (code !== 0) throw new Error("the layers could not be installed: " + code);
  return machine;
}
`;
}
