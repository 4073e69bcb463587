import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import type { PublicMachine } from "@ws2kit/core";
import { transpiled } from "#cli/engine/transpile.js";
import type { System } from "../fixture/systems.js";

/** The folder of an example. */
export function exampleFolder(name: string): string {
  return fileURLToPath(new URL(`../../../examples/${name}/`, import.meta.url));
}

type Main = (machine: PublicMachine) => unknown;

/**
 * The main function of an example, for a machine of a target in this process. No build is needed: the types are
 * removed, and `@ws2kit/target` and `@ws2kit/config` are replaced by the target and the configuration.
 */
export async function mainOf(example: string, system: System, config: object = {}): Promise<Main> {
  const folder = mkdtempSync(join(tmpdir(), "ws2kit-example-"));
  const target = import.meta.resolve(`@ws2kit/target-${system.name}`);
  try {
    writeFileSync(join(folder, "package.json"), '{ "type": "module" }');
    writeFileSync(join(folder, "config.js"), `export default ${JSON.stringify(config)};`);
    const write = (file: string): void => {
      const text = transpiled(readFileSync(file, "utf8"), file)
        .replaceAll('"@ws2kit/target"', JSON.stringify(target))
        .replaceAll('"@ws2kit/config"', '"./config.js"');
      writeFileSync(join(folder, basename(file).replace(".ts", ".js")), text);
      for (const [, name] of text.matchAll(/from "\.\/(?!config)([\w-]+)\.js"/g)) write(join(file, `../${name}.ts`));
    };
    const main = `${exampleFolder(example.split("/")[0])}${example.split("/")[1]}.ts`;
    write(main);
    return ((await import(pathToFileURL(join(folder, basename(main).replace(".ts", ".js"))).href)) as { default: Main })
      .default;
  } finally {
    rmSync(folder, { recursive: true });
  }
}
