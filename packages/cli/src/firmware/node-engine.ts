import { Worker } from "node:worker_threads";
import { sourceStack } from "@ws2kit/build/stacks";
import { programLine } from "./program-line.js";
import type { Ended, Engine } from "./running.js";

/** What the thread receives at its start. */
export interface ThreadOrder {
  readonly file: string;
  /** One int32: not 0 after a request to end the program. */
  readonly stopFlag: Int32Array;
}

/** The messages of the thread. */
export type ThreadNews = { readonly log: readonly unknown[] } | { readonly ended: Ended };

/** Runs a program in Node, for a debugger or for speed: the same source and sockets, without a device's budgets. */
export const node: Engine = {
  title: "Node",
  form: "module",
  async start({ file, log }) {
    const order: ThreadOrder = { file, stopFlag: new Int32Array(new SharedArrayBuffer(4)) };
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
    return { ended, stop: () => void Atomics.store(order.stopFlag, 0, 1) };
  },
};

async function withSources(ended: Ended, file: string): Promise<Ended> {
  return { ...ended, message: await sourceStack(ended.message, file) };
}
