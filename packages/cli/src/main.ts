import { Command, CommanderError } from "commander";
import { ProjectError } from "create-ws2kit";
import { COMMANDS } from "./commands/index.js";
import { SUITE } from "./files/suite.js";
import { asFileError } from "./files/text-file.js";
import { commandLineError } from "./terminal/command-line-error.js";
import { EXIT, exitCodeHelp } from "./terminal/exit-code.js";
import { UsageError } from "./terminal/usage-error.js";

/** Runs the command line of this process, and sets `process.exitCode`. */
async function main(): Promise<void> {
  const program = new Command("ws2kit")
    .description("Windows Sockets 2 for small devices: build and run applications, and check providers.")
    .version(SUITE)
    .showSuggestionAfterError(false)
    .configureOutput({ outputError: () => {} })
    .addHelpText("after", exitCodeHelp())
    .exitOverride();
  for (const add of COMMANDS) add(program);
  try {
    await program.parseAsync();
  } catch (error) {
    fail(
      error instanceof CommanderError ? commandLineError(error, program, process.argv.slice(2)) : asFileError(error),
    );
  }
}

function fail(error: unknown): void {
  if (error === null) return;
  const text = error instanceof Error ? error.message : String(error);
  if (text !== "") console.error(text.startsWith("[ws2kit]") ? text : `[ws2kit] ${text}`);
  process.exitCode = error instanceof UsageError || error instanceof ProjectError ? EXIT.usage : EXIT.harness;
}

await main();
