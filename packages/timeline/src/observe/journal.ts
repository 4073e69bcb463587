import type { Data } from "@ws2kit/layers/recording";
import type { CalledLine, EndedLine, JournalLine, OpenLine } from "./line.js";

/** A call that has not returned. */
export interface OpenCall {
  readonly n: number;
  readonly lane: number;
  readonly process: number;
  readonly slot: string;
  /** When it began. */
  readonly t: number;
  readonly socket: number | undefined;
  readonly operation: number | undefined;
  readonly given: Data | undefined;
  /** Whether an `OpenLine` was written for it. */
  isWritten: boolean;
  /** Whether no other provider was called within it. */
  isLeaf: boolean;
}

/**
 * Writes what a machine does as lines of JSON. A line is written as soon as its event has ended: nothing is stored but
 * the calls that have not returned.
 */
export class Journal {
  readonly #clock: () => number;
  readonly #write: (line: string) => void;
  readonly #began: number;
  /** The calls that have not returned, the innermost last. */
  readonly #open: OpenCall[] = [];
  #calls = 0;
  #operations = 0;
  #lanes = 0;

  /** `clock` returns milliseconds; `write` receives each line, without a line end. */
  constructor(clock: () => number, write: (line: string) => void) {
    this.#clock = clock;
    this.#write = write;
    this.#began = clock();
    this.#line({ "~": "journal", version: 1 });
  }

  /** Milliseconds since the journal began, in whole microseconds. */
  now(): number {
    return Math.round((this.#clock() - this.#began) * 1000) / 1000;
  }

  /** Adds a lane, with the name of its provider's file. Returns its number. */
  lane(name: string): number {
    const lane = this.#lanes++;
    this.#line({ "~": "lane", lane, name });
    return lane;
  }

  /** Returns a new number for an overlapped operation. */
  operation(): number {
    return ++this.#operations;
  }

  /** A call begins. Pass the result to `returned`, or to `threw`. */
  begin(call: Omit<OpenCall, "n" | "t" | "isWritten" | "isLeaf">): OpenCall {
    const caller: OpenCall | undefined = this.#open[this.#open.length - 1];
    if (caller?.process === call.process && caller.lane !== call.lane) caller.isLeaf = false;
    const open = { n: this.#calls++, t: this.now(), ...call, isWritten: false, isLeaf: true };
    this.#open.push(open);
    return open;
  }

  /** A call has returned. */
  returned(call: OpenCall, result: Pick<CalledLine, "o" | "r" | "e" | "out" | "ends">): void {
    this.#close(call);
    const { n, lane: l, process: p, slot, t, socket: s, given } = call;
    const d = rounded(this.now() - t);
    this.#line({ "~": "call", l, p, n, slot, t, d: d || undefined, s, in: given, ...result });
  }

  /** A call has thrown. */
  threw(call: OpenCall): void {
    this.#writeOpen(call);
    this.#close(call);
    this.#line({ "~": "threw", n: call.n, t: this.now() });
  }

  /** An overlapped operation has ended. */
  ended(end: Omit<EndedLine, "~" | "t">): void {
    this.#line({ "~": "end", ...end, t: this.now() });
  }

  /** The machine begins to wait. Call the result when the wait ends. */
  wait(): () => void {
    for (const call of this.#open) this.#writeOpen(call);
    const w = this.now();
    const n = this.#open[this.#open.length - 1]?.n;
    return () => {
      const d = rounded(this.now() - w);
      if (d > 0) this.#line({ "~": "wait", w, d, n });
    };
  }

  /** A host's name was looked up. */
  host(host: string, addresses: readonly string[]): void {
    this.#line({ "~": "host", host, t: this.now(), addresses });
  }

  #close(call: OpenCall): void {
    const at = this.#open.lastIndexOf(call);
    if (at !== -1) this.#open.length = at;
  }

  #writeOpen(call: OpenCall): void {
    if (call.isWritten) return;
    call.isWritten = true;
    const { n, lane: l, process: p, slot, t, socket: s, operation: o, given } = call;
    const line: OpenLine = { "~": "open", l, p, n, slot, t, s, o, in: given };
    this.#line(line);
  }

  #line(line: JournalLine): void {
    this.#write(JSON.stringify(line));
  }
}

/** Rounds milliseconds to whole microseconds. */
function rounded(ms: number): number {
  return Math.round(ms * 1000) / 1000;
}
