import { execFile } from "node:child_process";
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { HostError } from "./host-error.js";
import { PACKAGE } from "./hosts.js";

/** The folder of QuickJS's sources in the package of npm that contains them. */
const SOURCES = "node_modules/qjsc/deps/quickjs_2021_03_27";
const LISTS = ["package.json", "package-lock.json"] as const;

/**
 * Returns the folder of QuickJS's C sources. npm downloads them to `folder` the first time, by the hashes of
 * `quickjs/package-lock.json`. They are not a dependency of this package, because theirs would be installed with them:
 * a tool-chain for add-ons of Node, and a script. The lock replaces those by one small package, and no script runs.
 */
export async function engineSources(folder: string): Promise<string> {
  if (!isComplete(folder)) await download(folder);
  return join(folder, SOURCES);
}

function isComplete(folder: string): boolean {
  return existsSync(join(folder, "node_modules/.package-lock.json")); // npm writes this file last
}

/** Downloads to a new folder, and renames it: builds of two hosts may do this at the same time. */
async function download(folder: string): Promise<void> {
  mkdirSync(dirname(folder), { recursive: true });
  const own = mkdtempSync(`${folder}-`);
  try {
    await install(own);
    if (isComplete(folder)) return;
    rmSync(folder, { recursive: true, force: true });
    renameSync(own, folder);
  } finally {
    rmSync(own, { recursive: true, force: true });
  }
}

async function install(folder: string): Promise<void> {
  for (const file of LISTS) copyFileSync(join(PACKAGE, "quickjs", file), join(folder, file));
  const words = ["ci", "--loglevel=error", "--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline"];
  try {
    await promisify(execFile)("npm", words, { cwd: folder, shell: process.platform === "win32" });
  } catch (error) {
    const { stderr, message } = error as Error & { stderr: string };
    const why = stderr.trim() || message;
    throw new HostError(`npm cannot download the C sources of QuickJS (qjsc, 2.8 MB):\n${why}`);
  }
}
