/**
 * `npm run lint`: format and common sense (Biome), spelling, floors and rooms (who may import whom), neutrality (what
 * runs on a device), links between documents, the width of comments, empty files.
 *
 * node test/lint/lint.js [root]
 */
import { spawnSync } from "node:child_process";
import { createRequire } from "node:module";
import { resolve } from "node:path";
import { checkComments } from "./comments.js";
import { checkEmptyFiles } from "./empty-files.js";
import { describeFinding } from "./finding.js";
import { checkFloors } from "./floors.js";
import { checkLinks } from "./links.js";
import { checkNeutrality } from "./neutrality.js";
import { readPackages } from "./packages.js";
import { checkRooms } from "./rooms.js";
import { checkSpelling } from "./spelling.js";

const root = resolve(process.argv[2] ?? ".");
process.chdir(root);

const biome = createRequire(import.meta.url).resolve("@biomejs/biome/bin/biome");
const { status } = spawnSync(process.execPath, [biome, "check", "--error-on-warnings", "."], { stdio: "inherit" });

const isSpelled = checkSpelling(root);

const packages = readPackages(root);
const findings = [
  ...(await checkFloors(root, packages)),
  ...(await checkRooms(packages)),
  ...packages.filter(({ neutral }) => neutral).flatMap((pkg) => checkNeutrality(root, pkg)),
  ...checkLinks(root),
  ...checkComments(root),
  ...checkEmptyFiles(root),
];
for (const finding of findings) console.error(describeFinding(finding));
console.error(
  findings.length === 0
    ? "Floors, rooms and neutrality hold."
    : `\n${findings.length} against floors, rooms, neutrality, links, width or empty files.`,
);
process.exitCode = status === 0 && isSpelled && findings.length === 0 ? 0 : 1;
