import { type Command, InvalidArgumentError, Option } from "commander";
import { TARGET_HELP } from "../files/targets.js";
import { HOST } from "../firmware/device-host.js";
import { endWith } from "../terminal/end-with.js";

export function addRun(program: Command): void {
  program
    .command("run")
    .description("run an application on this machine's sockets, within its target's budgets; Ctrl-C ends it")
    .argument("<app>", "its TypeScript, or the firmware that ws2kit build has made of it")
    .requiredOption("--target <name>", `what it is for: ${TARGET_HELP}`)
    .addOption(new Option("--engine <name>", "what runs it").choices(["quickjs", "node", "device"]).default("quickjs"))
    .option("--config <file>", "the JSON that it imports as @ws2kit/config; config.json beside it unless given")
    .option("--layers <file>", "the JSON list of layers to put on, the first nearest to the application")
    .option("--heap <bytes>", "another heap than the target's device has", wholeNumber)
    .option("--stack <bytes>", "another stack", wholeNumber)
    .option("--watchdog <ms>", "how much processor time it may take without a call of the host's", wholeNumber)
    .option("--host <file>", "the program of the device engine", HOST)
    .action(endWith(async (app, words) => (await import("../firmware/run.js")).runCommand(app, words)));
}

function wholeNumber(text: string): number {
  if (!/^[1-9]\d*$/.test(text)) throw new InvalidArgumentError("It is a whole number above 0.");
  return Number(text);
}
