import { describeSource, RULES, sourceTags } from "@ws2kit/rules";
import type { Command } from "commander";
import { endWith } from "../end-with.js";
import { EXIT, type ExitCode } from "../exit-code.js";
import { unknownName } from "../usage-error.js";

export function addExplain(program: Command): void {
  program
    .command("explain")
    .description("say what a rule demands, whom it concerns, and where it is written")
    .argument("<rule>", "its id or its number: WSPSocket/from-protocol-info/af, or 1202")
    .action(endWith(explain));
}

/** Shows a rule by id or number. */
export function explain(idOrNumber: string): ExitCode {
  const rule = RULES.find(({ id, number }) => id === idOrNumber || String(number) === idOrNumber);
  if (rule === undefined) {
    throw unknownName(
      "rule",
      idOrNumber,
      RULES.map(({ id }) => id),
    );
  }
  console.log(
    `${rule.number} ${rule.id}\n\n${rule.text}\n\nSource: ${sourceTags(rule.source).map(describeSource).join("; ")}`,
  );
  return EXIT.holds;
}
