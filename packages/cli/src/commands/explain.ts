import type { Command } from "commander";
import { explain } from "../report/explain.js";
import { endWith } from "../terminal/end-with.js";

export function addExplain(program: Command): void {
  program
    .command("explain")
    .description("say what a rule demands, whom it concerns, and where it is written")
    .argument("<rule>", "its id or its number: WSPSocket/from-protocol-info/af, or 1202")
    .action(endWith(explain));
}
