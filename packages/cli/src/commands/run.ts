import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Budgets, Outcome } from "@ws2kit/engine-quickjs";
import { type Command, InvalidArgumentError, Option } from "commander";
import { type ApplicationWords, build, readApplication } from "../application.js";
import { HOST } from "../device-host.js";
import { endWith } from "../end-with.js";
import { EXIT, type ExitCode } from "../exit-code.js";
import { device } from "../run/device.js";
import { node } from "../run/node.js";
import { quickjs } from "../run/quickjs.js";
import { type Engine, kib, type Program, type Running } from "../run/running.js";

const ENGINES: Readonly<Record<string, Engine>> = { quickjs, node, device };

/** How the command ends when a program does, and in which words. */
const ENDS: Readonly<Record<Outcome, readonly [ExitCode, string]>> = {
  done: [EXIT.holds, "it came to its end"],
  stopped: [EXIT.holds, "interrupted"],
  error: [EXIT.difference, "it threw"],
  heap: [EXIT.heap, "out of memory"],
  stack: [EXIT.stack, "out of stack"],
  watchdog: [EXIT.watchdog, "the watchdog ended it"],
};

interface RunWords extends ApplicationWords, Partial<Budgets> {
  readonly engine: string;
  readonly host: string;
}

export function addRun(program: Command): void {
  program
    .command("run")
    .description("run an application on this machine's sockets, within its target's budgets; Ctrl-C ends it")
    .argument("<app>", "its TypeScript, whose default export is the main function")
    .requiredOption("--target <name>", "what it is for: ce, or another target that is installed")
    .addOption(new Option("--engine <name>", "what runs it").choices(Object.keys(ENGINES)).default("quickjs"))
    .option("--config <file>", "the JSON that it imports as @ws2kit/config; config.json beside it unless given")
    .option("--heap <bytes>", "another heap than the target's device has", wholeNumber)
    .option("--stack <bytes>", "another stack", wholeNumber)
    .option("--watchdog <ms>", "how long it may run without a call of the host's", wholeNumber)
    .option("--host <file>", "the program of the device engine", HOST)
    .action(endWith(act));
}

async function act(app: string, words: RunWords): Promise<ExitCode> {
  const application = await readApplication(app, words);
  const { name, profile } = application;
  const engine = ENGINES[words.engine];
  const folder = mkdtempSync(join(tmpdir(), "ws2kit-run-"));
  try {
    const file = join(folder, `${name}.${engine.form === "module" ? "mjs" : "js"}`);
    if (!(await build(application, { out: file, form: engine.form }))) return EXIT.difference;
    const { heap = profile.device.heap, stack = profile.device.stack, watchdog = profile.device.watchdog } = words;
    const budgets = { heap, stack, watchdog };
    const limits = engine.hasBudgets
      ? `heap ${kib(heap)}, stack ${kib(stack)}, watchdog ${watchdog} ms`
      : "without a device's budgets";
    console.error(`${name} for ${profile.title} in ${engine.title}: ${kib(statSync(file).size)}, ${limits}`);
    return await run(engine, { file, budgets, host: words.host, log: (line) => console.log(line) });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function run(engine: Engine, program: Program): Promise<ExitCode> {
  const running = await engine.start(program);
  const forget = stopOnSignals(running);
  const { outcome, message, figures } = await running.ended;
  forget();
  const [code, words] = ENDS[outcome];
  if (outcome !== "stopped" && message !== "") console.error(message);
  console.error([words, ...figures].join(", "));
  return code;
}

/** Ends a program when a person or a script wants it; a second signal ends this process. */
function stopOnSignals(running: Running): () => void {
  const stop = () => {
    forget();
    running.stop();
  };
  const forget = () => void process.off("SIGINT", stop).off("SIGTERM", stop);
  process.on("SIGINT", stop).on("SIGTERM", stop);
  return forget;
}

function wholeNumber(text: string): number {
  if (!/^[1-9]\d*$/.test(text)) throw new InvalidArgumentError("It is a whole number above 0.");
  return Number(text);
}
