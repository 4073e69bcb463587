import inspector from "node:inspector";
import { Worker } from "node:worker_threads";
import { sourceStack } from "@ws2kit/build/stacks";
import { UsageError } from "../terminal/usage-error.js";
import { programLine } from "./program-line.js";
import type { DebuggerAddress, Ended, Engine } from "./running.js";

/** What the thread receives at its start. */
export interface ThreadOrder {
  readonly file: string;
  /** The file to which the secrets of TLS sessions are written. */
  readonly keyLog: string | undefined;
  /** One int32: not 0 after a request to end the program. */
  readonly stopFlag: Int32Array;
}

/** The messages of the thread. */
export type ThreadNews = { readonly log: readonly unknown[] } | { readonly ended: Ended };

/** Runs a program in Node, for a debugger or for speed: the same source and sockets, without a device's budgets. */
export const node: Engine = {
  title: "Node",
  form: "module",
  async start({ file, keyLog, log, inspect }) {
    const closeDebugger = inspect === undefined ? () => {} : awaitDebugger(inspect);
    const order: ThreadOrder = { file, keyLog, stopFlag: new Int32Array(new SharedArrayBuffer(4)) };
    // the program blocks while it waits: it needs a separate thread
    const thread = new Worker(new URL("./node-thread.js", import.meta.url), { workerData: order });
    const ended = new Promise<Ended>((resolve) => {
      let crash = "The program's thread ended without a message.";
      thread.on("message", (news: ThreadNews) => {
        if ("log" in news) log(programLine(news.log));
        else resolve(withSources(news.ended, file));
      });
      thread.on("error", (error) => {
        crash = String(error);
      });
      thread.on("exit", () => resolve({ outcome: "error", message: crash, figures: [] }));
    });
    return { ended: ended.finally(closeDebugger), stop: () => void Atomics.store(order.stopFlag, 0, 1) };
  },
};

/**
 * Waits until a debugger is connected; Node prints where. If this process has a debugger's address already, as under
 * `node --inspect`, it stays. Returns a function that ends the connection. Throws a UsageError if the address cannot be
 * used.
 */
function awaitDebugger({ host, port }: DebuggerAddress): () => void {
  const isOpen = inspector.url() !== undefined;
  if (!isOpen) inspector.open(port, host);
  // Node prints why, and does not throw
  if (inspector.url() === undefined)
    throw new UsageError(`no debugger can connect at ${host}:${port}: choose another with --inspect=host:port.`);
  inspector.waitForDebugger();
  return isOpen ? () => {} : inspector.close;
}

async function withSources(ended: Ended, file: string): Promise<Ended> {
  return { ...ended, message: await sourceStack(ended.message, file) };
}
