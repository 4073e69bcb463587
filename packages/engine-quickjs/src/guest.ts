import { nodePlatform, type TlsOptions } from "@ws2kit/platform-node";
import type { QuickJSHandle } from "quickjs-emscripten";
import { type Budgets, checkBudgets } from "./budgets.js";
import { EngineContext } from "./engine-context.js";
import { type EngineModule, loadEngine, type Variant } from "./engine-module.js";
import { Guard } from "./guard.js";
import { GuestDescriptors } from "./guest-descriptors.js";
import { hostCalls } from "./host-calls.js";
import { MAILBOX_SIZE, operations } from "./operations.js";
import { describeError, type Ended, type Figures, type Outcome, outcomeOfError } from "./outcome.js";
import { type Settled, settle } from "./settle.js";
import { Telemetry } from "./telemetry.js";

export interface GuestOptions extends Budgets {
  /** An ES module in one file, without imports. */
  readonly code: string;
  /** What the guest's stacks call it; "bundle.js" unless given. */
  readonly name?: string;
  /** "release" unless given. */
  readonly variant?: Variant;
  /** Takes what the guest logs: a line of text, or a `LogRecord`. Standard error unless given. */
  readonly log?: (...values: unknown[]) => void;
  /** Takes figures when the guest has booted, and then as they are sampled. */
  readonly onTelemetry?: (figures: Figures) => void;
  /** Whom the guest's TLS trusts, and who it is as a server; `null` for a device without TLS. */
  readonly tls?: TlsOptions | null;
  /** What ends the guest from another thread. */
  readonly stop?: StopSignal;
}

export interface StopSignal {
  /** A descriptor that is readable once the guest is to end, so that no wait outlasts that. */
  readonly fd: number;
  requested(): boolean;
}

/** What a call of a guest's function came to. */
export type Called = { readonly outcome: "done"; readonly value: unknown } | (Ended & { readonly value?: undefined });

/** What ends a guest for good: its memory or its engine may be in any state. */
const fatal: ReadonlySet<Outcome> = new Set(["heap", "stack", "watchdog", "stopped"]);

/** A bundle in QuickJS, on the caller's thread. */
export class Guest {
  /** How the evaluation of the bundle ended. */
  readonly ended: Ended;
  readonly #engine: EngineModule;
  readonly #host: EngineContext;
  readonly #telemetry: Telemetry;
  readonly #guard: Guard;
  readonly #descriptors: GuestDescriptors;
  readonly #sessions: GuestDescriptors;
  readonly #serve: () => void;
  #exports: QuickJSHandle | undefined;
  /** What ended it for good. */
  #fate: Ended | undefined;
  /** Whether the engine itself broke down: then nothing in it may be touched any more. */
  #broken = false;

  /**
   * Evaluates a bundle in an engine of its own; to evaluate is to run. Blocks the thread for as long as the bundle
   * does. Throws a RangeError for budgets that cannot be kept.
   */
  static async boot(options: GuestOptions): Promise<Guest> {
    checkBudgets(options);
    const room = options.heap + 2 * MAILBOX_SIZE + 4 * options.code.length;
    return new Guest(await loadEngine(options.variant ?? "release", room), options);
  }

  private constructor(engine: EngineModule, options: GuestOptions) {
    const platform = nodePlatform({ log: options.log, tls: options.tls });
    this.#engine = engine;
    this.#descriptors = new GuestDescriptors(platform.network);
    this.#sessions = new GuestDescriptors(platform.tls);
    const exact = options.variant !== "debug";
    this.#host = new EngineContext(engine, options, exact, () => this.#serve(), {
      log: (text) => platform.log(text),
      record: (code, args) => platform.log({ code, args: JSON.parse(args) }),
      hasTls: platform.tls !== undefined,
    });
    this.#telemetry = new Telemetry(options.onTelemetry);
    this.#serve = this.#server(platform, options.stop?.fd ?? -1);
    this.#guard = new Guard({
      watchdog: options.watchdog,
      heap: exact ? Infinity : options.heap,
      stopRequested: () => options.stop?.requested() ?? false,
      calls: () => this.#telemetry.hostCalls,
      heapUsed: () => this.#host.heapUsed(),
      sampled: (heap) => this.#telemetry.sampled(heap),
    });
    this.#host.runtime.setInterruptHandler(this.#guard.interrupt);
    this.ended = this.#evaluate(options.code, options.name ?? "bundle.js");
  }

  get figures(): Figures {
    return this.#telemetry.figures();
  }

  /** Bytes in use now, by QuickJS's count; NaN once the engine has broken down. */
  /** The most heap that was seen since this was last asked: it is looked at every 50 ms, and after each call. */
  takeHeapPeak(): number {
    return this.#telemetry.takePeak();
  }

  get heapUsed(): number {
    return this.#broken ? NaN : this.#host.lifted(() => this.#host.heapUsed());
  }

  /**
   * Calls a function that the bundle exports; arguments and value cross as JSON. A guest that has broken a budget
   * answers that again.
   */
  call(name: string, ...args: readonly unknown[]): Called {
    if (this.#fate !== undefined) return this.#fate;
    if (this.#exports === undefined) return this.ended as Called;
    let value: unknown;
    const ended = this.#run(() => {
      const settled = this.#invoke(name, args);
      if ("value" in settled) value = this.#toHost(settled.value);
      return settled;
    });
    return ended.outcome === "done" ? { outcome: "done", value } : (ended as Called);
  }

  /** Frees the engine and closes the guest's descriptors. Whether nothing has leaked, which only "debug" can tell. */
  dispose(): boolean {
    this.#descriptors.closeAll();
    this.#sessions.closeAll();
    if (this.#broken) return true;
    this.#broken = true;
    this.#exports?.dispose();
    this.#host.dispose();
    return this.#engine.quickjs.getFFI().QTS_RecoverableLeakCheck() === 0;
  }

  /** Serves the call that the mailbox holds. */
  #server(platform: ReturnType<typeof nodePlatform>, wakeFd: number): () => void {
    const { mailbox } = this.#host;
    const booted = () => this.#telemetry.booted(this.#host.heapUsed());
    const [descriptors, sessions] = [this.#descriptors, this.#sessions];
    const calls = hostCalls({ platform, mailbox, descriptors, sessions, wakeFd, booted });
    const handlers = operations.map((name) => calls[name]);
    return () => {
      this.#telemetry.hostCalls++;
      mailbox.refresh();
      mailbox.words[0] = handlers[mailbox.words[0]]();
      mailbox.refresh();
    };
  }

  #evaluate(code: string, name: string): Ended {
    const ended = this.#run(() =>
      this.#host.limited(Buffer.byteLength(code) + 1, () => {
        const settled = this.#settle(this.#host.context.evalCode(code, name, { type: "module" }));
        if ("value" in settled) this.#exports = settled.value;
        return settled;
      }),
    );
    if (ended.outcome !== "done") return ended;
    this.#telemetry.booted(this.#host.heapUsed());
    return { ...ended, figures: this.figures };
  }

  #invoke(name: string, args: readonly unknown[]): Settled {
    const { context } = this.#host;
    const exported = context.getProp(this.#exports as QuickJSHandle, name);
    if (context.typeof(exported) !== "function") {
      exported.dispose();
      return { error: { name: "TypeError", message: `The bundle exports no function "${name}".` } };
    }
    const handles = args.map((arg) => this.#toGuest(arg));
    const settled = this.#settle(context.callFunction(exported, context.undefined, ...handles));
    for (const handle of [exported, ...handles]) handle.dispose();
    return settled;
  }

  #toGuest(value: unknown): QuickJSHandle {
    return this.#json("parse", this.#host.context.newString(JSON.stringify(value ?? null)));
  }

  #toHost(value: QuickJSHandle): unknown {
    const { context } = this.#host;
    const text = this.#json("stringify", value).consume((h) =>
      context.typeof(h) === "string" ? context.getString(h) : "",
    );
    return text === "" ? undefined : JSON.parse(text);
  }

  /** The guest's own JSON; disposes of `argument`. */
  #json(method: "parse" | "stringify", argument: QuickJSHandle): QuickJSHandle {
    const { context } = this.#host;
    const json = context.getProp(context.global, "JSON");
    const result = context.callMethod(json, method, [argument]);
    for (const handle of [json, argument]) handle.dispose();
    return context.unwrapResult(result);
  }

  #settle(result: Parameters<typeof settle>[1]): Settled {
    return settle(this.#host.context, result, (work) => this.#host.lifted(work));
  }

  /** Runs the guest and says how it went, whatever happens. */
  #run(work: () => Settled): Ended {
    this.#guard.begin();
    let outcome: Outcome = "done";
    let message = "";
    try {
      const settled = work();
      const error = "error" in settled ? settled.error : undefined;
      this.#host.lifted(() => this.#guard.end());
      outcome = this.#guard.reason ?? ("error" in settled ? outcomeOfError(error) : "done");
      message = sentence(outcome, error);
    } catch (trap) {
      // The engine's own stack or memory gave way under it.
      this.#broken = true;
      outcome = this.#guard.reason ?? (trap instanceof RangeError ? "stack" : "heap");
      message = sentence(outcome, { name: "engine", message: String(trap) });
    }
    const ended: Ended = { outcome, message, figures: this.figures };
    if (fatal.has(outcome)) this.#fate = ended;
    return ended;
  }
}

const sentences: Partial<Record<Outcome, string>> = {
  done: "",
  heap: "The guest needs more heap than its budget.",
  stack: "The guest needs more stack than its budget.",
  watchdog: "The guest did not come back to the host in time.",
  stopped: "The host stopped the guest.",
};

function sentence(outcome: Outcome, error: unknown): string {
  const what = sentences[outcome];
  if (what === undefined) return describeError(error);
  // QuickJS says nothing of where it was interrupted or ran out.
  return typeof error === "object" && error !== null ? `${what}\n${describeError(error)}` : what;
}
