import type { Command } from "commander";
import { explain } from "../report/explain.js";
import { endWith } from "../terminal/end-with.js";
import { example } from "../terminal/example.js";

export function addExplain(program: Command): void {
  program
    .command("explain")
    .addHelpText("after", example("ws2kit explain WSAEWOULDBLOCK"))
    .description("explain a rule, an error code, a function and its codes, or a message")
    .argument(
      "<word>",
      "a rule, a code, a function, a slot or a message: bind/twice, 1202, WSAEINVAL, 10022, WSPSocket, provider-threw",
    )
    .action(endWith(explain));
}
