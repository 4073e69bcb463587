import tab from "@bomb.sh/tab/commander";
import type { Command } from "commander";
import { targetsNamed } from "../files/targets.js";
import { example } from "../terminal/example.js";

const DESCRIPTION = "print the script with which a shell completes commands, options and targets";

/** Adds `completion`, which knows the commands that were added before. */
export function addCompletion(program: Command): void {
  const root = tab(program, { completionCommandName: "completion" });
  for (const { options } of root.commands.values()) {
    const target = options.get("target");
    if (target === undefined) continue;
    target.handler = (complete) => {
      for (const name of targetsNamed("all")) complete(name, "");
    };
  }
  const own = root.commands.get("completion");
  if (own !== undefined) own.description = DESCRIPTION;
  program.commands
    .find((command) => command.name() === "completion")
    ?.description(DESCRIPTION)
    .addHelpText("after", example("ws2kit completion bash > ~/.local/share/bash-completion/completions/ws2kit"));
}
