import type { Command } from "commander";
import { TARGET_HELP } from "../files/targets.js";
import { endWith } from "../terminal/end-with.js";
import { example } from "../terminal/example.js";

interface Options {
  readonly target: string;
}

export function addCatalog(program: Command): void {
  const catalog = program
    .command("catalog")
    .description("list the providers that a target ships, and find which one serves a socket");
  catalog
    .command("list")
    .description("list the entries of a target's catalog, in order")
    .option("--target <name>", `${TARGET_HELP}, or all`, "all")
    .action(endWith(async ({ target }: Options) => (await import("../catalog/list.js")).list(target)));
  catalog
    .command("why")
    .addHelpText("after", example("ws2kit catalog why AF_INET SOCK_STREAM 0 --target ce"))
    .description("show which entry serves a socket, and why the others do not")
    .argument("<af>", "AF_INET, or a number")
    .argument("<type>", "SOCK_STREAM, or a number")
    .argument("<protocol>", "IPPROTO_TCP, or a number; 0 lets the provider choose")
    .option("--target <name>", `${TARGET_HELP}, or all`, "all")
    .action(
      endWith(async (af: string, type: string, protocol: string, { target }: Options) =>
        (await import("../catalog/why.js")).why([af, type, protocol], target),
      ),
    );
}
