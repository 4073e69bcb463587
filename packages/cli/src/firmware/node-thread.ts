/** The thread on which Node runs a program; the program may block it. */
import { pathToFileURL } from "node:url";
import { parentPort, workerData } from "node:worker_threads";
import type { Application } from "@ws2kit/build";
import { describeThrown, type Outcome, textsOfThrown } from "@ws2kit/engine-quickjs";
import { nodePlatform } from "@ws2kit/platform-node";
import type { Platform } from "@ws2kit/spi";
import type { ThreadNews, ThreadOrder } from "./node-engine.js";

/** Milliseconds after which a wait checks the stop flag. */
const LONGEST_WAIT = 100;

const { file, keyLog, stopFlag } = workerData as ThreadOrder;
const tell = (news: ThreadNews) => parentPort?.postMessage(news);

const plain = nodePlatform({ log: (...values) => tell({ log: values.map(asMessage) }), tls: { keyLog } });
const platform: Platform = {
  ...plain,
  wait(ms) {
    if (Atomics.load(stopFlag, 0) !== 0) end("stopped");
    return plain.wait(ms < 0 ? LONGEST_WAIT : Math.min(ms, LONGEST_WAIT));
  },
};

const { openMachine, main } = (await import(pathToFileURL(file).href)) as Application;
const machine = openMachine({ platform });
process.on("unhandledRejection", failed);
try {
  const step = machine.start(main);
  do await jobs();
  while (step());
  end("done");
} catch (error) {
  failed(error);
}

/** Runs the engine's jobs: Node runs them before its next turn. */
function jobs(): Promise<void> {
  if (Atomics.load(stopFlag, 0) !== 0) end("stopped");
  return new Promise((resolve) => setImmediate(resolve));
}

function failed(thrown: unknown): never {
  const [name, message, stack] = textsOfThrown(thrown);
  end("error", describeThrown({ name, message, stack }));
}

/** Ends this thread, also from within a blocking wait. */
function end(outcome: Outcome, message = ""): never {
  const { operations, bytesSent, bytesReceived } = machine.counters;
  const figures = [`${operations} sends and receives`, `${bytesSent} bytes sent`, `${bytesReceived} received`];
  tell({ ended: { outcome, message, figures } });
  process.exit();
}

/** Makes a value that can be sent to another thread: text and records. */
function asMessage(value: unknown): unknown {
  return typeof value === "object" ? JSON.parse(JSON.stringify(value)) : String(value);
}
