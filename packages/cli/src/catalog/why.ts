import { chainLines, errorName, errorText, stageText } from "@ws2kit/rules";
import { colours } from "../terminal/colours.js";
import { EXIT, type ExitCode } from "../terminal/exit-code.js";
import { numberOf } from "./constants.js";
import { type CatalogWords, catalogsOf } from "./machine.js";

/** Runs `ws2kit catalog why`: prints which entry `socket(af, type, protocol)` selects, and why it skips the others. */
export async function why(
  [af, type, protocol]: readonly [string, string, string],
  words: CatalogWords,
): Promise<ExitCode> {
  for (const { title, module, explainSocket } of await catalogsOf(words)) {
    const numbers = [
      numberOf(module, "AF_", af),
      numberOf(module, "SOCK_", type),
      numberOf(module, "IPPROTO_", protocol),
    ] as const;
    const { entry, code, tried, chain } = explainSocket(...numbers);
    console.log(colours.bold(`${title.split(": ")[0]}: socket(${numbers.join(", ")})`));
    for (const each of tried)
      console.log(`  ${each.entry.dwCatalogEntryId} ${each.entry.szProtocol}: ${stageText(each.stage)}`);
    for (const line of chainLines(chain)) console.log(`    ${line}`);
    if (entry === null) console.log(colours.red(`  ${errorName(code)} (${code}): ${errorText(code)}`));
  }
  return EXIT.holds;
}
