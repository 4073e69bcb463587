import { codesOf, errorName, FUNCTIONS, type FunctionRow, type Rule, SYSTEMS, win32Name } from "@ws2kit/rules";
import { Presence } from "../docs/presence.js";
import { rulesOf } from "../docs/related-rules.js";
import { ALL_SYSTEMS } from "../fixture/systems.js";
import { addressOfCode } from "./code-pages.js";
import { examplesOf } from "./function-examples.js";
import type { Page } from "./page.js";
import type { RepositoryPages } from "./repository-pages.js";
import { type Signature, Signatures } from "./signatures.js";

/** The groups of functions: the kinds of their rows, and where their declarations are. */
export const GROUPS: readonly {
  readonly title: string;
  readonly intro: string;
  readonly kinds: readonly FunctionRow["kind"][];
}[] = [
  {
    title: "Functions of ws2",
    intro: "An application calls them as members of a process: `ws2 = machine.openProcess()`, `ws2.socket(…)`.",
    kinds: ["api"],
  },
  {
    title: "Functions of mswsock",
    intro: "Members of `ws2.mswsock`, or of `ws2` where Winsock exports them there. Windows CE has no mswsock.",
    kinds: ["extension"],
  },
  {
    title: "Functions of kernel32 and user32",
    intro: "Members of `ws2.kernel32` and `ws2.user32`. Windows CE offers neither.",
    kinds: ["system"],
  },
  {
    title: "Slots of a provider",
    intro: "What a provider implements: its entry point, and the 30 functions of its procedure table.",
    kinds: ["entry", "slot"],
  },
  {
    title: "Upcalls",
    intro: "What ws2 offers to a provider: the upcall table of WSPStartup, and one function that its DLL imports.",
    kinds: ["upcall"],
  },
];

const DESKTOP = "targets/desktop/lib/index.d.ts";
const SPI = "packages/spi/lib/index.d.ts";

/** Where the declarations are: a module, a type, and a member of the type. */
const DECLARED: readonly (readonly [file: string, type: string, member?: string])[] = [
  [DESKTOP, "Ws2"],
  [DESKTOP, "Ws2", "mswsock"],
  [DESKTOP, "Ws2", "kernel32"],
  [DESKTOP, "Ws2", "user32"],
  [SPI, "WSPPROC_TABLE"],
  [SPI, "WSPUPCALLTABLE"],
  [SPI, "ProviderImports"],
  [SPI, "Provider"],
];

/** The signature of each function, as an editor shows it. */
export function signatures(): ReadonlyMap<string, Signature> {
  const declarations = new Signatures([DESKTOP, SPI]);
  const found = new Map<string, Signature>();
  for (const place of DECLARED) {
    for (const signature of declarations.of(...place))
      if (!found.has(signature.name)) found.set(signature.name, signature);
  }
  return found;
}

/** Where the page of a function is, from the root of the site. */
export function addressOfFunction(name: string): string {
  return `/functions/${name}`;
}

/** A page for each function, and the list of all. */
export function functionPages(repository: RepositoryPages): Page[] {
  const presences = ALL_SYSTEMS.map((system) => new Presence(system));
  const known = signatures();
  const pages = FUNCTIONS.map((row) => {
    const signature = known.get(row.name);
    if (signature === undefined) throw new Error(`no declaration of ${row.name}`);
    return { path: `functions/${row.name}`, text: functionPage(row, signature, presences, repository) };
  });
  return [{ path: "functions/index", text: listPage(known, presences) }, ...pages];
}

function listPage(known: ReadonlyMap<string, Signature>, presences: readonly Presence[]): string {
  const groups = GROUPS.map(({ title, intro, kinds }) => {
    const rows = FUNCTIONS.filter(({ kind }) => kinds.includes(kind)).map((row) => {
      const has = presences.map((presence) => mark(presence.of(row)));
      return `| [${row.name}](${addressOfFunction(row.name)}) | ${cell(known.get(row.name)?.sentence ?? "")} | ${has.join(" | ")} |`;
    });
    const names = presences.map(({ system }) => system.name);
    const head = [
      `| function | what it does | ${names.join(" | ")} |`,
      `| --- | --- |${" --- |".repeat(names.length)}`,
    ];
    return `## ${title}\n\n${intro}\n\n${[...head, ...rows].join("\n")}`;
  });
  return `# Every function

Each function has a page: its signature, parameters, codes on each system, rules, and an example that the tests run. "–" marks a
system that lacks the function; "refuses", one whose shipped provider or ws2 answers a code alone.

${groups.join("\n\n")}
`;
}

function mark(presence: string): string {
  if (presence === "no") return "–";
  return presence.startsWith("yes;") ? "refuses" : presence;
}

function functionPage(
  row: FunctionRow,
  signature: Signature,
  presences: readonly Presence[],
  repository: RepositoryPages,
): string {
  const { name } = row;
  const parameters = signature.parameters
    .filter(({ text }) => text !== "")
    .map((each) => `| \`${each.name}\` | ${cell(each.text)} |`);
  const table =
    parameters.length === 0
      ? []
      : ["## Parameters", ["| parameter | meaning |", "| --- | --- |", ...parameters].join("\n")];
  const sections = [
    `# ${name}`,
    prose(signature.sentence),
    `\`\`\`ts no-run="a signature"\n${signature.code}\n\`\`\``,
    ...signature.remarks.filter((each) => !/^(Codes|Source):/.test(each)).map(prose),
    ...table,
    ...(signature.returns === "" ? [] : [`**Returns** ${prose(signature.returns)}.`.replace("..", ".")]),
    "## Codes by system",
    codesTable(row, presences),
    ...exampleSections(name, repository),
    "## Rules",
    rulesTable(row, presences),
    `Source of the codes: ${row.source}.`,
  ];
  return `${sections.join("\n\n")}\n`;
}

/** A column for each group of systems with the same codes. */
function codesTable(row: FunctionRow, presences: readonly Presence[]): string {
  const lines = new Map<string, string[]>();
  for (const presence of presences) {
    const { name, lineage } = presence.system;
    const codes = codesOf(row.name, lineage);
    const has = presence.of(row);
    const list = codes?.map((each) => linkOfCode(win32Name(each) ?? errorName(each))) ?? [];
    const text =
      has === "no"
        ? "does not exist"
        : `${has === "yes" ? "" : `${has}. `}${list.length === 0 ? "cannot fail" : list.join(", ")}`;
    lines.set(text, [...(lines.get(text) ?? []), name]);
  }
  return [
    "| system | codes |",
    "| --- | --- |",
    ...[...lines].map(([text, names]) => `| ${names.join(", ")} | ${text} |`),
  ].join("\n");
}

function linkOfCode(name: string): string {
  return `[${name}](${addressOfCode(name)})`;
}

function exampleSections(name: string, repository: RepositoryPages): string[] {
  return examplesOf(name).flatMap(({ title, file, text, prints }) => [
    "## Example",
    `${title} ([${file}](${repository.addressOf(file)}); a test compiles and runs it on a simulated network.)`,
    `\`\`\`ts file=${file}\n${text.trimEnd()}\n\`\`\``,
    `It prints:\n\n\`\`\`txt output=${file}\n${prints.join("\n")}\n\`\`\``,
  ]);
}

function rulesTable(row: FunctionRow, presences: readonly Presence[]): string {
  const all = new Map<string, Rule>();
  for (const { system } of presences) for (const rule of rulesOf(row, system.lineage)) all.set(rule.id, rule);
  if (all.size === 0) return "No rule names this function.";
  const lines = [...all.values()].map(({ id, number, text, applies }) => {
    const where = applies.systems.length === SYSTEMS.length ? "all" : applies.systems.join(", ");
    return `| ${number} | \`${id}\`<br>${cell(prose(text))} | ${where} |`;
  });
  return ["| | rule | systems |", "| --- | --- | --- |", ...lines].join("\n");
}

/** Text in a cell of a table. */
function cell(text: string): string {
  return text.replaceAll("|", "\\|").replaceAll("\n", " ");
}

/** Text of a docstring or a rule: what looks like HTML outside spans of code is text. */
export function prose(text: string): string {
  return text
    .split(/(`[^`]*`)/)
    .map((part) =>
      part.startsWith("`")
        ? part
        : part.replaceAll("<", "&lt;").replaceAll("{{", "&#123;&#123;").replaceAll("*", "\\*"),
    )
    .join("");
}
