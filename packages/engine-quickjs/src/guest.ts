import { nodePlatform, type TlsOptions } from "@ws2kit/platform-node";
import { type LogRecord, WSAEOPNOTSUPP } from "@ws2kit/spi";
import type { QuickJSHandle } from "quickjs-emscripten";
import { type Budgets, checkBudgets, hostBudgets } from "./budgets.js";
import { EngineContext } from "./engine-context.js";
import { type EngineModule, loadEngine, type Variant } from "./engine-module.js";
import { Guard } from "./guard.js";
import { GuestDescriptors } from "./guest-descriptors.js";
import { hostCalls } from "./host-calls.js";
import { LogAllowance } from "./log-allowance.js";
import { MAILBOX_SIZE, operations } from "./operations.js";
import type { Ended, Figures, Outcome } from "./outcome.js";
import { type Failure, type Settled, settle } from "./settle.js";
import { Telemetry } from "./telemetry.js";
import { describeThrown } from "./thrown.js";

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
  readonly #log: (...values: unknown[]) => void;
  readonly #allowance: LogAllowance;
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
    const host = hostBudgets(options);
    const { tls } = options;
    const platform = nodePlatform({
      log: options.log,
      tls: tls === null ? null : { ...tls, sessionBytes: host.tlsBytes },
    });
    this.#engine = engine;
    this.#log = platform.log;
    this.#allowance = new LogAllowance(host.logBytes);
    this.#descriptors = new GuestDescriptors(platform.network, host.descriptors);
    this.#sessions = new GuestDescriptors(platform.tls, host.tlsSessions);
    const exact = options.variant !== "debug";
    let serve = () => {};
    this.#host = new EngineContext(engine, options, exact, {
      serve: () => serve(),
      log: (text) => this.#say(Buffer.byteLength(text), () => text),
      record: (code, args) => this.#say(Buffer.byteLength(code) + Buffer.byteLength(args), () => recordOf(code, args)),
      hasTls: platform.tls !== undefined,
    });
    this.#telemetry = new Telemetry(options.onTelemetry);
    serve = this.#server(platform, options.stop?.fd ?? -1);
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

  /** The most heap that was seen since this was last asked: it is looked at every 50 ms, and after each call. */
  takeHeapPeak(): number {
    return this.#telemetry.takePeak();
  }

  /** Bytes in use now, by QuickJS's count; NaN once the engine has broken down. */
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

  /** The guest has called its host: it is alive, and memory that it was refused before is the past. */
  #called(): void {
    this.#telemetry.hostCalls++;
    this.#engine.refusals.recent = 0;
  }

  /** Passes on what the guest says, as much as it may say. */
  #say(bytes: number, line: () => unknown): void {
    this.#called();
    if (!this.#allowance.take(bytes)) return;
    this.#sayDropped();
    this.#log(line());
  }

  #sayDropped(): void {
    const dropped = this.#allowance.takeDropped();
    if (dropped !== null) this.#log(dropped);
  }

  /** Serves the call that the mailbox holds. */
  #server(platform: ReturnType<typeof nodePlatform>, wakeFd: number): () => void {
    const { mailbox } = this.#host;
    const booted = () => this.#telemetry.booted(this.#host.heapUsed());
    const [descriptors, sessions] = [this.#descriptors, this.#sessions];
    const calls = hostCalls({ platform, mailbox, descriptors, sessions, wakeFd, booted });
    const handlers = operations.map((name) => calls[name]);
    return () => {
      this.#called();
      mailbox.refresh();
      mailbox.words[0] = handlers[mailbox.words[0]]?.() ?? -WSAEOPNOTSUPP;
      mailbox.refresh();
    };
  }

  #evaluate(code: string, name: string): Ended {
    const ended = this.#run(() =>
      this.#host.limited(Buffer.byteLength(code) + 1, () => {
        const settled = this.#settle(this.#host.context.evalCode(code, name, { type: "module" }));
        if (!("value" in settled)) return settled;
        this.#exports = settled.value;
        return this.#goOn() ?? settled;
      }),
    );
    if (ended.outcome !== "done") return ended;
    this.#telemetry.booted(this.#host.heapUsed());
    return { ...ended, figures: this.figures };
  }

  /** Calls what the guest has given its host to go on with, until that is over; its failure, if it fails. */
  #goOn(): Settled | undefined {
    const { step, context } = this.#host;
    if (step === undefined) return undefined;
    for (;;) {
      // a guest that waits in each step runs too little for the engine to ask
      if (this.#guard.interrupt()) return undefined;
      const stepped = this.#settle(context.callFunction(step, context.undefined));
      if (!("value" in stepped)) return stepped;
      const goesOn = stepped.value.consume((value) => context.dump(value) === true);
      if (!goesOn) return undefined;
    }
  }

  #invoke(name: string, args: readonly unknown[]): Settled {
    const { context } = this.#host;
    const exported = context.getProp(this.#exports as QuickJSHandle, name);
    if (context.typeof(exported) !== "function") {
      exported.dispose();
      const message = `The bundle exports no function "${name}".`;
      return { outcome: "error", thrown: { name: "TypeError", message, stack: "" }, refused: 0 };
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
    return settle(this.#host.context, result, (thrown) => this.#host.failure(thrown));
  }

  /** Runs the guest and reports how it ended, however it ended. */
  #run(work: () => Settled): Ended {
    this.#guard.begin();
    this.#engine.refusals.recent = 0;
    let outcome: Outcome = "done";
    let message = "";
    try {
      const settled = work();
      const failure = "value" in settled ? undefined : settled;
      this.#host.lifted(() => {
        this.#guard.end();
        outcome = this.#guard.reason ?? failure?.outcome ?? "done";
        message = this.#message(outcome, failure);
      });
    } catch (trap) {
      // The engine's own stack or memory gave way under it.
      this.#broken = true;
      outcome = this.#guard.reason ?? (trap instanceof RangeError ? "stack" : "heap");
      message = `${sentences[outcome]}\nThe engine itself failed: ${String(trap)}`;
    }
    this.#sayDropped();
    const ended: Ended = { outcome, message, figures: this.figures };
    if (fatal.has(outcome)) this.#fate = ended;
    return ended;
  }

  /** QuickJS does not say where it was interrupted or ran out, so the thrown value follows the sentence. */
  #message(outcome: Outcome, failure: Failure | undefined): string {
    const sentence = outcome === "heap" ? this.#host.outOfHeap(failure?.refused ?? 0) : sentences[outcome];
    const saysNothing = failure === undefined || (outcome === "heap" && failure.thrown.name === "");
    const said = saysNothing ? "" : describeThrown(failure.thrown);
    return sentence === undefined ? said : `${sentence}\n${said}`.trimEnd();
  }
}

const sentences: Partial<Record<Outcome, string>> = {
  done: "",
  heap: "The guest needs more heap than its budget.",
  stack: "The guest needs more stack than its budget.",
  watchdog: "The guest did not call its host in time.",
  stopped: "The host stopped the guest.",
};

/** A record, or as much of one as the guest has made. */
function recordOf(code: string, args: string): LogRecord {
  try {
    const list: unknown = JSON.parse(args);
    if (Array.isArray(list)) return { code, args: list };
  } catch {
    // no JSON, or too deep
  }
  return { code, args: [args] };
}
