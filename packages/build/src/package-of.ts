import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** The package that a file belongs to. */
export interface Package {
  readonly root: string;
  readonly name: string;
  /** Whether it is a package of ws2kit that a device may run. */
  readonly isNeutral: boolean;
  /** Its floor in the architecture; -1 for a package that is not ws2kit's. */
  readonly floor: number;
  /** The target's name if the package is a target, or else "". */
  readonly target: string;
  /** Whether it declares that no module of it does anything when it is imported. */
  readonly isPure: boolean;
}

const known = new Map<string, Package | null>();

/** The package that contains a file; `null` for a generated module. */
export function packageOf(path: string): Package | null {
  const directory = dirname(path);
  let found = known.get(directory);
  if (found === undefined) {
    found = read(directory) ?? (directory === path ? null : packageOf(directory));
    known.set(directory, found);
  }
  return found;
}

function read(root: string): Package | null {
  const file = join(root, "package.json");
  if (!existsSync(file)) return null;
  const { name = "", sideEffects, ws2kit } = JSON.parse(readFileSync(file, "utf8")) as Manifest;
  return {
    root,
    name,
    isNeutral: ws2kit?.neutral === true,
    floor: ws2kit?.floor ?? -1,
    target: ws2kit?.target ?? "",
    isPure: sideEffects === false,
  };
}

interface Manifest {
  readonly name?: string;
  readonly sideEffects?: unknown;
  readonly ws2kit?: { readonly neutral?: boolean; readonly floor?: number; readonly target?: string };
}
