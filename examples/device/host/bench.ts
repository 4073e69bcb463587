/**
 * Measures the cost of firmware on a device. Bytes and instructions are the same on every machine. Times are ratios to
 * a C program that does the same, in the same run, on the same processor.
 */
import { mkdirSync, statSync } from "node:fs";
import { buildFirmware } from "@ws2kit/build";
import { count } from "@ws2kit/example-echo/units";
import { getBorderCharacters, table } from "table";
import { DeviceProgram } from "./device-program.js";
import { runEcho } from "./echo-run.js";
import { build, DEVICE, type Host, missing, ROOT, readHost } from "./hosts.js";
import { compileImage } from "./image.js";
import { compilePeer, peerFigure, startPeer } from "./peer.js";

const SCRATCH = `${ROOT}dist/device/bench/`;
const BOOTS = 30;
/** The number of runs of each, alternating C and firmware. */
const TURNS = 5;

type Row = readonly [what: string, value: string, wanted: string, holds: boolean | null];

async function image(host: Host, name: string, folder = `${DEVICE}firmware/`): Promise<string> {
  const bundle = `${SCRATCH}${name}.js`;
  await buildFirmware({ app: `${folder}${name}.ts`, target: "ce", out: bundle });
  await compileImage(host, bundle, "ce", `${SCRATCH}${name}.img`);
  return `${SCRATCH}${name}.img`;
}

function atMost(what: string, value: number, limit: number, text = count): Row {
  return [what, text(value), `at most ${text(limit)}`, value <= limit];
}

/** The user-mode instructions of a whole run, counted by callgrind. */
async function instructions(host: Host, path: string): Promise<number> {
  const valgrind = ["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null"];
  const { complaints } = await new DeviceProgram(host, [path], valgrind).ended;
  return Number(/Collected : (\d+)/.exec(complaints.join("\n"))?.[1]);
}

/** Milliseconds to boot from bytecode, of each run. */
async function bootTimes(x64: Host, whole: string): Promise<number[]> {
  const times: number[] = [];
  for (let i = 0; i < BOOTS; i++) {
    const { figures } = await new DeviceProgram(x64, ["--figures", whole]).ended;
    times.push(figures.boot_ms);
  }
  return times;
}

async function boot(x64: Host, whole: string, times: readonly number[]): Promise<Row[]> {
  const rows: Row[] = [
    ["x64: program, bytes", count(statSync(x64.program).size), "", null],
    ["image of the whole core for ce, bytes", count(statSync(whole).size), "", null],
    ["image of a program that does nothing, bytes", count(statSync(await image(x64, "standing")).size), "", null],
    ["x64: instructions from start to end", count(await instructions(x64, whole)), "", null],
    ["x64: boot from bytecode, ms, best", Math.min(...times).toFixed(2), "", null],
  ];
  for (const host of [x64, readHost("armel")]) {
    if (missing(host) !== "") continue;
    await build(host);
    const { figures } = await new DeviceProgram(host, ["--figures", whole]).ended;
    const heap = figures.heap_after_boot;
    rows.push(
      host === x64 ? ["x64: heap after boot", count(heap), "", null] : atMost("ARM: heap after boot", heap, 256 * 1024),
    );
  }
  return rows;
}

/** The smallest heap in which the echo server serves a workload on ARM. */
async function echoHeap(): Promise<Row> {
  const arm = readHost("armel");
  if (missing(arm) !== "") return ["ARM: echo within a heap of", "no tools", "", null];
  const path = await image(readHost("x64"), "echo", `${ROOT}examples/echo/`);
  const works = (kib: number) =>
    runEcho(arm, ["--heap", String(kib * 1024), path], { connections: 4, bytes: 64 * 1024, datagrams: 20 }).then(
      () => true,
      () => false,
    );
  let [low, high] = [128, 1024];
  while (high - low > 4) {
    const middle = (low + high) >> 1;
    if (await works(middle)) high = middle;
    else low = middle;
  }
  return atMost("ARM: echo, 4 connections, within a heap of", high * 1024, 384 * 1024);
}

async function served<T>(kind: string, port: string, work: () => Promise<T>): Promise<T> {
  const server = await startPeer(kind, port);
  try {
    return await work();
  } finally {
    server.kill();
  }
}

async function traffic(x64: Host): Promise<Pick<DeviceFigures, "ping" | "push">> {
  compilePeer();
  const path = await image(x64, "traffic");
  const pings: Turn[] = [];
  const pushes: Turn[] = [];
  for (let turn = 0; turn < TURNS; turn++) {
    const ping = await served("echo", "7117", async () => peerFigure("ping", "7117", "20000"));
    const push = await served("sink", "7118", async () => peerFigure("push", "7118", "2048"));
    const { log, complaints } = await served("echo", "7117", () =>
      served("sink", "7118", () => new DeviceProgram(x64, [path], ["taskset", "-c", "0"]).ended),
    );
    const figure = (name: string) => Number(new RegExp(`${name}=([\\d.]+)`).exec(log.join("\n"))?.[1]);
    if (complaints.length > 0) throw new Error(complaints.join("\n"));
    pings.push({ device: figure("ping"), c: ping });
    pushes.push({ device: figure("push"), c: push });
  }
  return { ping: pings, push: pushes };
}

/** A figure of firmware, and of the C program in the same turn. */
export interface Turn {
  readonly device: number;
  readonly c: number;
}

/** The figures that another file compares with aims. */
export interface DeviceFigures {
  /** Milliseconds to boot from bytecode. */
  readonly boot: readonly number[];
  /** Microseconds for a round trip of 64 bytes. */
  readonly ping: readonly Turn[];
  /** MiB/s in writes of 64 KiB. */
  readonly push: readonly Turn[];
}

/**
 * Measures the device's programs, prints sizes and heaps, and returns the times. `null`, with a message, if there is no
 * compiler.
 */
export async function benchDevice(): Promise<DeviceFigures | null> {
  const x64 = readHost("x64");
  const install = missing(x64);
  if (install !== "") {
    console.log(`device: skipped, because its tools are not installed: ${install}`);
    return null;
  }
  mkdirSync(SCRATCH, { recursive: true });
  await build(x64);
  const whole = await image(x64, "whole");
  const times = await bootTimes(x64, whole);
  const rows = [...(await boot(x64, whole, times)), await echoHeap()];
  console.log(
    table(
      rows.map(([what, value, wanted, holds]) => [
        what,
        value,
        wanted,
        holds === null ? "" : holds ? "holds" : "MISSED",
      ]),
      { border: getBorderCharacters("norc"), columns: { 1: { alignment: "right" } }, drawHorizontalLine: () => false },
    ),
  );
  return { boot: times, ...(await traffic(x64)) };
}
