import type { RuleId } from "../rules/index.js";

/**
 * One normative sentence of a page, by its number in reading order: what it says, in a few words of ours, and the rules
 * that state it, or why none does. Headings, signatures, references and requirements of the build are no such
 * sentences.
 */
export type Sentence =
  | { readonly sentence: number; readonly says: string; readonly rules: readonly RuleId[] }
  | { readonly sentence: number; readonly says: string; readonly reason: string };
