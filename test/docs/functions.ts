import { CHECKS, checkId } from "@ws2kit/conformance";
import { codesOf, errorName, FUNCTIONS, type FunctionRow, win32Name } from "@ws2kit/rules";
import { ALL_SYSTEMS } from "../fixture/systems.js";
import { columnTitle, Presence } from "./presence.js";
import { rulesOf } from "./related-rules.js";

const CHAPTERS: readonly { readonly title: string; readonly intro: string; readonly kinds: readonly string[] }[] = [
  {
    title: "Functions of the API",
    intro: "What applications call, and what mswsock adds. WSASYSCALLFAILURE stands for a provider that misbehaves.",
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
    intro: "A provider's one export, and the 30 functions that it fills in, in their order in memory.",
    kinds: ["entry", "slot"],
  },
  {
    title: "Upcalls",
    intro: "The 15 functions that ws2 gives a provider, in their order in memory, and the one that it links to.",
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

Every function of Winsock 2 that ws2kit knows, and what is known of it in each profile: whether it is there, the codes
that it may give, the rules about it and the checks that hold a system to them. Written by \`npm run docs\` from
\`packages/rules\`, the targets and \`packages/conformance\`; not by hand. "not yet" marks what the system has and this
version of ws2kit does not. Sources are explained in [the reference](reference/README.md).`;

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
