import { spawn } from "node:child_process";
import { mkdirSync, readFileSync, realpathSync, rmSync, statSync, writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { dirname, join, relative, sep } from "node:path";
import { text } from "node:stream/consumers";
import { MESSAGES } from "@ws2kit/rules";
import { engineSources } from "./engine-sources.js";
import { withClaim } from "./folder-claim.js";
import { HostError } from "./host-error.js";
import { type Host, PACKAGE } from "./hosts.js";
import { installCommand, missingPrograms } from "./toolchain.js";

export interface HostBuild {
  /** The folder of all hosts. A host is built in a folder of it; QuickJS's sources are in another. */
  readonly folder: string;
  /** The name of the host's folder; the host's name by default. */
  readonly name?: string;
  /** Variables of the Makefile, such as SANITIZE=1. */
  readonly variables?: readonly string[];
  /** Receives the name of each stage when it begins. */
  readonly progress?: (stage: string) => void;
}

/** What separates words for make, or has a meaning for it or for the shell. */
const NOT_IN_A_WORD = /[\s"#$%&'()*;<>?[\]\\^`{|}]/;

/** A built host. */
export interface BuiltHost {
  /** The path of its program. */
  readonly program: string;
  readonly bytes: number;
}

/** The path of a host's program in the folder of all hosts. */
export function programPath(host: Host, { folder, name = host.name }: HostBuild): string {
  return join(folder, name, host.program);
}

/**
 * Builds a host with this machine's tool-chain. What was built before and is current is used again. Throws a HostError
 * if a program is missing, with the command that installs it; if another process builds in the same folder; or with the
 * compiler's messages.
 */
export async function buildHost(host: Host, options: HostBuild): Promise<BuiltHost> {
  requirePrograms(host);
  const program = programPath(host, options);
  const out = dirname(program);
  mkdirSync(out, { recursive: true });
  await withClaim(out, () => buildIn(out, host, options));
  return { program, bytes: statSync(program).size };
}

async function buildIn(out: string, host: Host, options: HostBuild): Promise<void> {
  const { folder, variables = [], progress = () => {} } = options;
  const files = [`HOST=${pathFrom(out, host.file)}`, `HERE=${pathFrom(out, PACKAGE)}`, `PROGRAM=${host.program}`];
  progress("fetching QuickJS's sources");
  const quickjs = await engineSources(join(folder, "quickjs"));
  progress(`compiling the host ${host.name} with ${host.compiler}`);
  forgetOtherBuild(out, [host.file, ...variables]);
  writeMessages(out);
  await make(out, [...files, `QUICKJS=${pathFrom(out, quickjs)}`, ...variables]);
}

function requirePrograms(host: Host): void {
  const programs = missingPrograms(host, "build");
  if (programs.length === 0) return;
  const are = programs.length === 1 ? "is missing, which builds" : "are missing, which build";
  const install = installCommand(host, "build");
  const how = install === "" ? "" : `: on Debian and Ubuntu, ${install} installs what is needed`;
  throw new HostError(`${programs.join(" and ")} ${are} the host ${host.name}${how}.`);
}

async function make(out: string, variables: readonly string[]): Promise<void> {
  const here = pathFrom(out, PACKAGE);
  const words = ["-s", `-j${availableParallelism()}`, "-f", `${here}/Makefile`, ...variables];
  const child = spawn("make", words, { cwd: out, stdio: ["ignore", "ignore", "pipe"] });
  const [errors, code] = await Promise.all([
    text(child.stderr),
    new Promise<number | null>((done) => child.on("close", done)),
  ]);
  if (code !== 0) throw new HostError(`the host does not build:\n${errors}`.trim());
}

/**
 * A path as make reads it: relative to the folder of the build, with "/". Throws a HostError if make or the shell would
 * not read it as one word.
 */
function pathFrom(out: string, path: string): string {
  const from = relative(realpathSync(out), realpathSync(path)).split(sep).join("/");
  const wrong = NOT_IN_A_WORD.exec(from);
  if (wrong === null) return from;
  throw new HostError(
    `make cannot read ${JSON.stringify(wrong[0])} in a path, and ${path} is ${from} from ${out}: ` +
      "rename a folder or the file, or build in a folder of the same project.",
  );
}

/**
 * Removes the objects that were built from something else: another version of this package, another host's file or
 * other variables. make compares times, and npm gives every file of a package the same one.
 */
function forgetOtherBuild(out: string, words: readonly string[]): void {
  const { version } = JSON.parse(readFileSync(join(PACKAGE, "package.json"), "utf8")) as { version: string };
  const file = join(out, "built-from");
  const builtFrom = [version, PACKAGE, ...words, ""].join("\n");
  if (hasContent(file, builtFrom)) return;
  // removed before the file is written: if this build is killed in between, the next one removes the rest
  rmSync(join(out, "objects"), { recursive: true, force: true });
  writeFileSync(file, builtFrom);
}

/** Writes the texts of log records as rows of C. */
function writeMessages(out: string): void {
  const rows = Object.entries(MESSAGES).map(([code, line]) => `{${JSON.stringify(code)}, ${JSON.stringify(line)}},\n`);
  const [file, content] = [join(out, "messages.inc"), rows.join("")];
  if (!hasContent(file, content)) writeFileSync(file, content);
}

function hasContent(file: string, content: string): boolean {
  try {
    return readFileSync(file, "utf8") === content;
  } catch {
    return false; // there is no such file yet
  }
}
