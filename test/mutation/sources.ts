import { readdirSync, readFileSync } from "node:fs";

/** The mutated packages: ws2 itself, the shipped provider, and the layers' kit. */
const FOLDERS = ["packages/core/src", "packages/tcpip/src", "packages/layers/src/kit", "packages/layers/src/pass"];

/** A source file, by its path from the root of the repository. */
export interface Source {
  readonly name: string;
  readonly content: string;
}

/** The sources whose path contains `only`. */
export function mutatedSources(only: string): readonly Source[] {
  return FOLDERS.flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: "utf8" })
      .filter((file) => file.endsWith(".ts") && !file.endsWith(".test.ts"))
      .map((file) => `${folder}/${file}`)
      .filter((name) => name.includes(only))
      .sort()
      .map((name) => ({ name, content: readFileSync(name, "utf8") })),
  );
}

/** Where the compiler puts a source: `packages/core/lib/…` of `packages/core/src/…`. */
export function compiledName(name: string): string {
  return name.replace("/src/", "/lib/").replace(/\.ts$/, ".js");
}
