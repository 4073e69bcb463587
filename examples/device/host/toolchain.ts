import { spawn, spawnSync } from "node:child_process";
import { text } from "node:stream/consumers";
import { DEVICE, type Host } from "./hosts.js";

/** What stands in the way of a host here: the line that installs it, or "" for nothing. */
export function missing(host: Host): string {
  const programs = [host.compiler, "make", ...(host.runner?.slice(0, 1) ?? [])];
  return programs.every(isThere) ? "" : `apt-get install ${host.packages}`;
}

/** Builds a host, or what is stale of it. `variables` are make's. Rejects with the compiler's own words. */
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
