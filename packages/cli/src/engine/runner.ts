/** A process that checks one subject in one engine, and tells what comes of it as it comes. */
import type { Job, News } from "./conversation.js";
import { EngineDied, type Opened, Refused } from "./opened.js";

/** Waits until the message is on its way: what the provider does next may end the process. */
function tell(news: News): Promise<void> {
  return new Promise((resolve, reject) => {
    process.send?.(news, undefined, undefined, (error) => (error === null ? resolve() : reject(error)));
  });
}

async function open(job: Job): Promise<Opened> {
  return job.engine === "node"
    ? (await import("./node-engine.js")).openInNode(job)
    : (await import("./quickjs-engine.js")).openInQuickJS(job);
}

async function run(job: Job): Promise<void> {
  const subject = await open(job);
  const { description, version } = subject;
  await tell({ kind: "opened", description, version, globals: subject.changedGlobals() });
  for (const { id, applies } of job.checks) {
    const result = subject.runCheck(id, applies);
    await tell({ kind: "result", result, globals: subject.changedGlobals() });
  }
  // only what somebody has written may be unfinished
  await tell({ kind: "ended", survey: job.module === null ? null : subject.surveyProvider() });
}

function newsOf(error: unknown): News {
  const why = error instanceof Error ? error.message : String(error);
  if (error instanceof Refused) return { kind: "refused", why };
  if (error instanceof EngineDied) return { kind: "died", why };
  return { kind: "harness", why: error instanceof Error ? (error.stack ?? why) : why };
}

process.once("message", (job: Job) => {
  run(job)
    .catch((error) => tell(newsOf(error)))
    // whatever the provider has left running
    .finally(() => process.exit());
});
process.once("disconnect", () => process.exit());
