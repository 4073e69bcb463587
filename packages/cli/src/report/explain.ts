import { describeSource, RULES, sourceTags } from "@ws2kit/rules";
import { EXIT, type ExitCode } from "../terminal/exit-code.js";
import { unknownName } from "../terminal/usage-error.js";

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
