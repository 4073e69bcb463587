import { table } from "table";
import type { Figure } from "./row.js";

const HEAD = ["median", "best", "spread", "peer", "ratio", "aim", ""];

/** A part's figures as a table, then a sentence for each aim that is missed. */
export function report(part: string, figures: readonly Figure[]): string {
  const lines = figures.map((figure) => {
    const { measure, unit, median, best, spread, ratio } = figure;
    return [
      measure,
      `${digits(median)} ${unit}`,
      digits(best),
      `${Math.round(spread * 100)} %`,
      peerOf(figure),
      ratio === undefined ? "" : ratio.toFixed(2),
      aimOf(figure),
      verdict(figure),
    ];
  });
  return table([[part, ...HEAD], ...lines]) + figures.map(sentence).join("");
}

/** The peer and its figure; "" for a row without a peer. */
export function peerOf({ peer, peerMedian }: Figure): string {
  if (peer === undefined) return "";
  return `${peer}: ${peerMedian === undefined ? "none" : digits(peerMedian)}`;
}

/** The aim as text. */
export function aimOf({ aim, isLeast, peer }: Figure): string {
  return `${isLeast ? "≥" : "≤"} ${aim}${peer === undefined ? "" : " ×"}`;
}

export function verdict({ holds }: Figure): string {
  return holds === null ? "no peer" : holds ? "holds" : "missed";
}

/** Why a figure misses its aim; "" where it holds. */
function sentence({ measure, holds, median, ratio, aim, reason }: Figure): string {
  if (holds === null) return `${measure}: not compared, because the peer's compiler is not installed.\n`;
  if (holds) return "";
  const factor = (ratio ?? median) / aim;
  return `${measure}: ${factor.toFixed(2)} times the aim${reason === undefined ? "" : `; ${reason}`}.\n`;
}

/** Three digits that count. */
export function digits(value: number): string {
  if (Math.abs(value) >= 100) return Math.round(value).toLocaleString("en");
  return value.toPrecision(3);
}
