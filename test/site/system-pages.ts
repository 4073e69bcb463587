import { findTarget, importTarget } from "@ws2kit/build";
import type { Profile } from "@ws2kit/core";
import { errorName, FUNCTIONS } from "@ws2kit/rules";
import { Presence } from "../docs/presence.js";
import { ALL_SYSTEMS } from "../fixture/systems.js";
import { addressOfFunction, GROUPS } from "./function-pages.js";
import type { Page } from "./page.js";

/** Numbers of bytes among the rows of a profile. */
const BYTES = /^device\.(heap|stack|tlsBytes|logBytes)$/;

/** The pages that compare the systems: the values of their profiles, and the functions that they lack. */
export async function systemPages(): Promise<Page[]> {
  const presences = ALL_SYSTEMS.map((system) => new Presence(system));
  return [
    { path: "profiles", text: await matrixPage() },
    { path: "absent", text: absentPage(presences) },
  ];
}

async function matrixPage(): Promise<string> {
  const profiles = await Promise.all(
    ALL_SYSTEMS.map(async ({ name }) => {
      const { profile } = await importTarget<{ profile: Profile }>(findTarget(name, import.meta.dirname));
      return new Map(rowsOf(profile));
    }),
  );
  const names = [...new Set(profiles.flatMap((rows) => [...rows.keys()]))];
  const rows = names.map((name) => `| \`${name}\` | ${profiles.map((each) => each.get(name) ?? "–").join(" | ")} |`);
  return `# The profile matrix

Every row of every profile. \`npx ws2kit profile show ce\` prints the rows with the source of each; what no source confirms is marked
there as unconfirmed. [Concepts](/concepts#profiles) explains the halves of a profile.

| row | ${ALL_SYSTEMS.map(({ name }) => name).join(" | ")} |
| --- |${" --- |".repeat(ALL_SYSTEMS.length)}
${rows.join("\n")}
`;
}

/** The rows of a profile with their values in words: "limits.handles" is "4096". */
function rowsOf(value: object, prefix = ""): [name: string, text: string][] {
  return Object.entries(value).flatMap(([key, each]: [string, unknown]): [string, string][] => {
    const name = `${prefix}${key}`;
    if (Array.isArray(each)) return [[name, each.length === 0 ? "none" : each.join(", ")]];
    if (typeof each === "object" && each !== null) return rowsOf(each, `${name}.`);
    if (name === "architecture.mixedTriple") return [[name, errorName(Number(each))]];
    if (BYTES.test(name)) return [[name, `${Number(each) / 1024} KiB`]];
    return [[name, String(each)]];
  });
}

function absentPage(presences: readonly Presence[]): string {
  const chapters = GROUPS.map(({ title, kinds }) => {
    const rows = FUNCTIONS.filter(({ kind }) => kinds.includes(kind)).flatMap((row) => {
      const has = presences.map((presence) => presence.of(row));
      if (has.every((each) => each === "yes")) return [];
      return [`| [${row.name}](${addressOfFunction(row.name)}) | ${has.join(" | ")} |`];
    });
    if (rows.length === 0) return `## ${title}\n\nEvery system has all of them.`;
    const names = presences.map(({ system }) => system.name);
    return `## ${title}\n\n| function | ${names.join(" | ")} |\n| --- |${" --- |".repeat(names.length)}\n${rows.join("\n")}`;
  });
  return `# What does not exist

Functions that a system lacks, and those that its shipped provider or ws2 refuses. A program that calls a function which its target
lacks does not compile: the message names the file, the line, and what to use.

Besides functions: no target offers raw sockets. The C host has neither control messages nor TLS, so the secure layer runs in Node
and in QuickJS on a desk. Bytecode is not verified: [images must be trusted](/packages/device-host/#images-must-be-trusted).

${chapters.join("\n\n")}
`;
}
