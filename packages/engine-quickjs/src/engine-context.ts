import { DEVICE_ABI } from "@ws2kit/platform-device";
import type { QuickJSContext, QuickJSHandle, QuickJSRuntime } from "quickjs-emscripten";
import type { Budgets } from "./budgets.js";
import type { EngineModule } from "./engine-module.js";
import { deviceHostOf } from "./guest-glue.js";
import { HeapLimit } from "./heap-limit.js";
import { Mailbox } from "./mailbox.js";
import { layout, operations } from "./operations.js";

/** What the host is to its guest beside the mailbox: whom it speaks to, and whether it has TLS. */
export interface HostHalf {
  log(text: string): void;
  record(code: string, args: string): void;
  readonly hasTls: boolean;
}

/** An engine ready for a guest: `ws2host` installed, heap and stack limited. */
export class EngineContext {
  readonly runtime: QuickJSRuntime;
  readonly context: QuickJSContext;
  readonly mailbox: Mailbox;
  readonly #limit: HeapLimit | undefined;
  /** QuickJS counts what the host keeps in the context for itself; a device does not have that. */
  readonly #hostsOwn: number;
  /** Bytes left free for the guest. */
  readonly #room: number;

  /** `exact`: this build's allocator can be filled, so that the budget holds to the byte. */
  constructor(engine: EngineModule, budgets: Budgets, exact: boolean, serve: () => void, host: HostHalf) {
    this.#limit = exact ? new HeapLimit(engine.allocator) : undefined;
    this.runtime = engine.quickjs.newRuntime();
    this.runtime.setMaxStackSize(budgets.stack);
    this.context = this.runtime.newContext();
    const engineBytes = this.#limit?.used ?? 0;
    const before = this.heapUsed(0);
    this.mailbox = new Mailbox(this.context, engine.memory);
    this.#install(serve, host);
    this.#hostsOwn = this.heapUsed(0) - before;
    this.#room = budgets.heap - engineBytes;
    this.runtime.setMemoryLimit(budgets.heap);
    if (this.#room <= 0) {
      throw new RangeError(
        `[ws2kit] engine-quickjs: a heap of ${budgets.heap} bytes does not even hold the engine's own ${engineBytes}.`,
      );
    }
  }

  /** Bytes in use by QuickJS's count, or NaN when there is no memory left to count with. */
  heapUsed(hostsOwn = this.#hostsOwn): number {
    const usage = this.runtime.computeMemoryUsage();
    const size = this.context.getProp(usage, "memory_used_size");
    const used = this.context.getNumber(size) - hostsOwn;
    size.dispose();
    usage.dispose();
    return used;
  }

  /** Runs `work` within the heap's budget, while the host itself holds `besides` bytes there: the source text. */
  limited<T>(besides: number, work: () => T): T {
    this.#limit?.leave(this.#room + besides);
    try {
      return work();
    } finally {
      this.#limit?.occupy(besides);
    }
  }

  /** Runs the host's own `work` with memory to spare. */
  lifted<T>(work: () => T): T {
    return this.#limit === undefined ? work() : this.#limit.lifted(work);
  }

  dispose(): void {
    this.mailbox.handle.dispose();
    this.context.dispose();
    this.runtime.dispose();
  }

  /** Evaluates the guest's side of the mailbox, and names its result `ws2host`. */
  #install(serve: () => void, host: HostHalf): void {
    const { context, mailbox } = this;
    const numbers = Object.fromEntries(operations.map((name, number) => [name, number]));
    const args = `${DEVICE_ABI}, ${JSON.stringify(numbers)}, ${JSON.stringify(layout)}, wires`;
    const source = `(wires) => (${deviceHostOf.toString()})(${args})`;
    const wires = context.newObject();
    const text = (handle: QuickJSHandle) => context.getString(handle);
    context.setProp(wires, "mailbox", mailbox.handle);
    context.setProp(wires, "hasTls", host.hasTls ? context.true : context.false);
    for (const [name, wire] of [
      ["call", () => serve()],
      ["log", (line: QuickJSHandle) => void host.log(text(line))],
      ["record", (code: QuickJSHandle, args: QuickJSHandle) => void host.record(text(code), text(args))],
    ] as const) {
      context.newFunction(name, wire).consume((handle) => context.setProp(wires, name, handle));
    }
    const make = context.unwrapResult(context.evalCode(source, "ws2host.js"));
    const installed = context.unwrapResult(context.callFunction(make, context.undefined, wires));
    context.setProp(context.global, "ws2host", installed);
    for (const handle of [installed, make, wires]) handle.dispose();
  }
}
