import tab from "@bomb.sh/tab/commander";
import type { Command } from "commander";
import { targetsNamed } from "../files/targets.js";
import { HOST_NAMES } from "../firmware/device-host.js";
import { example } from "../terminal/example.js";

const DESCRIPTION = "print the script with which a shell completes commands, options, targets and hosts";

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
  root.commands.get("host build")?.argument("host", (complete) => {
    for (const name of HOST_NAMES) complete(name, "");
  });
  const own = root.commands.get("completion");
  if (own !== undefined) own.description = DESCRIPTION;
  program.commands
    .find((command) => command.name() === "completion")
    ?.description(DESCRIPTION)
    .addHelpText("after", example("ws2kit completion bash > ~/.local/share/bash-completion/completions/ws2kit"));
}
