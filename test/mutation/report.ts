import fc from "fast-check";
import { EQUIVALENTS } from "./equivalents.js";
import type { Mutation } from "./instrument.js";
import type { Fate } from "./trial.js";

/** A part of a sample. */
export interface Part {
  readonly index: number;
  readonly of: number;
}

/** What a run found, as data: `--out` writes it and `--merge` reads it. */
export interface MutationReport {
  readonly seed: number;
  /** The mutations that the sample was drawn from, and the size of the sample. */
  readonly possible: number;
  readonly size: number;
  /** `null` for the whole sample. */
  readonly part: Part | null;
  readonly fates: readonly Fate[];
}

/** Draws a sample of `size` mutations. */
export function drawn(all: readonly Mutation[], size: number, seed: number): readonly Mutation[] {
  const count = Math.min(size, all.length);
  const samples = fc.shuffledSubarray([...all], { minLength: count, maxLength: count });
  const [sample] = fc.sample(samples, { seed, numRuns: 1 });
  return sample;
}

/** The mutations of a part: every n-th of the sample. */
export function inPart(sample: readonly Mutation[], part: Part | null): readonly Mutation[] {
  return sample.filter((_, i) => part === null || i % part.of === part.index - 1);
}

/** Merges the parts of one sample into the report of the whole. Throws an Error if they are not all parts of one. */
export function merged(reports: readonly MutationReport[]): MutationReport {
  const [first] = reports;
  const parts = [...reports].sort((a, b) => (a.part?.index ?? 0) - (b.part?.index ?? 0));
  const of = first.part?.of ?? 1;
  const isWhole =
    parts.length === of && parts.every(({ part }, i) => (part?.index ?? 1) === i + 1 && (part?.of ?? 1) === of);
  const isOne = reports.every(
    ({ seed, possible, size }) => seed === first.seed && possible === first.possible && size === first.size,
  );
  if (!isWhole || !isOne) throw new Error(`these are not the ${of} parts of one sample`);
  // part i has every n-th mutation, from the i-th on
  const fates = Array.from(
    { length: Math.min(first.size, first.possible) },
    (_, i) => parts[i % of].fates[Math.floor(i / of)],
  );
  return { ...first, part: null, fates };
}

/** A report as lines: each survivor, and the share that was noticed of what is not equivalent. */
export function linesOf({ fates }: MutationReport): { readonly lines: readonly string[]; readonly percent: number } {
  const survivors = fates.filter(({ by }) => by === null);
  const open = survivors.filter(({ mutation }) => equivalentOf(mutation) === undefined);
  const lines = survivors.map(({ mutation, reached }) => {
    const { file, line, original, replacement } = mutation;
    const why = equivalentOf(mutation)?.why;
    const said = why === undefined ? `reached by ${reached}` : `equivalent: ${why}`;
    return `${file}:${line}  ${original}  ->  ${replacement}  (${said})`;
  });
  const equivalent = survivors.length - open.length;
  const judged = fates.length - equivalent;
  const noticed = judged - open.length;
  const percent = judged === 0 ? 100 : (100 * noticed) / judged;
  const byTests = fates.filter(({ byTest }) => byTest).length;
  const sum = `noticed: ${noticed} of ${judged} (${percent.toFixed(1)} %), ${byTests} of them by tests alone, equivalent: ${equivalent}`;
  return { lines: [...lines, sum], percent };
}

function equivalentOf({ file, original, replacement }: Mutation) {
  return EQUIVALENTS.find(
    (each) => each.file === file && each.original === original && each.replacement === replacement,
  );
}
