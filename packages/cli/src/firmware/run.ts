import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type DeviceBudgets, isSourceText, type Outcome } from "@ws2kit/engine-quickjs";
import { EXIT, type ExitCode } from "../terminal/exit-code.js";
import { UsageError } from "../terminal/usage-error.js";
import { inputsOf } from "../watch/inputs.js";
import { watchInputs } from "../watch/watch.js";
import { type Application, type ApplicationWords, build, readApplication } from "./application.js";
import { device } from "./device-engine.js";
import { node } from "./node-engine.js";
import { openLog, RECORDING_LOG_BYTES } from "./program-log.js";
import { quickjs } from "./quickjs-engine.js";
import { heapOfRecordings, type RecordingWords, recordingLayers, replayedBytes } from "./recording.js";
import { type DebuggerAddress, type Engine, kib, type Limits, type Running } from "./running.js";
import { convertTrace, requireSecrets, requireTraceFiles } from "./trace-files.js";

const ENGINES: Readonly<Record<string, Engine>> = { quickjs, node, device };

/** Where Node waits for a debugger by default. */
const NODE_DEBUGGER: DebuggerAddress = { host: "127.0.0.1", port: 9229 };

/** The command's exit code and text for each way in which a program ends. */
const ENDS: Readonly<Record<Outcome, readonly [ExitCode, string]>> = {
  done: [EXIT.holds, "it ended"],
  stopped: [EXIT.holds, "interrupted"],
  error: [EXIT.difference, "it threw"],
  heap: [EXIT.heap, "out of memory"],
  stack: [EXIT.stack, "out of stack"],
  watchdog: [EXIT.watchdog, "the watchdog ended it"],
};

export interface RunWords extends ApplicationWords, RecordingWords, Partial<DeviceBudgets> {
  readonly engine: string;
  readonly host: string;
  /** `true` stands for Node's own address. */
  readonly inspect?: DebuggerAddress | true;
  readonly watch?: true;
  readonly secrets?: true;
}

/**
 * Runs `ws2kit run`: builds the application `app` if it is TypeScript, and runs it. Returns the exit code for its
 * outcome: `EXIT.heap`, `EXIT.stack` or `EXIT.watchdog` after an exceeded budget. Throws a UsageError for a wrong
 * option or file, also for a recording that can no longer be written.
 */
export async function runCommand(app: string, words: RunWords): Promise<ExitCode> {
  const { config, layers, replay } = words;
  if (words.watch) return watchInputs(() => inputsOf([app], [config, layers, replay]));
  const application = await readApplication(app, words, recordingLayers(words));
  requireTraceFiles(words.trace ?? []);
  if (words.secrets) requireSecrets(words.trace ?? [], words.engine);
  const engine = ENGINES[words.engine];
  if (words.inspect !== undefined && engine !== node)
    throw new UsageError(`--inspect works only with --engine node: ${engine.title} has no debugger.`);
  if (!application.isSource) return run(engine, application, app, words);
  const folder = mkdtempSync(join(tmpdir(), "ws2kit-run-"));
  try {
    const file = join(folder, `${application.name}.${engine.form === "module" ? "mjs" : "js"}`);
    const { form, budgets, hasLinesOnly = false } = engine;
    if (!(await build(application, { out: file, form, minify: budgets !== undefined, lines: hasLinesOnly })))
      return EXIT.difference;
    return await run(engine, application, file, words);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function run(
  engine: Engine,
  { name, isSource, isObserved, layers, profile }: Application,
  file: string,
  words: RunWords,
): Promise<ExitCode> {
  if (!isSource && engine.form === "module")
    throw new UsageError(`${engine.title} cannot run firmware; name the application's TypeScript file.`);
  if (engine !== device && !isSourceText(readFileSync(file))) {
    throw new UsageError(`${file} is not text in UTF-8. If it is an image of bytecode, add --engine device.`);
  }
  const defaults = profile.device;
  const replayed = replayedBytes(layers);
  const {
    heap = defaults.heap + heapOfRecordings(replayed),
    stack = defaults.stack,
    watchdog = defaults.watchdog,
  } = words;
  requireRange(engine, { heap, stack, watchdog }, words);
  const limits = engine.budgets
    ? `heap ${kib(heap)}, stack ${kib(stack)}, watchdog ${watchdog} ms`
    : "without a device's budgets";
  console.error(`${name} for ${profile.title} in ${engine.title}: ${kib(statSync(file).size)}, ${limits}`);
  const logBytes = words.record === undefined && !isObserved ? defaults.logBytes : RECORDING_LOG_BYTES;
  const budgets = { ...defaults, heap, stack, watchdog, logBytes };
  const journal = isObserved ? `${file}.ndjson` : undefined;
  const inspect = words.inspect === true ? NODE_DEBUGGER : words.inspect;
  const keyLog = words.secrets ? `${file}.keys` : undefined;
  const log = openLog({ record: words.record, journal });
  try {
    const code = await finish(
      await engine.start({
        file,
        replayed,
        budgets,
        host: words.host,
        log: log.line,
        ...(inspect === undefined ? {} : { inspect }),
        ...(keyLog === undefined ? {} : { keyLog }),
      }),
      log.failed,
    );
    log.failed.throwIfAborted();
    const lines = journal === undefined ? "" : readFileSync(journal, "utf8");
    // without a line, the program did not get as far as its machine
    if (lines !== "") {
      const secrets = keyLog !== undefined && existsSync(keyLog) ? readFileSync(keyLog, "utf8") : "";
      await convertTrace(lines, name, words.trace ?? [], { began: log.journalBegan, secrets });
    }
    return code;
  } finally {
    log.close();
  }
}

/** Throws a UsageError for a budget that the engine cannot enforce; `words` are those that the command line set. */
function requireRange(engine: Engine, limits: Limits, words: RunWords): void {
  for (const [name, [least, most]] of Object.entries(engine.budgets ?? {})) {
    const value = limits[name as keyof Limits];
    if (value >= least && value <= most) continue;
    const unit = name === "watchdog" ? "ms" : "bytes";
    const whose = words[name as keyof Limits] === undefined ? `the ${name} of the target's profile` : `--${name}`;
    throw new UsageError(`${whose} must be from ${least} to ${most} ${unit} in ${engine.title}, not ${value}.`);
  }
}

/** Waits until the program ends, prints how it ended, and returns the exit code. `failed` stops the program. */
async function finish(running: Running, failed: AbortSignal): Promise<ExitCode> {
  const forget = stopOnSignals(running);
  if (failed.aborted) running.stop();
  failed.addEventListener("abort", () => running.stop());
  const { outcome, message, figures } = await running.ended;
  forget();
  const [code, words] = ENDS[outcome];
  if (outcome !== "stopped" && message !== "") console.error(message);
  console.error([words, ...figures].join(", "));
  return code;
}

/** Stops a program at SIGINT, SIGTERM or SIGHUP. A second signal ends this process. */
function stopOnSignals(running: Running): () => void {
  const stop = () => {
    forget();
    running.stop();
  };
  const forget = () => void process.off("SIGINT", stop).off("SIGTERM", stop).off("SIGHUP", stop);
  process.on("SIGINT", stop).on("SIGTERM", stop).on("SIGHUP", stop);
  return forget;
}
