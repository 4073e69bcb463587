import { type Command, InvalidArgumentError } from "commander";
import { TARGET_HELP } from "../files/targets.js";
import { FORMAT_NAMES } from "../report/format-names.js";
import { endWith } from "../terminal/end-with.js";
import { example } from "../terminal/example.js";

export function addCheck(program: Command): void {
  program
    .command("check")
    .addHelpText("after", example("ws2kit check modem.ts --target ce --engine all"))
    .description(
      "check providers against a target's documented rules; without a module, check those that the target ships",
    )
    .argument("[module...]", "JavaScript or TypeScript files; the default export of each makes a provider")
    .option("--target <name>", `${TARGET_HELP}, or all`, "all")
    .option("--engine <name>", "node, quickjs or all", "node")
    .option(
      "--place <name>",
      "where the machines run: simulated (a network with virtual time) or loopback (this machine's sockets)",
      "simulated",
    )
    .option("--system", "check this computer's own ws2_32.dll instead of a provider (Windows only)")
    .option("--format <name>", FORMAT_NAMES.join(", "), "pretty")
    .option("--out <file>", "the file for the report (default: standard output)")
    .option(
      "--only <id>",
      "run the checks with this id, beginning of an id, or numbers (1202,1301-1305); may be repeated",
      collected,
    )
    .option(
      "--device <file>",
      "write the checks of one target as a program for a device instead of running them; it logs TAP",
    )
    .option("--list", "list the checks instead of running them")
    .option("--explain <id>", "explain a rule, as ws2kit explain does")
    .option("--seed <n>", "the seed of all random values", wholeNumber, 1)
    .option(
      "--shard <i/n>",
      "run every n-th check, from the i-th on; /n reads i from a scheduler's environment, such as " +
        "JOB_COMPLETION_INDEX. Without it, the scheduler's index and total, such as CI_NODE_INDEX of CI_NODE_TOTAL",
    )
    .option(
      "--baseline <file>",
      "a file of known failures; the run fails if a check outside the file fails, or a check in the file passes",
    )
    .option("--write-baseline <file>", "write the checks that fail now to a baseline file, and exit with 0")
    .option("--statement", "print what was checked, its SHA-256, the suite, the date and the result at the end")
    .option("--watch", "check again when a file changes that it depends on; Ctrl-C ends it, with exit code 0")
    // load the checks only when this command runs: they are large
    .action(endWith(async (modules, options) => (await import("../check/check.js")).check(modules, options)));
}

function collected(word: string, words: readonly string[] = []): readonly string[] {
  return [...words, word];
}

function wholeNumber(word: string): number {
  if (!/^\d{1,9}$/.test(word)) throw new InvalidArgumentError("It must be a whole number.");
  return Number(word);
}
