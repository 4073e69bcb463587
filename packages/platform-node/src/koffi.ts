import { createRequire } from "node:module";

let loaded: typeof import("koffi") | undefined;

/** Loads koffi on first use, because it fails to load on systems for which it has no binary. */
export function koffi(): typeof import("koffi") {
  loaded ??= createRequire(import.meta.url)("koffi") as typeof import("koffi");
  return loaded;
}
