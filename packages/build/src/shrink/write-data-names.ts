/**
 * Writes the names that the neutral packages' modules use other than in plain accesses. `npm run build` runs it from
 * the root of the checkout.
 */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, posix, resolve } from "node:path";
import ts from "typescript";
import { TYPE_OPTIONS } from "../type-program.js";
import { writeWhole } from "../whole-file.js";
import { DATA_NAMES, moduleKey } from "./data-names.js";
import { ownNames } from "./own-names.js";

interface Manifest {
  readonly name: string;
  readonly exports?: Readonly<Record<string, { readonly types?: string }>>;
  readonly ws2kit?: { readonly neutral: boolean; readonly hostFolders?: readonly string[] };
}

/** Neutral packages and entries that no firmware contains. They read and report members of any object. */
const NEVER_FIRMWARE = [
  "@ws2kit/conformance",
  "@ws2kit/rules",
  "@ws2kit/spi/constant-names",
  "@ws2kit/timeline/convert",
];

const paths: Record<string, string[]> = {};
const roots: string[] = [];
for (const folder of ["packages", "targets"].flatMap((kind) => readdirSync(kind).map((name) => join(kind, name)))) {
  const file = join(folder, "package.json");
  if (!existsSync(file)) continue;
  const { name, exports = {}, ws2kit } = JSON.parse(readFileSync(file, "utf8")) as Manifest;
  if (ws2kit?.neutral !== true || NEVER_FIRMWARE.includes(name)) continue;
  for (const [path, { types }] of Object.entries(exports)) {
    if (
      NEVER_FIRMWARE.includes(posix.join(name, path)) ||
      types === undefined ||
      ws2kit.hostFolders?.some((host) => types.startsWith(`./lib/${host}/`))
    )
      continue;
    const source = resolve(folder, types.replace("./lib/", "src/").replace(/\.d\.ts$/, ".ts"));
    paths[posix.join(name, path)] = [source];
    roots.push(source);
  }
}
const program = ts.createProgram(roots, { ...TYPE_OPTIONS, paths, noEmit: true });
const own = program
  .getSourceFiles()
  .filter((source) => !source.isDeclarationFile && moduleKey(source.fileName) !== null);
const uses = own.map((source) => [moduleKey(source.fileName) as string, ownNames(program, source)] as const);
const unproven = uses.flatMap(([, use]) => use.unproven);
if (unproven.length > 0) {
  console.error(`[ws2kit] no proof that names may be shortened; see "@data" in packages/build/src/shrink/README.md:`);
  console.error(unproven.join("\n"));
  process.exitCode = 1;
}
const sorted = (names: ReadonlySet<string>) => [...names].sort();
const rows = uses
  .map(([module, { names, outside, listed, optional }]) => {
    const [reached, others] = [sorted(names), { outside: sorted(outside), listed: sorted(listed) }];
    return [module, { reached, ...others, optional: sorted(optional) }] as const;
  })
  .sort(([a], [b]) => (a < b ? -1 : 1));
writeWhole(DATA_NAMES, JSON.stringify(Object.fromEntries(rows), null, 1));
