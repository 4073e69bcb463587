/**
 * Node's module hooks for a provider's file. They compile TypeScript, and resolve `@ws2kit/…` to the packages of this
 * command if no project around the file installs them.
 */
import { readFile } from "node:fs/promises";
import type { LoadHook, ResolveHook } from "node:module";
import { fileURLToPath } from "node:url";
import { isTypeScript, transpiled } from "./transpile.js";

export const resolve: ResolveHook = async (specifier, context, nextResolve) => {
  try {
    return await nextResolve(specifier, context);
  } catch (error) {
    if (specifier.startsWith("@ws2kit/")) return nextResolve(specifier, { ...context, parentURL: import.meta.url });
    if (!/^\.{1,2}\/.*\.js$/.test(specifier)) throw error;
    try {
      return await nextResolve(specifier.replace(/\.js$/, ".ts"), context);
    } catch {
      // the name as its author wrote it
      throw error;
    }
  }
};

export const load: LoadHook = async (url, context, nextLoad) => {
  if (!url.startsWith("file:") || !isTypeScript(url)) return nextLoad(url, context);
  const path = fileURLToPath(url);
  return { format: "module", source: transpiled(await readFile(path, "utf8"), path), shortCircuit: true };
};
