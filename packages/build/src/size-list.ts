import type { ModuleSize } from "./bundle-size.js";

const NAME_WIDTH = 36;
const NUMBER_WIDTH = 10;

/**
 * Formats the sizes of one bundle, by package and module, with a column for each target. "–" means that the target's
 * bundle does not contain the module.
 */
export function sizeList(title: string, sizes: ReadonlyMap<string, readonly ModuleSize[]>): string {
  const all = [...sizes.values()];
  const row = (name: string, wanted: (size: ModuleSize) => boolean) =>
    line(
      name,
      all.map((list) => sum(list, wanted)),
    );
  const lines = [line(title, [...sizes.keys()]), row("in all", () => true)];
  for (const packageName of distinct(all.flat().map((size) => size.packageName))) {
    const ofPackage = (size: ModuleSize) => size.packageName === packageName;
    lines.push("", row(packageName || "elsewhere", ofPackage));
    for (const module of distinct(
      all
        .flat()
        .filter(ofPackage)
        .map((size) => size.module),
    )) {
      lines.push(row(`  ${module}`, (size) => ofPackage(size) && size.module === module));
    }
  }
  return lines.join("\n");
}

function sum(sizes: readonly ModuleSize[], wanted: (size: ModuleSize) => boolean): string {
  const bytes = sizes.filter(wanted).reduce((total, size) => total + size.bytes, 0);
  return bytes === 0 ? "–" : bytes.toLocaleString("en");
}

function line(name: string, cells: readonly string[]): string {
  return name.padEnd(NAME_WIDTH) + cells.map((cell) => cell.padStart(NUMBER_WIDTH)).join("");
}

function distinct(names: readonly string[]): string[] {
  return [...new Set(names)].sort();
}
