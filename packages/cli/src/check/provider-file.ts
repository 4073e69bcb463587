import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { UsageError, unknownName } from "../usage-error.js";

/** A provider as the command line names it. */
export interface ProviderFile {
  readonly name: string;
  /** The absolute path of its module; `null` for the provider in a target's box. */
  readonly path: string | null;
  /** As the command line has it, for a command that repeats this. */
  readonly word: string;
  readonly sha256: string | null;
}

export const SHIPPED: ProviderFile = { name: "shipped", path: null, word: "", sha256: null };

/** Throws a UsageError if there is no such file. */
export function providerFile(word: string): ProviderFile {
  const path = resolve(word);
  if (!existsSync(path)) throw unknownFile(word);
  if (statSync(path).isDirectory())
    throw new UsageError(`${word} is a folder; name the file with the provider's module.`);
  const sha256 = createHash("sha256").update(readFileSync(path)).digest("hex");
  return { name: basename(path), path, word, sha256 };
}

function unknownFile(word: string): UsageError {
  const folder = dirname(word);
  const names = existsSync(folder) ? readdirSync(folder).filter((name) => /\.m?[jt]s$/.test(name)) : [];
  return unknownName(
    "file",
    word,
    names.map((name) => join(folder, name)),
  );
}
