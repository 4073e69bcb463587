import { type Command, InvalidArgumentError, Option } from "commander";
import { TARGET_HELP } from "../files/targets.js";
import { HOST } from "../firmware/device-host.js";
import type { DebuggerAddress } from "../firmware/running.js";
import { TRACE_FORMATS } from "../firmware/trace-formats.js";
import { endWith } from "../terminal/end-with.js";
import { example } from "../terminal/example.js";

export function addRun(program: Command): void {
  program
    .command("run")
    .addHelpText("after", example("ws2kit run app.ts --target ce"))
    .description("run an application on this machine's sockets, within its target's budgets; Ctrl-C ends it")
    .argument("<app>", "the application's TypeScript file, or firmware that ws2kit build wrote")
    .requiredOption("--target <name>", `the target: ${TARGET_HELP}`)
    .addOption(
      new Option("--engine <name>", "the engine that runs it")
        .choices(["quickjs", "node", "device"])
        .default("quickjs"),
    )
    .option(
      "--config <file>",
      "the JSON file that the application imports as @ws2kit/config (default: config.json in its folder)",
    )
    .option("--layers <file>", "a JSON list of layers to install; the first is the nearest to the application")
    .option("--record <file>", "record the application's calls to Winsock, and their results, in a file")
    .option("--trace <file...>", `record what every provider did, and write it at the end: ${TRACE_FORMATS}`)
    .option(
      "--secrets",
      "also write the secrets of TLS sessions to the .pcapng of --trace, so that Wireshark decrypts them",
    )
    .option("--replay <file>", "answer the application's calls from such a file, without a network")
    .option(
      "--heap <bytes>",
      "the heap limit, in bytes of a 32-bit ARM (default: that of the target's device)",
      wholeNumber,
    )
    .option(
      "--stack <bytes>",
      "the stack limit, in bytes of a 32-bit ARM (default: that of the target's device)",
      wholeNumber,
    )
    .option(
      "--watchdog <ms>",
      "the longest processor time between two calls of the host (default: that of the target's device)",
      wholeNumber,
    )
    .option("--host <file>", "the device host's program, for --engine device", HOST)
    .option(
      "--inspect [host:port]",
      "wait for a debugger before the program starts, with --engine node",
      debuggerAddress,
    )
    .option("--watch", "run again when a file changes that it depends on; Ctrl-C ends it, with exit code 0")
    .action(endWith(async (app, words) => (await import("../firmware/run.js")).runCommand(app, words)));
}

/** Where a debugger connects. `--inspect` alone is Node's own default. */
function debuggerAddress(text: string): DebuggerAddress {
  const [, host = "127.0.0.1", digits] = /^(?:\[?([^[\]]+)\]?:)?(\d+)$/.exec(text) ?? [];
  const port = Number(digits);
  if (!(port >= 0 && port <= 65535))
    throw new InvalidArgumentError("Write --inspect=port or --inspect=host:port, or --inspect after the application.");
  return { host, port };
}

function wholeNumber(text: string): number {
  if (!/^[1-9]\d*$/.test(text)) throw new InvalidArgumentError("It must be a whole number above 0.");
  return Number(text);
}
