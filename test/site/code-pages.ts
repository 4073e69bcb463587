import {
  CODE_HELP,
  CODES,
  type Code,
  type CodeName,
  codesOf,
  FUNCTIONS,
  RULES,
  SYSTEMS,
  WIN32_CODES,
} from "@ws2kit/rules";
import { ALL_SYSTEMS } from "../fixture/systems.js";
import { addressOfFunction, prose } from "./function-pages.js";
import type { Page } from "./page.js";

/** Codes of quality of service: no function returns them, and one page has them all. */
const OF_SERVICE = /^WSA_QOS_/;

/** Where a code is explained, from the root of the site. */
export function addressOfCode(name: string): string {
  if (name in WIN32_CODES) return `/codes/windows#${name.toLowerCase()}`;
  return OF_SERVICE.test(name) ? `/codes/quality-of-service#${name.toLowerCase()}` : `/codes/${name}`;
}

/** A page for each code of Winsock, one for the codes of Windows, and one for those of quality of service. */
export function codePages(): Page[] {
  const names = Object.keys(CODES) as CodeName[];
  const own = names.filter((name) => !OF_SERVICE.test(name));
  return [
    { path: "codes/index", text: listPage(own) },
    ...own.map((name) => ({ path: `codes/${name}`, text: codePage(name) })),
    { path: "codes/windows", text: windowsPage() },
    { path: "codes/quality-of-service", text: servicePage(names.filter((name) => OF_SERVICE.test(name))) },
  ];
}

function listPage(names: readonly CodeName[]): string {
  const rows = names.map(
    (name) => `| [${name}](${addressOfCode(name)}) | ${CODES[name].value} | ${CODES[name].text} |`,
  );
  return `# Every error code

What the code says, which functions return it on which system, and what usually helps. WSAGetLastError returns the number;
\`npx ws2kit explain WSAEINVAL\` prints the same in a shell.

| code | number | meaning |
| --- | --- | --- |
${rows.join("\n")}

kernel32 and user32 also return [codes of Windows](/codes/windows). No function returns the
[codes of quality of service](/codes/quality-of-service).
`;
}

function codePage(name: CodeName): string {
  const { value, text } = CODES[name];
  const sections = [`# ${name}`, `**${value}.** ${text}`];
  const help = CODE_HELP[name];
  if (help !== undefined) sections.push(`## What usually helps\n\n${help}`);
  sections.push("## Functions that return it", functionsTable(name, value));
  const about = new RegExp(`(^|[^A-Za-z_])${name}([^A-Za-z_]|$)`);
  const rules = RULES.filter(({ id, text }) => about.test(id) || about.test(text));
  if (rules.length > 0) {
    const rows = rules.map(({ number, id, text, applies }) => {
      const systems = applies.systems.length === SYSTEMS.length ? "all" : applies.systems.join(", ");
      return `| ${number} | \`${id}\`<br>${prose(text).replaceAll("|", "\\|")} | ${systems} |`;
    });
    sections.push("## When: the rules that name it");
    sections.push(["| | rule | systems |", "| --- | --- | --- |", ...rows].join("\n"));
  }
  return `${sections.join("\n\n")}\n`;
}

/** Who returns a code, for each kind of function, with the systems where it does if these are not all. */
function functionsTable(name: string, value: number): string {
  const kinds: readonly (readonly [title: string, kinds: readonly string[]])[] = [
    ["applications call", ["api", "extension"]],
    ["of kernel32 and user32", ["system"]],
    ["slots of a provider", ["entry", "slot"]],
    ["upcalls", ["upcall"]],
  ];
  const rows = kinds.flatMap(([title, these]) => {
    const links = FUNCTIONS.filter(({ kind }) => these.includes(kind)).flatMap((row) => {
      const systems = ALL_SYSTEMS.filter(({ lineage }) => codesOf(row.name, lineage)?.includes(value));
      if (systems.length === 0) return [];
      const having = ALL_SYSTEMS.filter(({ lineage }) => codesOf(row.name, lineage) !== null);
      const where = systems.length === having.length ? "" : ` (${systems.map((each) => each.name).join(", ")})`;
      return [`[${row.name}](${addressOfFunction(row.name)})${where}`];
    });
    return links.length === 0 ? [] : [`| ${title} | ${links.join(", ")} |`];
  });
  if (rows.length === 0)
    return `No function returns ${name}. Winsock defines it for services that ws2kit does not have.`;
  return ["| | functions |", "| --- | --- |", ...rows].join("\n");
}

function windowsPage(): string {
  const sections = Object.entries<Code>(WIN32_CODES).map(([name, { value, text }]) => {
    const links = FUNCTIONS.filter(({ name: each }) =>
      ALL_SYSTEMS.some(({ lineage }) => codesOf(each, lineage)?.includes(value)),
    ).map((row) => `[${row.name}](${addressOfFunction(row.name)})`);
    const who = links.length === 0 ? "" : `\n\nReturned by ${links.join(", ")}.`;
    return `## ${name}\n\n**${value}.** ${text}${who}`;
  });
  return `# Codes of Windows\n\nGetLastError of kernel32 returns them on desktop; Winsock has no name for them.\n\n${sections.join("\n\n")}\n`;
}

function servicePage(names: readonly CodeName[]): string {
  const sections = names.map((name) => `## ${name}\n\n**${CODES[name].value}.** ${CODES[name].text}`);
  return `# Codes of quality of service\n\nWinsock names them; no function of ws2kit returns them, as no provider offers quality of service.\n\n${sections.join("\n\n")}\n`;
}
