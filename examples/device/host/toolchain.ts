import { spawn, spawnSync } from "node:child_process";
import { text } from "node:stream/consumers";
import { DEVICE, type Host } from "./hosts.js";

/** The command that installs the missing tools of a host; "" if none are missing. */
export function missing(host: Host): string {
  const programs = [host.compiler, "make", ...(host.runner?.slice(0, 1) ?? [])];
  return programs.every(isThere) ? "" : `apt-get install ${host.packages}`;
}

/** Builds a host with make and its `variables`. Rejects with the compiler's messages. */
export async function build(host: Host, ...variables: string[]): Promise<void> {
  const make = spawn("make", ["-s", "-j2", "-C", DEVICE, `HOST=${host.name}`, ...variables]);
  const [errors, code] = await Promise.all([
    text(make.stderr),
    new Promise<number | null>((resolve) => make.on("close", resolve)),
  ]);
  if (code !== 0) throw new Error(`${host.name} does not build:\n${errors}`);
}

function isThere(program: string): boolean {
  return spawnSync("sh", ["-c", `command -v ${program}`]).status === 0;
}
