import { type Command, InvalidArgumentError } from "commander";
import { TARGET_HELP } from "../files/targets.js";
import { FORMAT_NAMES } from "../report/format-names.js";
import { endWith } from "../terminal/end-with.js";

export function addCheck(program: Command): void {
  program
    .command("check")
    .description("hold providers to a target's documented rules; without a module, those that ship with the target")
    .argument("[module...]", "files whose default export is a provider's module, JavaScript or TypeScript")
    .option("--target <name>", `${TARGET_HELP}, or all`, "all")
    .option("--engine <name>", "node, quickjs or all", "node")
    .option("--format <name>", FORMAT_NAMES.join(", "), "pretty")
    .option("--out <file>", "where to write the report, if not to standard output")
    .option("--only <id>", "a check's id, the beginning of ids, or numbers: 1202,1301-1305; may be repeated", collected)
    .option("--device <file>", "write the checks of one target as a program for a device instead: it logs TAP")
    .option("--list", "name the checks instead of running them")
    .option("--explain <id>", "say what a rule demands, as ws2kit explain does")
    .option("--seed <n>", "fixes all that is left to chance", wholeNumber, 1)
    .option(
      "--shard <i/n>",
      "every n-th check, from the i-th on; /n takes i from JOB_COMPLETION_INDEX or CI_NODE_INDEX. " +
        "Without it, CI_NODE_INDEX of CI_NODE_TOTAL where a scheduler sets both",
    )
    .option("--baseline <file>", "known failures; a new one is a difference, and so is one that is gone")
    .option("--write-baseline <file>", "write what does not hold now as a baseline; the run then ends with 0")
    .option("--statement", "end with what was checked, by which suite, when, and what came of it")
    // what it takes to run checks is loaded when they are
    .action(endWith(async (modules, options) => (await import("../check/check.js")).check(modules, options)));
}

function collected(word: string, words: readonly string[] = []): readonly string[] {
  return [...words, word];
}

function wholeNumber(word: string): number {
  if (!/^\d{1,9}$/.test(word)) throw new InvalidArgumentError("It takes a whole number.");
  return Number(word);
}
