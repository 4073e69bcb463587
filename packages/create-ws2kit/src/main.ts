/** The program `create-ws2kit`, which `npm create ws2kit` runs. */
import { Command, CommanderError } from "commander";
import { describeInit } from "./command.js";
import { VERSION } from "./packages.js";
import { ProjectError } from "./project-error.js";

const program = describeInit(new Command("create-ws2kit")).version(VERSION).exitOverride();
try {
  await program.parseAsync();
} catch (error) {
  // commander has printed its message
  if (!(error instanceof CommanderError)) console.error(`[ws2kit] ${error instanceof Error ? error.message : error}`);
  if (!(error instanceof CommanderError && error.exitCode === 0))
    process.exitCode = error instanceof ProjectError || error instanceof CommanderError ? 2 : 3;
}
