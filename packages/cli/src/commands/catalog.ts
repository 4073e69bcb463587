import type { Command } from "commander";
import type { CatalogWords } from "../catalog/machine.js";
import { TARGET_HELP } from "../files/targets.js";
import { endWith } from "../terminal/end-with.js";
import { example } from "../terminal/example.js";

const SYSTEM_HELP = "this computer's own catalog, with the chains of its layers (Windows only)";

export function addCatalog(program: Command): void {
  const catalog = program
    .command("catalog")
    .description("list the providers that a target ships, and find which one serves a socket");
  catalog
    .command("list")
    .description("list the entries of a target's catalog, in order")
    .option("--target <name>", `${TARGET_HELP}, or all`, "all")
    .option("--system", SYSTEM_HELP)
    .action(endWith(async (words: CatalogWords) => (await import("../catalog/list.js")).list(words)));
  catalog
    .command("why")
    .addHelpText("after", example("ws2kit catalog why AF_INET SOCK_STREAM 0 --target ce"))
    .description("show which entry serves a socket, and why the others do not")
    .argument("<af>", "AF_INET, or a number")
    .argument("<type>", "SOCK_STREAM, or a number")
    .argument("<protocol>", "IPPROTO_TCP, or a number; 0 lets the provider choose")
    .option("--target <name>", `${TARGET_HELP}, or all`, "all")
    .option("--system", SYSTEM_HELP)
    .action(
      endWith(async (af: string, type: string, protocol: string, words: CatalogWords) =>
        (await import("../catalog/why.js")).why([af, type, protocol], words),
      ),
    );
}
