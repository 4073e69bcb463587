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

/** The options of a guest: its code, and its budgets. */
export interface GuestOptions extends Budgets {
  /** The text of one ES module without imports. */
  readonly code: string;
  /** The file name in the guest's stacks; "bundle.js" by default. */
  readonly name?: string;
  /** The build of QuickJS; "release" by default. */
  readonly variant?: Variant;
  /** Receives what the guest logs: a line of text, or a `LogRecord`. Standard error by default. */
  readonly log?: (...values: unknown[]) => void;
  /** Receives figures when the guest has booted, and then each time that they are sampled. */
  readonly onTelemetry?: (figures: Figures) => void;
  /** The certificates that the guest's TLS trusts, and its own as a server; `null` for a device without TLS. */
  readonly tls?: TlsOptions | null;
  /** Whether the guest needs sockets: then a system without them is an error of `boot`. `false` by default. */
  readonly needsSockets?: boolean;
  /** Ends the guest from another thread. */
  readonly stop?: StopSignal;
}

/** A request to end a guest, made on another thread. */
export interface StopSignal {
  /** A descriptor that becomes readable to end the guest, so that it ends every wait. */
  readonly fd: number;
  /** Whether the end was requested. */
  requested(): boolean;
}

/** The outcome of a call of a guest's function. */
export type Called = { readonly outcome: "done"; readonly value: unknown } | (Ended & { readonly value?: undefined });

/** Outcomes after which the guest cannot be called: its memory or its engine may be in any state. */
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
  /** The outcome after which the guest cannot be called. */
  #fate: Ended | undefined;
  /** Whether the engine itself failed: then it must not be used, not even to free it. */
  #broken = false;

  /**
   * Loads an engine, and runs a bundle in it. Blocks the thread for as long as the bundle does. Rejects with a
   * RangeError for budgets that cannot be enforced.
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
      needsSockets: options.needsSockets ?? false,
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

  /** The figures that were measured so far. */
  get figures(): Figures {
    return this.#telemetry.figures();
  }

  /** The most bytes of heap since the last call of this; measured every 50 ms, and after each call of the guest. */
  takeHeapPeak(): number {
    return this.#telemetry.takePeak();
  }

  /** Bytes in use now, by QuickJS's count; NaN if the engine has failed. */
  get heapUsed(): number {
    return this.#broken ? NaN : this.#host.lifted(() => this.#host.heapUsed());
  }

  /**
   * Calls a function that the bundle exports. Arguments and value are passed as JSON. If the guest has exceeded a
   * budget, the call returns that outcome again.
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

  /**
   * Frees the engine and closes the guest's descriptors. Returns `false` if memory leaked, which only "debug" detects;
   * `null` if its leak checker failed: it follows any word that looks like a pointer, even out of the memory.
   */
  dispose(): boolean | null {
    this.#descriptors.closeAll();
    this.#sessions.closeAll();
    if (this.#broken) return true;
    this.#broken = true;
    this.#exports?.dispose();
    this.#host.dispose();
    try {
      return this.#engine.quickjs.getFFI().QTS_RecoverableLeakCheck() === 0;
    } catch (trap) {
      if (trap instanceof WebAssembly.RuntimeError) return null;
      throw trap;
    }
  }

  /** Records a host call: restarts the watchdog, and forgets earlier refused allocations. */
  #called(): void {
    this.#telemetry.hostCalls++;
    this.#engine.refusals.recent = 0;
  }

  /** Forwards what the guest logs, within its allowance. */
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

  /** Makes the function that executes the call in the mailbox. */
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

  /** Calls the guest's step until it returns false. Returns its failure, if it fails. */
  #goOn(): Settled | undefined {
    const { step, context } = this.#host;
    if (step === undefined) return undefined;
    for (;;) {
      // a guest that waits in each step runs too few steps for the engine to call the guard
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

  /** Calls the guest's JSON; disposes of `argument`. */
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

  /** Runs the guest and reports how it ended. */
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
      // The engine itself ran out of stack or memory.
      this.#broken = true;
      outcome = this.#guard.reason ?? (trap instanceof RangeError ? "stack" : "heap");
      message = `${sentences[outcome]}\nThe engine itself failed: ${String(trap)}`;
    }
    this.#sayDropped();
    const ended: Ended = { outcome, message, figures: this.figures };
    if (fatal.has(outcome)) this.#fate = ended;
    return ended;
  }

  /** The outcome's sentence, then the thrown value, because QuickJS does not report where a budget was exceeded. */
  #message(outcome: Outcome, failure: Failure | undefined): string {
    const sentence = outcome === "heap" ? this.#host.outOfHeap(failure?.refused ?? 0) : sentences[outcome];
    const saysNothing = failure === undefined || (outcome === "heap" && failure.thrown.name === "");
    const said = saysNothing ? "" : describeThrown(failure.thrown);
    return sentence === undefined ? said : `${sentence}\n${said}`.trimEnd();
  }
}

const sentences: Partial<Record<Outcome, string>> = {
  done: "",
  heap: "The program needs more heap than its budget.",
  stack: "The program needs more stack than its budget.",
  watchdog: "The program ran for longer than its watchdog allows without a call of its host.",
  stopped: "The host stopped the program.",
};

/** Reads a record, without the parts that the guest did not write correctly. */
function recordOf(code: string, args: string): LogRecord {
  try {
    const list: unknown = JSON.parse(args);
    if (Array.isArray(list)) return { code, args: list };
  } catch {
    // not JSON, or nested too deeply
  }
  return { code, args: [args] };
}
