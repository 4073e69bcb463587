import { readFile } from "node:fs/promises";
import { basename } from "node:path";
import { Worker } from "node:worker_threads";
import { newWake, requireSockets } from "@ws2kit/platform-node/poll";
import { checkBudgets } from "./budgets.js";
import type { GuestOptions } from "./guest.js";
import type { Ended, Figures } from "./outcome.js";
import { isSourceText } from "./source-text.js";

/** The options of a guest, with its code as text or as a file. */
export type EngineOptions = Omit<GuestOptions, "code" | "stop"> &
  ({ readonly code: string; readonly file?: undefined } | { readonly file: string; readonly code?: undefined });

/** A guest on a separate thread. */
export interface Engine {
  /** Resolves when the guest ends, in any way; never rejects. */
  readonly ended: Promise<Ended>;
  /** Ends the guest, even while it blocks, and resolves when it has ended. */
  stop(): Promise<Ended>;
}

/** What the thread receives at its start. */
export interface GuestOrder {
  readonly options: Omit<GuestOptions, "log" | "onTelemetry" | "stop">;
  readonly wakeFd: number;
  /** One int32: not 0 after a request to end the guest. */
  readonly stopFlag: Int32Array;
}

/** The messages of the thread. */
export type GuestNews =
  | { readonly log: readonly unknown[] }
  | { readonly telemetry: Figures }
  | { readonly ended: Ended };

/** MiB; in a deep recursion the host's frames are larger than the guest's, and much larger with sanitizers. */
const THREAD_STACK_MB = 64;

/**
 * Starts a guest on a separate thread. Rejects if its file cannot be read or is not text, or with a RangeError for
 * budgets that cannot be enforced.
 */
export async function startEngine(options: EngineOptions): Promise<Engine> {
  checkBudgets(options);
  if (options.needsSockets) requireSockets();
  const { log = console.error, onTelemetry, file, ...rest } = options;
  const code = file === undefined ? options.code : await textOf(file);
  const name = options.name ?? (file === undefined ? undefined : basename(file));
  const wake = newWake();
  const stopFlag = new Int32Array(new SharedArrayBuffer(4));
  const order: GuestOrder = { options: { ...rest, code, name }, wakeFd: wake.fd, stopFlag };
  const worker = new Worker(new URL("./worker.js", import.meta.url), {
    workerData: order,
    resourceLimits: { stackSizeMb: THREAD_STACK_MB },
  });

  const ended = new Promise<Ended>((resolve) => {
    let last: Figures = { bootMs: null, heapAfterBoot: null, heapPeak: 0, hostCalls: 0 };
    let crash = "The program's thread ended without a message.";
    worker.on("message", (news: GuestNews) => {
      if ("log" in news) log(...news.log);
      else if ("ended" in news) resolve(news.ended);
      else {
        last = news.telemetry;
        onTelemetry?.(last);
      }
    });
    worker.on("error", (error) => {
      crash = String(error);
    });
    worker.on("exit", () => {
      wake.close();
      resolve({ outcome: "error", message: crash, figures: last });
    });
  });
  let running = true;
  void ended.then(() => {
    running = false;
  });
  return {
    ended,
    stop() {
      Atomics.store(stopFlag, 0, 1);
      if (running) wake.raise();
      return ended;
    },
  };
}

async function textOf(file: string): Promise<string> {
  const bytes = await readFile(file);
  if (isSourceText(bytes)) return bytes.toString();
  throw new TypeError(
    `[ws2kit] engine-quickjs: ${file} is not source text in UTF-8; an image of bytecode runs only on the C host.`,
  );
}
