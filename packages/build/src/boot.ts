/** The module that an application imports as its target, whichever that is. */
export const ANY_TARGET = "@ws2kit/target";

/** The module that an application imports as its configuration: a JSON file that the build names. */
export const CONFIG = "@ws2kit/config";

/** The module that starts an application on a device; its default export is called with the machine. */
export function bootSource(app: string): string {
  return `
import { devicePlatform } from "@ws2kit/platform-device";
import { openMachine } from "${ANY_TARGET}";
import main from ${JSON.stringify(app)};

const platform = devicePlatform();
const machine = openMachine({ platform });
platform.booted();
main(machine);
machine.run();
`;
}

/** The module that leaves the start to a host with a platform of its own. */
export function partsSource(app: string): string {
  return `
export { openMachine } from "${ANY_TARGET}";
export { default as main } from ${JSON.stringify(app)};
`;
}
