/** A process that checks one provider in one engine, and sends each result to its parent. */
import type { JobCheck, News, Opening, Order } from "./conversation.js";
import { EngineDied, type Opened, Refused } from "./opened.js";

/** Sends a message and waits until it is sent, because the next check may end the process. */
function tell(news: News): Promise<void> {
  return new Promise((resolve, reject) => {
    process.send?.(news, undefined, undefined, (error) => (error === null ? resolve() : reject(error)));
  });
}

async function open(job: Opening): Promise<Opened> {
  return job.engine === "node"
    ? (await import("./node-engine.js")).openInNode(job)
    : (await import("./quickjs-engine.js")).openInQuickJS(job);
}

async function run(job: Opening, checks: Promise<readonly JobCheck[]>): Promise<void> {
  const subject = await open(job);
  const { description, version } = subject;
  await tell({ kind: "opened", description, version, globals: subject.changedGlobals() });
  for (const { id, applies } of await checks) {
    const result = subject.runCheck(id, applies);
    await tell({ kind: "result", result, globals: subject.changedGlobals() });
  }
  // the shipped providers fill every slot: no survey
  await tell({ kind: "ended", survey: job.module === null ? null : subject.surveyProvider() });
}

function newsOf(error: unknown): News {
  const why = error instanceof Error ? error.message : String(error);
  if (error instanceof Refused) return { kind: "refused", why };
  if (error instanceof EngineDied) return { kind: "died", why };
  return { kind: "harness", why: error instanceof Error ? (error.stack ?? why) : why };
}

let receive: (checks: readonly JobCheck[]) => void;
const checks = new Promise<readonly JobCheck[]>((resolve) => {
  receive = resolve;
});
process.on("message", (order: Order) => {
  if ("run" in order) return receive(order.run);
  run(order.open, checks)
    .catch((error) => tell(newsOf(error)))
    // end timers and threads that the provider left running
    .finally(() => process.exit());
});
process.once("disconnect", () => process.exit());
