/** The thread on which Node runs a program: it may block for as long as it likes. */
import { pathToFileURL } from "node:url";
import { parentPort, workerData } from "node:worker_threads";
import type { Machine } from "@ws2kit/core";
import type { Outcome } from "@ws2kit/engine-quickjs";
import { nodePlatform } from "@ws2kit/platform-node";
import type { Platform } from "@ws2kit/spi";
import type { ThreadNews, ThreadOrder } from "./node-engine.js";

/** What `buildFirmware` makes in the form "module". */
interface Application {
  openMachine(options: { readonly platform: Platform }): Machine;
  main(machine: Machine): void;
}

/** Milliseconds after which a wait looks up, so that the program can be ended. */
const LONGEST_WAIT = 100;

const { file, stopFlag } = workerData as ThreadOrder;
const tell = (news: ThreadNews) => parentPort?.postMessage(news);

const plain = nodePlatform({ log: (...values) => tell({ log: values.map(asMessage) }) });
const platform: Platform = {
  ...plain,
  wait(ms) {
    if (Atomics.load(stopFlag, 0) !== 0) end("stopped");
    return plain.wait(ms < 0 ? LONGEST_WAIT : Math.min(ms, LONGEST_WAIT));
  },
};

const { openMachine, main } = (await import(pathToFileURL(file).href)) as Application;
const machine = openMachine({ platform });
try {
  main(machine);
  machine.run();
  end("done");
} catch (error) {
  end("error", error instanceof Error ? (error.stack ?? error.message) : String(error));
}

/** Ends this thread, wherever it is. */
function end(outcome: Outcome, message = ""): never {
  const { operations, bytesSent, bytesReceived } = machine.counters;
  const figures = [`${operations} sends and receives`, `${bytesSent} bytes sent`, `${bytesReceived} received`];
  tell({ ended: { outcome, message, figures } });
  process.exit();
}

/** What can cross to another thread: text and records. */
function asMessage(value: unknown): unknown {
  return typeof value === "object" ? JSON.parse(JSON.stringify(value)) : String(value);
}
