import { readdirSync, readFileSync } from "node:fs";
import { RULES, SOURCES } from "@ws2kit/rules";
import { type OwnFile, ownFiles } from "./own-files.js";

const FOLDER = "docs/reference";
const PAGES = readdirSync(FOLDER).map((name) => readFileSync(`${FOLDER}/${name}`, "utf8"));
const REFERENCE = PAGES.join("\n");
const STATEMENTS: readonly { readonly case: string }[] = JSON.parse(
  readFileSync("test/oracle/data/assertions.json", "utf8"),
).cases;

/** The anchors of the reference: `5.2` for §5.2, `slot-28`, `upcall-3`, `rulings`. */
export const ANCHORS: ReadonlySet<string> = new Set(
  [...REFERENCE.matchAll(/<a id="([^"]+)">/g)].map((found) => found[1]),
);

/** The documentation pages, as rules and comments cite them. */
const CITED_PAGES = Object.keys(SOURCES).filter((name) => name.endsWith(")"));
const ORACLE_IDS = [...Object.keys(SOURCES.oracle.sections), ...STATEMENTS.map((each) => each.case)];
const WINE_TESTS = `${Object.values(SOURCES.oracle.sections).join(" ")} ${JSON.stringify(STATEMENTS)} ${REFERENCE}`;
const RECORDINGS = readdirSync("test/oracle/data").map((name) => name.replace(/\.json$/, ""));
const RULE_IDS = new Set(RULES.flatMap(({ id }) => id.split("/").map((_, at, all) => all.slice(0, at + 1).join("/"))));
/** Sources as comments name them: a room of a package, and a file of it. */
const SOURCE_FILES = new Set(
  ownFiles(".ts").flatMap(({ path }) => /^packages\/[^/]+\/src\/(.*)\.ts$/.exec(path)?.[1] ?? []),
);
const SUBJECTS = new Set(RULES.map(({ id }) => id.split("/")[0]));

const section = (number: string) => ANCHORS.has(number);
const oracle = (id: string) =>
  id.endsWith("-*") ? ORACLE_IDS.some((each) => each.startsWith(id.slice(0, -1))) : ORACLE_IDS.includes(id);
const numbers = (text: string) => [...text.matchAll(/\d+/g)].map(Number);

/** A form of citation: how it is found, and whether one that was found resolves. */
interface Form {
  readonly pattern: RegExp;
  resolves(found: RegExpMatchArray): boolean;
}

const FORMS: readonly Form[] = [
  { pattern: /§(\d+(?:\.\d+)*)/g, resolves: ([, number]) => section(number) },
  {
    pattern: /§1,? slots? (\d+(?:(?:, | and | to )\d+)*)/g,
    resolves: ([, list]) => numbers(list).every((slot) => ANCHORS.has(`slot-${slot}`)),
  },
  {
    pattern: /§2\.1,? slots? (\d+(?:(?:, | and | to )\d+)*)/g,
    resolves: ([, list]) => numbers(list).every((slot) => ANCHORS.has(`upcall-${slot}`)),
  },
  {
    pattern: /\b(?:WSPSocket|WSASocket|WPUCreateSocketHandle) \((?:desktop|1997|CE)[^)]*\)/g,
    resolves: ([page]) => CITED_PAGES.includes(page) && REFERENCE.includes(`| \`${page}\` |`),
  },
  { pattern: /\boracle ([A-Za-z_]+-(?:\d+|\*))/g, resolves: ([, id]) => oracle(id) },
  { pattern: /\btest_[A-Za-z]\w*/g, resolves: ([name]) => WINE_TESTS.includes(name) },
  { pattern: /\b(?:CE5|CE6|WM65):[a-z]+\d+/g, resolves: ([id]) => REFERENCE.includes(id) },
  { pattern: /\bCENET (\d{4}-\d\d-\d\d)/g, resolves: ([id]) => REFERENCE.includes(id) },
  // Names of documents that are not part of the project.
  { pattern: /\bDESIGN\b(?!:)|\b[Ss]eeds? 0\d\d\b|\bwinsock\.md\b|assertions\.jsonl/g, resolves: () => false },
];

/** The items of a "Source:" of a comment: separated by `;` and `,`. */
const ITEMS: readonly RegExp[] = [
  /^(reference )?§\d+(\.\d+)*( slots? \d+( and \d+)?)?( \([^)]*\))?$/,
  /^(slots? )?\d+( and \d+)?$/,
  /^[a-z0-9_]+\.h( and [a-z0-9_]+\.h)*$/,
  /^page (codes|remarks)( \([^)]*\))?$/,
  /^test_\w+$/,
];

/** Whether one item of a "Source:" is a citation that resolves. */
function isCitation(item: string): boolean {
  const [, words] = /^(?:oracle|captured) (.*)$/.exec(item) ?? [undefined, item];
  const [, key] = /^design ([a-z ]+?)(?: \([^)]*\))?$/.exec(item) ?? [];
  return (
    ITEMS.some((form) => form.test(item)) ||
    oracle(words) ||
    /^-\d+$/.test(words) ||
    /^[A-Za-z_]+-\d+ … -\d+$/.test(words) ||
    RECORDINGS.includes(words.replace(/ \([^)]*\)$/, "")) ||
    RULE_IDS.has(item) ||
    CITED_PAGES.some((page) => item === page || item.startsWith(`${page} `)) ||
    (key !== undefined && ANCHORS.has(key.replace(" ", "-")))
  );
}

/** The comments of a text of TypeScript, each with its line, without the marks; a block is one comment. */
function comments(text: string): { line: number; words: string }[] {
  const all: { line: number; words: string }[] = [];
  let open = false;
  text.split("\n").forEach((row, at) => {
    const start = /^\s*\/\*\*?(.*)/.exec(row);
    const found = open ? /^\s*(?:\*(?!\/))?(.*)/.exec(row) : (start ?? /(?:^|\s)\/\/ (.*)/.exec(row));
    if (found === null) return;
    const words = found[1].replace(/\*\/.*/, "").trim();
    if (open) all[all.length - 1].words += ` ${words}`;
    else all.push({ line: at + 1, words });
    open = (open || start !== null) && !row.includes("*/");
  });
  return all;
}

/** The citations of a comment that do not resolve. */
function unresolvedIn(words: string): string[] {
  const ids = [...words.matchAll(/(?<![\w./@#-])([A-Za-z0-9-]+)(?:\/[\w.*-]*\w)+/g)].filter(
    ([path, first]) =>
      SUBJECTS.has(first) &&
      !/\.\w+$/.test(path) &&
      !RULE_IDS.has(path.replace(/\/\*$/, "")) &&
      !SOURCE_FILES.has(path),
  );
  const [, sources] = /(?:^|[ (])Source: (.*?)\.?(?:$|\. [A-Z]|\s+@)/.exec(words.trim()) ?? [];
  const items = sources?.split(/[;,] (?![^(]*\))/) ?? [];
  return [...ids.map(([id]) => id), ...items.map((item) => item.trim()).filter((item) => !isCitation(item))];
}

/** The citations of a file that do not resolve, each as "path:line citation". */
export function unresolvedCitations({ path, text }: OwnFile): string[] {
  const lineOf = (at: number) => text.slice(0, at).split("\n").length;
  const found = FORMS.flatMap((form) =>
    [...text.matchAll(form.pattern)]
      .filter((each) => !form.resolves(each))
      .map((each) => [lineOf(each.index), each[0]]),
  );
  const cited = /\.[jt]s$/.test(path)
    ? comments(text).flatMap(({ line, words }) => unresolvedIn(words).map((each) => [line, each]))
    : [];
  return [...new Set([...found, ...cited].map(([line, what]) => `${path}:${line} ${what}`))];
}
