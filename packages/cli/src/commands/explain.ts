import type { Command } from "commander";
import { explain } from "../report/explain.js";
import { endWith } from "../terminal/end-with.js";

export function addExplain(program: Command): void {
  program
    .command("explain")
    .description("say what a rule demands, what a code means, what a function may answer, or what a message tells")
    .argument(
      "<word>",
      "a rule, a code, a function, a slot or a message: bind/twice, 1202, WSAEINVAL, 10022, WSPSocket, provider-threw",
    )
    .action(endWith(explain));
}
