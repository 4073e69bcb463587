import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** The version of this package, and of all others of ws2kit. */
export const VERSION: string = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8")).version;

/** The checkout of ws2kit that this package is part of; `null` if the package was installed from a registry. */
export function checkout(): string | null {
  const root = fileURLToPath(new URL("../../../", import.meta.url));
  return existsSync(join(root, "targets")) && existsSync(join(root, "rollup.config.js")) ? root : null;
}

/**
 * Packs all packages of a checkout into `folder`, and returns what a package.json in the folder above names as their
 * versions: `{ "@ws2kit/core": "file:packages/ws2kit-core-0.1.0.tgz" }`.
 */
export function packPackages(root: string, folder: string): Record<string, string> {
  mkdirSync(folder, { recursive: true });
  npm(root, ["pack", "--silent", "--pack-destination", folder, "--workspace", "packages", "--workspace", "targets"]);
  const names = packageNames(root);
  return Object.fromEntries(
    readdirSync(folder).flatMap((file) => {
      const name = names.find((each) => file === `${each.replace("@", "").replace("/", "-")}-${VERSION}.tgz`);
      return name === undefined ? [] : [[name, `file:packages/${file}`]];
    }),
  );
}

function packageNames(root: string): string[] {
  return ["packages", "targets"].flatMap((room) =>
    readdirSync(join(root, room)).map(
      (folder) => JSON.parse(readFileSync(join(root, room, folder, "package.json"), "utf8")).name as string,
    ),
  );
}

/** Installs what the package.json of a folder names. Throws if npm fails; npm has then printed why. */
export function install(folder: string): void {
  npm(folder, ["install", "--no-audit", "--no-fund"], "inherit");
}

function npm(cwd: string, words: readonly string[], stdio: "inherit" | "pipe" = "pipe"): void {
  // npm is a script of the shell on Windows
  execFileSync("npm", words, { cwd, stdio: ["ignore", stdio, stdio], shell: process.platform === "win32" });
}
