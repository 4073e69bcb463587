import { fileURLToPath } from "node:url";
import * as kit from "@ws2kit/device-host";

/** The example's folder, with a slash at its end. */
export const DEVICE = fileURLToPath(new URL("..", import.meta.url));
/** The repository's folder. */
export const ROOT = fileURLToPath(new URL("../../..", import.meta.url));
/** The folder in which the hosts are built. */
const FOLDER = `${ROOT}dist/device`;

/** A host of `@ws2kit/device-host`, with the path of its program. */
export type Host = kit.Host;

/** All hosts; the one of this machine is first. */
export function listHosts(): Host[] {
  return kit.listHosts().map(placed);
}

/** Reads the host `name`. Throws if it has no file. */
export function readHost(name: string): Host {
  return placed(kit.readHost(name));
}

/** The command that installs what a host lacks to be built and run here; "" if nothing is missing. */
export function missing(host: Host): string {
  return kit.installCommand(host, "run");
}

/** Builds a host. Rejects with the compiler's messages. */
export async function build(host: Host, options: Pick<kit.HostBuild, "name" | "variables"> = {}): Promise<void> {
  await kit.buildHost(kit.readHost(host.name), { folder: FOLDER, ...options });
}

function placed(host: kit.Host): Host {
  return { ...host, program: kit.programPath(host, { folder: FOLDER }) };
}
