import { DEVICE_ABI } from "@ws2kit/platform-device";
import type { QuickJSContext, QuickJSHandle, QuickJSRuntime } from "quickjs-emscripten";
import { type DeviceBudgets, engineStack } from "./budgets.js";
import type { EngineModule } from "./engine-module.js";
import { deviceHostOf } from "./guest-glue.js";
import { HeapLimit } from "./heap-limit.js";
import { Mailbox } from "./mailbox.js";
import { layout, operations } from "./operations.js";
import { outcomeOfThrown } from "./outcome.js";
import type { Failure } from "./settle.js";
import { textsOfThrown } from "./thrown.js";

/** The host functions that the guest calls directly, and whether the host offers TLS. */
export interface HostHalf {
  /** Executes the call in the mailbox. */
  serve(): void;
  log(text: string): void;
  record(code: string, args: string): void;
  readonly hasTls: boolean;
}

/** Bytes that a guest needs beyond the engine's own; a smaller budget is refused. */
const SMALLEST_ROOM = 8 * 1024;

/** `textsOfThrown` with each text as JSON. **It runs inside the guest**, which may have replaced methods of strings. */
function asJson(texts: typeof textsOfThrown, stringify: (text: string) => string): (thrown: unknown) => string[] {
  return (thrown) => {
    const said = texts(thrown);
    return [stringify(`${said[0]}`), stringify(`${said[1]}`), stringify(`${said[2]}`)];
  };
}

/** An engine that is ready for a guest: `ws2host` is installed, and heap and stack are limited. */
export class EngineContext {
  readonly runtime: QuickJSRuntime;
  readonly context: QuickJSContext;
  readonly mailbox: Mailbox;
  /** The step that the guest passed to `run` of `DeviceHost`. */
  step: QuickJSHandle | undefined;
  readonly #limit: HeapLimit | undefined;
  readonly #engine: EngineModule;
  readonly #budget: number;
  readonly #textsOfThrown: QuickJSHandle;
  /** Bytes that QuickJS counts, but that a device does not contain: the host's own objects, and `beyondDevice`. */
  readonly #hostsOwn: number;
  /** Bytes that are free for the guest. */
  readonly #room: number;

  /** `exact`: the allocator of this build can be filled, so that the heap budget is exact to the byte. */
  constructor(engine: EngineModule, budgets: DeviceBudgets, exact: boolean, host: HostHalf) {
    this.#engine = engine;
    this.#budget = budgets.heap;
    this.#limit = exact ? new HeapLimit(engine.allocator) : undefined;
    this.runtime = engine.quickjs.newRuntime();
    // the frames of the debug build are larger than a device's
    this.runtime.setMaxStackSize(exact ? engineStack(budgets.stack) : budgets.stack);
    this.context = this.runtime.newContext();
    const engineBytes = this.#limit?.used ?? 0;
    const before = this.heapUsed(0);
    this.mailbox = new Mailbox(this.context, engine.memory);
    this.#install(host);
    this.#textsOfThrown = this.context.unwrapResult(
      this.context.evalCode(`(${asJson.toString()})(${textsOfThrown.toString()}, JSON.stringify)`, "ws2host.js"),
    );
    const { heap, beyondDevice = 0 } = budgets;
    this.#hostsOwn = this.heapUsed(0) - before + beyondDevice;
    this.#room = heap + beyondDevice - engineBytes;
    if (!exact) this.runtime.setMemoryLimit(heap + beyondDevice);
    if (this.#room < SMALLEST_ROOM) {
      const enginesOwn = Math.max(engineBytes - beyondDevice, 0);
      throw new RangeError(
        `[ws2kit] engine-quickjs: a heap of ${budgets.heap} bytes is too small: the engine itself uses ${enginesOwn}, and a ` +
          `program needs at least ${SMALLEST_ROOM} more.`,
      );
    }
  }

  /** Bytes in use by QuickJS's count; NaN if no memory is left to count. */
  heapUsed(hostsOwn = this.#hostsOwn): number {
    const usage = this.runtime.computeMemoryUsage();
    const size = this.context.getProp(usage, "memory_used_size");
    const used = this.context.getNumber(size) - hostsOwn;
    size.dispose();
    usage.dispose();
    return used;
  }

  /** Runs `work` within the heap budget, while the heap also contains `besides` bytes of the host: the source text. */
  limited<T>(besides: number, work: () => T): T {
    this.#limit?.leave(this.#room + besides);
    this.#engine.refusals.recent = 0;
    try {
      return work();
    } finally {
      this.#limit?.occupy(besides);
    }
  }

  /** Runs the host's own `work` without the heap limit. */
  lifted<T>(work: () => T): T {
    return this.#limit === undefined ? work() : this.#limit.lifted(work);
  }

  /** The texts of a thrown value, and the budget that it reports as exceeded. */
  failure(thrown: QuickJSHandle): Failure {
    const { context } = this;
    const refused = this.#engine.refusals.recent;
    return this.lifted(() => {
      const texts = context.callFunction(this.#textsOfThrown, context.undefined, thrown);
      if (texts.error) {
        texts.error.dispose();
        const said = { name: "", message: "a value whose text cannot be read", stack: "" };
        return { outcome: "error", thrown: said, refused };
      }
      const [name, message, stack] = [0, 1, 2].map((at) => context.getProp(texts.value, at).consume(this.#text));
      texts.value.dispose();
      const said = { name, message, stack };
      return { outcome: outcomeOfThrown(said, refused), thrown: said, refused };
    });
  }

  /** The message for a guest that ran out of heap. `refused`: bytes of the refused allocation, 0 if not known. */
  outOfHeap(refused: number): string {
    const needs = `The program needs more heap than its budget of ${this.#budget} bytes`;
    if (refused === 0) return `${needs}.`;
    const used = Math.max(this.heapUsed() || 0, this.#budget - refused);
    return `${needs}: up to ${refused} bytes were asked for when ${used} were in use.`;
  }

  dispose(): void {
    this.step?.dispose();
    this.#textsOfThrown.dispose();
    this.mailbox.handle.dispose();
    this.context.dispose();
    this.runtime.dispose();
  }

  /** Evaluates the guest's side of the mailbox, and stores the result as the global `ws2host`. */
  #install(host: HostHalf): void {
    const { context, mailbox } = this;
    const numbers = Object.fromEntries(operations.map((name, number) => [name, number]));
    const args = `${DEVICE_ABI}, ${JSON.stringify(numbers)}, ${JSON.stringify(layout)}, wires`;
    const source = `(wires) => (${deviceHostOf.toString()})(${args})`;
    const wires = context.newObject();
    context.setProp(wires, "mailbox", mailbox.handle);
    context.setProp(wires, "hasTls", host.hasTls ? context.true : context.false);
    for (const [name, wire] of [
      ["call", () => host.serve()],
      ["run", (step: QuickJSHandle) => this.#goOnWith(step)],
      ["log", (line: QuickJSHandle) => void host.log(this.#text(line))],
      ["record", (code: QuickJSHandle, args: QuickJSHandle) => void host.record(this.#text(code), this.#text(args))],
    ] as const) {
      context.newFunction(name, wire).consume((handle) => context.setProp(wires, name, handle));
    }
    const make = context.unwrapResult(context.evalCode(source, "ws2host.js"));
    const installed = context.unwrapResult(context.callFunction(make, context.undefined, wires));
    context.setProp(context.global, "ws2host", installed);
    for (const handle of [installed, make, wires]) handle.dispose();
  }

  /** Reads a text that is passed as JSON, because `getString` ends a text at a NUL. */
  readonly #text = (json: QuickJSHandle): string => JSON.parse(this.context.getString(json));

  #goOnWith(step: QuickJSHandle): void {
    this.step?.dispose();
    this.step = step.dup();
  }
}
