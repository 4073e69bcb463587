/**
 * Writes the parts of `templates` that exist elsewhere in the repository: the sources of the provider, from
 * `examples/own-provider`, and the list of targets. `npm run build` runs it.
 */
import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { TEMPLATE_FOLDER } from "./templates.js";

const ROOT = new URL("../../../", import.meta.url);
const EXAMPLE = new URL("examples/own-provider/", ROOT);
const SOURCES = new URL("provider/src/", TEMPLATE_FOLDER);

mkdirSync(SOURCES, { recursive: true });
cpSync(fileURLToPath(new URL("parts", EXAMPLE)), fileURLToPath(new URL("parts", SOURCES)), { recursive: true });
const provider = readFileSync(new URL("steps/5-letters.ts", EXAMPLE), "utf8");
writeFileSync(new URL("provider.ts", SOURCES), provider.replaceAll("../parts/", "./parts/"));

const targets = readdirSync(new URL("targets/", ROOT)).map((folder) => {
  const { description, ws2kit } = JSON.parse(readFileSync(new URL(`targets/${folder}/package.json`, ROOT), "utf8"));
  return [ws2kit.target as string, (description as string).replace(/^The \w+ target: |\.$/g, "")];
});
writeFileSync(new URL("targets.json", TEMPLATE_FOLDER), `${JSON.stringify(Object.fromEntries(targets), null, 2)}\n`);
