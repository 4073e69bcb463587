import { once } from "node:events";
import { compilePeer, startPeer } from "@ws2kit/example-device/peer";

/** The ports of the servers. */
export const [ECHO, SINK, UDP] = ["7127", "7128", "7129"];
/** Messages there and back in a run. */
export const PINGS = 5000;
/** MiB that a run sends. */
export const PUSHED = 256;

let isThere: boolean | undefined;

/** Compiles the servers and clients of plain C. Returns whether this machine can. */
export function hasC(): boolean {
  isThere ??= compilePeer();
  return isThere;
}

/** Starts the servers; returns what ends them. */
export async function startServers(): Promise<() => Promise<unknown>> {
  const servers = [await startPeer("echo", ECHO), await startPeer("sink", SINK), await startPeer("udp", UDP)];
  return () => {
    const ended = servers.map((server) => once(server, "exit"));
    for (const server of servers) server.kill("SIGKILL");
    return Promise.all(ended);
  };
}
