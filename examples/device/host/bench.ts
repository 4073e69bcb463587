/**
 * Measures the cost of firmware on a device. Bytes and instructions are the same on every machine. Times are ratios to
 * a C program that does the same, in the same run, on the same processor.
 */
import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, statSync } from "node:fs";
import { buildFirmware } from "@ws2kit/build";
import { count } from "@ws2kit/example-echo/units";
import { getBorderCharacters, table } from "table";
import { DeviceProgram } from "./device-program.js";
import { runEcho } from "./echo-run.js";
import { DEVICE, type Host, ROOT, readHost } from "./hosts.js";
import { compileImage } from "./image.js";
import { build, missing } from "./toolchain.js";

const SCRATCH = `${ROOT}dist/device/bench/`;
const PEER = `${SCRATCH}peer`;
const BOOTS = 30;
/** The number of runs of each, alternating C and firmware; the medians are compared. */
const TURNS = 5;

type Row = readonly [what: string, value: string, wanted: string, holds: boolean | null];

async function image(host: Host, name: string, folder = `${DEVICE}firmware/`): Promise<string> {
  const bundle = `${SCRATCH}${name}.js`;
  await buildFirmware({ app: `${folder}${name}.ts`, target: "ce", out: bundle });
  await compileImage(host, bundle, "ce", `${SCRATCH}${name}.img`);
  return `${SCRATCH}${name}.img`;
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1];
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

async function boot(x64: Host): Promise<Row[]> {
  const whole = await image(x64, "whole");
  const times: number[] = [];
  for (let i = 0; i < BOOTS; i++) {
    const { figures } = await new DeviceProgram(x64, ["--figures", whole]).ended;
    times.push(figures.boot_ms);
  }
  const rows: Row[] = [
    ["x64: program, bytes", count(statSync(x64.program).size), "", null],
    ["image of the whole core for ce, bytes", count(statSync(whole).size), "", null],
    ["image of a program that does nothing, bytes", count(statSync(await image(x64, "standing")).size), "", null],
    ["x64: instructions from start to end", count(await instructions(x64, whole)), "", null],
    atMost("x64: boot from bytecode, ms, best", Math.min(...times), 0.6, (ms) => ms.toFixed(2)),
    ["x64: the same, median", median(times).toFixed(2), "", null],
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
  const server = spawn("taskset", ["-c", "0", PEER, kind, port], { stdio: ["ignore", "pipe", "inherit"] });
  await once(server.stdout, "data");
  try {
    return await work();
  } finally {
    server.kill();
  }
}

async function traffic(x64: Host): Promise<Row[]> {
  execFileSync("gcc", ["-O2", "-D_GNU_SOURCE", "-o", PEER, `${DEVICE}bench/peer.c`]);
  const path = await image(x64, "traffic");
  const client = async (...args: string[]) => Number(execFileSync("taskset", ["-c", "0", PEER, ...args]).toString());
  const pings: number[] = [];
  const pushes: number[] = [];
  for (let turn = 0; turn < TURNS; turn++) {
    const ping = await served("echo", "7117", () => client("ping", "7117", "20000"));
    const push = await served("sink", "7118", () => client("push", "7118", "2048"));
    const { log, complaints } = await served("echo", "7117", () =>
      served("sink", "7118", () => new DeviceProgram(x64, [path], ["taskset", "-c", "0"]).ended),
    );
    const figure = (name: string) => Number(new RegExp(`${name}=([\\d.]+)`).exec(log.join("\n"))?.[1]);
    if (complaints.length > 0) throw new Error(complaints.join("\n"));
    pings.push(figure("ping") / ping);
    pushes.push(figure("push") / push);
  }
  return [
    atMost("x64: 64 B there and back, times as long as C", median(pings), 1.4, (ratio) => ratio.toFixed(2)),
    ["x64: 64 KiB writes, times C's rate", median(pushes).toFixed(2), "at least 0.90", median(pushes) >= 0.9],
  ];
}

/** Measures and prints the results; prints a message if there is no compiler. */
export async function benchDevice(): Promise<void> {
  const x64 = readHost("x64");
  const install = missing(x64);
  if (install !== "") {
    console.log(`device: skipped, because its tools are not installed: ${install}`);
    return;
  }
  mkdirSync(SCRATCH, { recursive: true });
  await build(x64);
  const rows = [...(await boot(x64)), await echoHeap(), ...(await traffic(x64))];
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
}
