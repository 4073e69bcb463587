import { readFile } from "node:fs/promises";
import type { InitializeHook, LoadHook } from "node:module";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("../../../", import.meta.url));
let directory = "";

/** Node's hook: receives the folder of the mutated modules. */
export const initialize: InitializeHook<string> = (data) => {
  directory = data;
};

/** Node's hook: replaces a compiled module by its mutated module, if there is one. */
export const load: LoadHook = async (url, context, next) => {
  if (!url.startsWith("file:") || url.includes("node_modules")) return next(url, context);
  const mutated = join(directory, relative(ROOT, fileURLToPath(url)));
  const source = await readFile(mutated, "utf8").catch(() => null);
  return source === null ? next(url, context) : { format: "module", source, shortCircuit: true };
};
