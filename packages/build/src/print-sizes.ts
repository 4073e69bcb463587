/** `npm run size`: prints the bytes of each package and module in the minified bundles under `dist`. */
import { existsSync, readdirSync } from "node:fs";
import { type ModuleSize, measureBundle } from "./bundle-size.js";
import { sizeList } from "./size-list.js";

/** Sizes by bundle, then by target. */
const bundles = new Map<string, Map<string, ModuleSize[]>>();
const entries = existsSync("dist") ? readdirSync("dist", { withFileTypes: true }) : [];
for (const { name: target } of entries.filter((entry) => entry.isDirectory())) {
  for (const map of readdirSync(`dist/${target}`).filter((file) => file.endsWith(".js.map"))) {
    const bundle = map.replace(/\.map$/, "");
    const targets = bundles.get(bundle) ?? new Map();
    bundles.set(bundle, targets.set(target, measureBundle(`dist/${target}/${bundle}`)));
  }
}
if (bundles.size === 0) {
  console.error("There is no bundle under dist: run npm run build first.");
  process.exitCode = 1;
}
console.log([...bundles].map(([bundle, targets]) => sizeList(bundle, targets)).join("\n\n\n"));
