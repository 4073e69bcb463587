import { Worker } from "node:worker_threads";
import { sourcePositions } from "@ws2kit/build/stack-positions";
import { programLine } from "./program-line.js";
import type { Ended, Engine } from "./running.js";

/** What the thread is given. */
export interface ThreadOrder {
  readonly file: string;
  /** One int32: not 0 once the program is to end. */
  readonly stopFlag: Int32Array;
}

/** What the thread tells. */
export type ThreadNews = { readonly log: readonly unknown[] } | { readonly ended: Ended };

/** Node itself, for a debugger and for speed: the same source over the same sockets, without a device's limits. */
export const node: Engine = {
  title: "Node",
  form: "module",
  hasBudgets: false,
  async start({ file, log }) {
    const order: ThreadOrder = { file, stopFlag: new Int32Array(new SharedArrayBuffer(4)) };
    // a program blocks where it waits: it needs a thread of its own
    const thread = new Worker(new URL("./node-thread.js", import.meta.url), { workerData: order });
    const ended = new Promise<Ended>((resolve) => {
      let crash = "The program's thread ended without a word.";
      thread.on("message", (news: ThreadNews) => {
        if ("log" in news) log(programLine(news.log));
        else resolve({ ...news.ended, message: sourcePositions(news.ended.message, file) });
      });
      thread.on("error", (error) => {
        crash = String(error);
      });
      thread.on("exit", () => resolve({ outcome: "error", message: crash, figures: [] }));
    });
    return { ended, stop: () => void Atomics.store(order.stopFlag, 0, 1) };
  },
};
