import { execFile } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("../../../", import.meta.url));
const CONFIGURATION = ["biome.json", ".gitignore", "tsconfig.base.json"];

/** Package name → floor, and whether it is neutral. */
const HOUSE: Readonly<Record<string, { floor: number; neutral: boolean; dependencies: readonly string[] }>> = {
  spi: { floor: 0, neutral: true, dependencies: [] },
  rules: { floor: 0, neutral: true, dependencies: [] },
  core: { floor: 1, neutral: true, dependencies: ["spi"] },
  "platform-node": { floor: 1, neutral: false, dependencies: ["spi"] },
  tcpip: { floor: 2, neutral: true, dependencies: ["spi", "core"] },
};

/** The output of lint, and whether the tree passed. */
export interface Verdict {
  readonly passed: boolean;
  readonly text: string;
}

/** Runs the real lint over a small house of five packages whose files are `files`: path → text. */
export async function lint(files: Readonly<Record<string, string>>): Promise<Verdict> {
  const root = mkdtempSync(join(tmpdir(), "ws2kit-lint-"));
  try {
    for (const name of CONFIGURATION) copyFileSync(join(ROOT, name), join(root, name));
    for (const [name, row] of Object.entries(HOUSE)) writePackage(root, name, row);
    for (const [path, text] of Object.entries(files)) write(join(root, path), text);
    return await run(root);
  } finally {
    rmSync(root, { recursive: true });
  }
}

function writePackage(root: string, name: string, row: (typeof HOUSE)[string]): void {
  const dir = join(root, "packages", name);
  const { floor, neutral } = row;
  const dependencies = Object.fromEntries(row.dependencies.map((each) => [`@ws2kit/${each}`, "0.1.0"]));
  write(
    join(dir, "package.json"),
    JSON.stringify({ name: `@ws2kit/${name}`, dependencies, ws2kit: { floor, neutral } }),
  );
  write(join(dir, "tsconfig.json"), JSON.stringify({ extends: "../../tsconfig.base.json", include: ["src"] }));
  write(join(dir, "src/index.ts"), `export const NAME = "${name}";\n`);
}

function write(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}

function run(root: string): Promise<Verdict> {
  const script = join(ROOT, "test/lint/lint.js");
  return new Promise((resolve) => {
    execFile(process.execPath, [script, root], { env: { ...process.env, NO_COLOR: "1" } }, (error, stdout, stderr) =>
      resolve({ passed: error === null, text: stdout + stderr }),
    );
  });
}
