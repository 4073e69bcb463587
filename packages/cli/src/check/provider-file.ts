import { createHash } from "node:crypto";
import { existsSync, readFileSync, statSync } from "node:fs";
import { basename, resolve } from "node:path";
import { MODULE, unknownFile } from "../files/module-file.js";
import { UsageError } from "../terminal/usage-error.js";

/** A provider that the command line names. */
export interface ProviderFile {
  readonly name: string;
  /** The absolute path of its module; `null` for the provider that a target ships. */
  readonly path: string | null;
  /** The file as written on the command line, to print a command that repeats a check. */
  readonly word: string;
  readonly sha256: string | null;
}

export const SHIPPED: ProviderFile = { name: "shipped", path: null, word: "", sha256: null };

/** Resolves a provider's file. Throws a UsageError unless it is an existing JavaScript or TypeScript file. */
export function providerFile(word: string): ProviderFile {
  const path = resolve(word);
  if (!existsSync(path)) throw unknownFile(word);
  if (statSync(path).isDirectory())
    throw new UsageError(`${word} is a folder; name the file with the provider's module.`);
  if (!MODULE.test(path)) throw new UsageError(`${word} is not a module: a provider is a .js, .mjs, .ts or .mts file.`);
  const sha256 = createHash("sha256").update(readFileSync(path)).digest("hex");
  return { name: basename(path), path, word, sha256 };
}
