import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { aimOf, digits, peerOf, verdict } from "./report.js";
import type { Figure } from "./row.js";

const PAGE = fileURLToPath(new URL("../../../docs/performance.md", import.meta.url));
/** What is between these lines of the page comes from the history. */
const [BEGIN, END] = ["<!-- figures -->\n", "<!-- end of figures -->"];

/** Writes figures into the page, a table for each part. */
export function writePage(figures: readonly Figure[]): void {
  writeFileSync(PAGE, pageWith(readFileSync(PAGE, "utf8"), figures));
}

export function pageWith(page: string, figures: readonly Figure[]): string {
  const [before, rest] = page.split(BEGIN);
  const after = rest.slice(rest.indexOf(END));
  const parts = [...new Set(figures.map(({ part }) => part))];
  return before + BEGIN + parts.map((part) => tableOf(part, figures)).join("\n") + after;
}

function tableOf(part: string, figures: readonly Figure[]): string {
  const rows = figures
    .filter((figure) => figure.part === part)
    .map((figure) => {
      const { measure, unit, median, spread, ratio } = figure;
      const cells = [measure, `${digits(median)} ${unit}`, `${Math.round(spread * 100)} %`, peerOf(figure)];
      return `| ${[...cells, ratio?.toFixed(2) ?? "", aimOf(figure), verdict(figure)].join(" | ")} |\n`;
    });
  const head = `| ${part} | median | spread | peer | ratio | aim | |\n| --- | --- | --- | --- | --- | --- | --- |\n`;
  return `${head}${rows.join("")}`;
}
