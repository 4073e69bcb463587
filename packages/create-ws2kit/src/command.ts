import type { Command } from "commander";
import { createProject } from "./create-project.js";
import { install } from "./packages.js";
import { TEMPLATE_NAMES } from "./templates.js";

/** The options of the command, as commander parses them. */
interface Options {
  readonly template?: string;
  readonly target?: readonly string[];
  readonly yes?: true;
  readonly install: boolean;
}

/** What a project is made of if the command line does not say so, and no terminal asks. */
const DEFAULTS = { folder: "my-device", template: "device", targets: ["ce"] };

/** Describes the command on `command`: its arguments, options and action. The action throws a ProjectError. */
export function describeInit(command: Command): Command {
  return command
    .description("create a project: firmware, a provider, a layer or a target, with its tests")
    .argument("[folder]", "the folder to create; its name is the project's")
    .option("--template <name>", TEMPLATE_NAMES.join(", "))
    .option(
      "--target <names>",
      "the target, such as ce; several with commas, or repeated",
      (word: string, words: readonly string[] = []) => [...words, ...word.split(",")],
    )
    .option("--yes", `do not ask; the defaults are ${DEFAULTS.template} and ${DEFAULTS.targets}`)
    .option("--no-install", "do not run npm install")
    .addHelpText("after", `\nExample:\n  ${commandName(command)} beacon --template device --target ce,desktop`)
    .action(init);
}

/** The command as a person types it. */
function commandName(command: Command): string {
  return command.parent === null ? "npm create ws2kit --" : `${command.parent.name()} ${command.name()}`;
}

async function init(folder: string | undefined, options: Options): Promise<void> {
  const given = { folder, template: options.template, targets: options.target };
  const isAsked = options.yes === undefined && process.stdin.isTTY && process.stdout.isTTY;
  // a command that asks nothing does not load the prompts
  const answers = isAsked ? await (await import("./questions.js")).ask(given) : defaultsOf(given);
  if (answers === null) {
    console.log("Nothing was written.");
    process.exitCode = 1;
    return;
  }
  createProject(answers);
  console.log(`[ws2kit] created ${answers.folder}: a project of the template ${answers.template}.`);
  if (options.install) tryToInstall(answers.folder);
  console.log(`\nNext:\n  cd ${answers.folder}${options.install ? "" : "\n  npm install"}\n  npm test\n`);
}

function defaultsOf(given: { folder?: string; template?: string; targets?: readonly string[] }): typeof DEFAULTS {
  const { folder = DEFAULTS.folder, template = DEFAULTS.template, targets = DEFAULTS.targets } = given;
  return { folder, template, targets: [...targets] };
}

function tryToInstall(folder: string): void {
  try {
    install(folder);
  } catch {
    console.error(
      "[ws2kit] npm install failed; its message is above. The project is complete: run npm install there again.",
    );
    process.exitCode = 1;
  }
}
