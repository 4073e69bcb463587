import { createRequire } from "node:module";
import { type Ended, Guest } from "@ws2kit/engine-quickjs";
import { checksBundle } from "./checks-bundle.js";
import type { Opening } from "./conversation.js";
import { EngineDied, type Opened, Refused } from "./opened.js";

const { version } = createRequire(import.meta.resolve("@ws2kit/engine-quickjs"))("quickjs-emscripten/package.json");

/** Bytes; more than a device's heap, because a check opens several machines in one guest. */
const HEAP = 96 * 1024 * 1024;
/** The cause where the heap is full; in Node, `SupervisedProcess` reports the same. */
const OUT_OF_HEAP = "it used more than 96 MiB of heap";
const STACK = 256 * 1024;

/** Opens the provider to check in QuickJS, on this thread. Rejects with `Refused` if its module does not load. */
export async function openInQuickJS(job: Opening): Promise<Opened> {
  const code = await checksBundle(job);
  const guest = await Guest.boot({ heap: HEAP, stack: STACK, watchdog: job.limit, code, name: "checks.js" });
  if (guest.ended.outcome !== "done") throw new Refused(whyRefused(guest.ended));
  const call = (name: string, ...args: readonly unknown[]): unknown => {
    const called = guest.call(name, ...args);
    if (called.outcome === "done") return called.value;
    if (called.outcome === "error") throw new Error(called.message);
    throw new EngineDied(called.outcome === "heap" ? OUT_OF_HEAP : called.message);
  };
  return {
    description: JSON.parse(describe(call)),
    version: `QuickJS (quickjs-emscripten ${version})`,
    runCheck(id, applies) {
      guest.takeHeapPeak();
      const result = JSON.parse(call("runCheck", id, applies) as string);
      return { ...result, heap: guest.takeHeapPeak() };
    },
    changedGlobals: () => JSON.parse(call("changedGlobals") as string),
    surveyProvider: () => JSON.parse(call("surveyProvider") as string),
  };
}

/** Why a module was refused: the message of our own check of its default export, or else QuickJS's error. */
function whyRefused({ outcome, message }: Ended): string {
  if (outcome === "heap") return OUT_OF_HEAP;
  const [, own] = /^TypeError: (it has no default export|its default export is .*)$/m.exec(message) ?? [];
  return own ?? `it does not load: ${withoutStack(message)}`;
}

/** An error without its stack, whose lines are those of the bundle. */
function withoutStack(message: string): string {
  return message.replace(/\n\s+at [\s\S]*$/, "");
}

function describe(call: (name: string) => unknown): string {
  try {
    return call("describeSubject") as string;
  } catch (error) {
    if (error instanceof EngineDied) throw new Refused(error.message);
    const text = withoutStack(error instanceof Error ? error.message : String(error));
    throw new Refused(text.replace(/^Error: /, ""));
  }
}
