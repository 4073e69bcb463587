import { chainLines, errorName, errorText, stageText } from "@ws2kit/rules";
import { loadTarget, targetsNamed } from "../files/targets.js";
import { colours } from "../terminal/colours.js";
import { EXIT, type ExitCode } from "../terminal/exit-code.js";
import { numberOf } from "./constants.js";
import { machineOf } from "./machine.js";

/** Runs `ws2kit catalog why`: prints which entry `socket(af, type, protocol)` selects, and why it skips the others. */
export async function why([af, type, protocol]: readonly [string, string, string], target: string): Promise<ExitCode> {
  for (const name of targetsNamed(target)) {
    const module = await loadTarget(name);
    const numbers = [
      numberOf(module, "AF_", af),
      numberOf(module, "SOCK_", type),
      numberOf(module, "IPPROTO_", protocol),
    ];
    const { entry, code, tried, chain } = machineOf(module)
      .openProcess()
      .explainSocket(numbers[0], numbers[1], numbers[2]);
    console.log(colours.bold(`${name}: socket(${numbers.join(", ")})`));
    for (const each of tried)
      console.log(`  ${each.entry.dwCatalogEntryId} ${each.entry.szProtocol}: ${stageText(each.stage)}`);
    for (const line of chainLines(chain)) console.log(`    ${line}`);
    if (entry === null) console.log(colours.red(`  ${errorName(code)} (${code}): ${errorText(code)}`));
  }
  return EXIT.holds;
}
