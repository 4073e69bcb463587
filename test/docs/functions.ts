import { CHECKS, checkId } from "@ws2kit/conformance";
import { codesOf, errorName, FUNCTIONS, type FunctionRow, win32Name } from "@ws2kit/rules";
import { ALL_SYSTEMS } from "../fixture/systems.js";
import { columnTitle, Presence } from "./presence.js";
import { rulesOf } from "./related-rules.js";

const CHAPTERS: readonly { readonly title: string; readonly intro: string; readonly kinds: readonly string[] }[] = [
  {
    title: "Functions of the API",
    intro:
      "The functions that applications call, with those of mswsock. WSASYSCALLFAILURE reports a defective provider.",
    kinds: ["api", "extension"],
  },
  {
    title: "Functions of kernel32 and user32",
    intro:
      "What a process has of these DLLs, with the codes that GetLastError returns. A target of Windows CE offers none.",
    kinds: ["system"],
  },
  {
    title: "Slots of the service provider interface",
    intro: "The only export of a provider, and the 30 functions of its procedure table, in their order in memory.",
    kinds: ["entry", "slot"],
  },
  {
    title: "Upcalls",
    intro: "The 15 functions of the upcall table, in their order in memory, and the function that a provider imports.",
    kinds: ["upcall"],
  },
];

/** One row of a function's table, in one profile. */
interface Cell {
  readonly present: string;
  readonly codes: string;
  readonly rules: string;
  readonly checks: string;
}

/** `docs/functions.md`: every function, and what is known of it in every profile. */
export function functionsPage(): string {
  const presences = ALL_SYSTEMS.map((system) => new Presence(system));
  const chapters = CHAPTERS.map(({ title, intro, kinds }) => {
    const rows = FUNCTIONS.filter((row) => kinds.includes(row.kind));
    return [`## ${title}`, intro, ...rows.map((row) => section(row, presences))].join("\n\n");
  });
  return `${[HEAD, ...chapters].join("\n\n")}\n`;
}

const HEAD = `# Functions

The functions of Winsock 2, with four rows for each: the systems that have it, the codes that it may return, its rules,
and the checks of these rules. \`npm run docs\` writes this page from \`packages/rules\`, the targets and
\`packages/conformance\`. "not yet" marks a function that the system has and this version of ws2kit lacks.
[The reference](reference/README.md) explains the sources.`;

function section(row: FunctionRow, presences: readonly Presence[]): string {
  const columns: { readonly profiles: string[]; readonly cell: Cell }[] = [];
  for (const presence of presences) {
    const { name } = presence.system;
    const cell = cellOf(row, presence);
    const same = columns.find((column) => JSON.stringify(column.cell) === JSON.stringify(cell));
    if (same === undefined) columns.push({ profiles: [name], cell });
    else same.profiles.push(name);
  }
  const line = (title: string, text: (cell: Cell) => string) =>
    `| ${[title, ...columns.map(({ cell }) => text(cell))].join(" | ")} |`;
  return [
    `### ${row.name}`,
    "",
    `| Source: ${row.source} | ${columns.map(({ profiles }) => columnTitle(profiles)).join(" | ")} |`,
    `| --- |${" --- |".repeat(columns.length)}`,
    line("present", (cell) => cell.present),
    line("codes", (cell) => cell.codes),
    line("rules", (cell) => cell.rules),
    line("checks", (cell) => cell.checks),
  ].join("\n");
}

function cellOf(row: FunctionRow, presence: Presence): Cell {
  const { lineage } = presence.system;
  const codes = codesOf(row.name, lineage);
  const rules = rulesOf(row, lineage);
  const ids = new Set<string>(rules.map(({ id }) => id));
  return {
    present: presence.of(row),
    codes:
      codes === null
        ? "–"
        : list(
            codes.map((code) => win32Name(code) ?? errorName(code)),
            "cannot fail",
          ),
    rules: codes === null ? "–" : list([...ids], "none"),
    checks: codes === null ? "–" : list(CHECKS.filter((check) => ids.has(check.rule)).map(checkId), "none"),
  };
}

function list(items: readonly string[], none: string): string {
  return items.length === 0 ? none : items.join(", ").replaceAll("|", "\\|");
}
