import type { Command, CommanderError } from "commander";
import { UsageError, unknownName } from "./usage-error.js";

/** Makes a one-line UsageError, with the nearest name, of an error that commander reports. `null` after `--help`. */
export function commandLineError(error: CommanderError, program: Command, words: readonly string[]): UsageError | null {
  if (error.exitCode === 0) return null;
  // no command was named: commander has already printed the help
  if (error.code === "commander.help") return new UsageError("");
  const command = commandOf(program, words);
  const [, name = ""] = /'(.*)'/.exec(error.message) ?? [];
  if (error.code === "commander.unknownOption") return unknownName("option", name, flagsOf(command));
  if (error.code === "commander.unknownCommand") return unknownName("command", name, namesOf(command));
  return new UsageError(`${error.message.replace(/^error: |\.$/g, "")}; see ${fullName(command)} --help.`);
}

/** The command that the words name. */
function commandOf(program: Command, words: readonly string[]): Command {
  let command = program;
  for (const word of words) {
    const next = command.commands.find((each) => each.name() === word);
    if (next !== undefined) command = next;
  }
  return command;
}

function namesOf(command: Command): string[] {
  return command.commands.map((each) => each.name());
}

function flagsOf(command: Command): string[] {
  return [...command.options.map((option) => option.long ?? ""), "--help"];
}

function fullName(command: Command): string {
  return command.parent === null ? command.name() : `${fullName(command.parent)} ${command.name()}`;
}
