import { type ChildProcess, execFileSync, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdirSync } from "node:fs";
import { dirname } from "node:path";
import { DEVICE, ROOT } from "./hosts.js";

/** The C program that sockets are measured against. */
export const PEER = `${ROOT}dist/device/bench/peer`;

/** Compiles the peer. Returns whether this machine has gcc. */
export function compilePeer(): boolean {
  if (spawnSync("gcc", ["--version"]).status !== 0) return false;
  mkdirSync(dirname(PEER), { recursive: true });
  execFileSync("gcc", ["-O2", "-D_GNU_SOURCE", "-o", PEER, `${DEVICE}bench/peer.c`]);
  return true;
}

/** Starts a server of the peer, once it listens; the caller ends it. */
export async function startPeer(kind: string, port: string): Promise<ChildProcess> {
  const server = spawn("taskset", ["-c", "0", PEER, kind, port], { stdio: ["ignore", "pipe", "inherit"] });
  await once(server.stdout, "data");
  return server;
}

/** A figure that the peer's client prints. */
export function peerFigure(...args: readonly string[]): number {
  return Number(execFileSync("taskset", ["-c", "0", PEER, ...args], { encoding: "utf8" }));
}
