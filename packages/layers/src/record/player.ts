import {
  failureOf,
  isRef,
  type LPINT,
  type LPWSAOVERLAPPED_COMPLETION_ROUTINE,
  type Ref,
  ref,
  type SlotName,
  type SOCKET,
  SOCKET_ERROR,
  setErrno,
  WSA_IO_PENDING,
  WSAEINPROGRESS,
  type WSAEVENT,
  type WSAOVERLAPPED,
  type WSAPROTOCOL_INFOW,
  WSASYSCALLFAILURE,
  type WSATHREADID,
} from "@ws2kit/spi";
import type { Layer } from "../kit/layer.js";
import { beginOperation } from "../kit/operation.js";
import { kept, readCall, writeAgain } from "./codec.js";
import type { CallLine, Data, EndLine } from "./line.js";
import type { Call } from "./parameter.js";
import type { Script } from "./script.js";
import type { SlotForm } from "./slots.js";
import { SocketNumbers } from "./socket-numbers.js";

/** A recorded call that took at least so many milliseconds has waited. */
const WAITED = 1;

/**
 * Reports a call that differs from the recording. `expected` is null after the end of the recording; `found` is null if
 * the application has ended before that.
 */
export type Differ = (place: number, expected: CallLine | EndLine | null, found: Found | null) => void;

export interface Found {
  readonly slot: SlotName;
  readonly s?: number;
  readonly in?: Data;
}

/** An overlapped operation of the application, which a line of the recording ends. */
interface ReplayedOperation {
  readonly form: SlotForm;
  readonly call: Call;
  readonly substitute: WSAOVERLAPPED;
  readonly ended: LPWSAOVERLAPPED_COMPLETION_ROUTINE;
}

/**
 * Serves one process's calls from its script. Calls must begin in the recorded order. They return in the recorded order
 * too, not before the recorded time; ends of operations are reported between them, at their times.
 */
export class Player {
  readonly #began: number;
  readonly #numbers = new SocketNumbers();
  readonly #operations = new Map<number, ReplayedOperation>();
  /** The event of each socket's last WSPEventSelect. */
  readonly #events = new Map<number, WSAEVENT | null>();
  /** How many calls have begun, and how many lines are done. */
  #met = 0;
  #over = 0;
  /** The line for which a timer runs. */
  #armed = -1;

  constructor(
    readonly layer: Layer,
    readonly script: Script,
    readonly differ: Differ,
  ) {
    this.#began = layer.platform.now();
  }

  answer(slot: SlotName, form: SlotForm, args: readonly unknown[]): number | boolean {
    const lpErrno = args[args.length - 1] as LPINT;
    const call: Call = { args, code: 0, bytes: 0, ...this.#numbers };
    const found = foundOf(slot, form, call);
    const at = this.script.calls[this.#met] ?? this.script.lines.length;
    const line = (this.script.lines[at] ?? null) as CallLine | null;
    if (line === null || !isSame(line, found) || !this.#reach(at, line)) {
      this.differ(this.script.places[at] ?? 0, line, found);
      return fail(slot, lpErrno, WSASYSCALLFAILURE);
    }
    const result = this.#give(slot, form, line, call);
    if (line.e !== undefined) setErrno(lpErrno, line.e);
    return result;
  }

  /** Waits until all lines before a line are done, and its time has come. Returns `false` if that can never happen. */
  #reach(at: number, { t, d = 0 }: CallLine): boolean {
    this.#met++;
    const { imports, platform } = this.layer;
    const due = this.#began + t + d;
    const isReached = () => {
      this.#pump();
      return this.#over === at && (d < WAITED || platform.now() >= due);
    };
    if (!isReached()) {
      if (due > platform.now()) imports.runLater(() => {}, due - platform.now());
      const code = imports.wait({ ready: isReached }, -1);
      // a callback inside a wait cannot wait: no time passes there
      if (code !== 0 && !(code === WSAEINPROGRESS && this.#over === at)) return false;
    }
    this.#over++;
    this.#arm();
    return true;
  }

  /** Ends the operations whose lines are next and due. */
  #pump(): void {
    for (;;) {
      const line = this.script.lines[this.#over];
      if (line === undefined || !("end" in line) || this.#began + line.t > this.layer.platform.now()) return;
      this.#over++;
      this.#end(line);
    }
  }

  /** Sets a timer for the next line, if it is not a call that the application makes. */
  #arm(): void {
    const at = this.#over;
    const line = this.script.lines[at];
    if (line === undefined || this.#armed === at) return;
    const { imports, platform, upcalls } = this.layer;
    const ms = Math.max(this.#began + line.t - platform.now(), 0);
    if ("end" in line) {
      this.#armed = at;
      imports.runLater(() => {
        this.#pump();
        this.#arm();
      }, ms);
    } else if (line.slot === "WSPEnumNetworkEvents" && line.out !== undefined) {
      const event = this.#events.get(line.s as number) ?? null;
      this.#armed = at;
      if (event !== null) imports.runLater(() => void upcalls.WPUSetEvent(event, ref(0)), ms);
    }
  }

  #end({ end, bytes, out = {}, e = 0 }: EndLine): void {
    const operation = this.#operations.get(end);
    if (operation === undefined) return;
    this.#operations.delete(end);
    const { form, call, substitute, ended } = operation;
    writeAgain(form, out, { ...call, code: e, bytes });
    ended(e, bytes, substitute, 0);
  }

  /** Repeats the effects of a recorded call, and returns its result. */
  #give(slot: SlotName, form: SlotForm, line: CallLine, call: Call): number | boolean {
    const { args } = call;
    if (line.o !== undefined && (line.e === undefined || line.e === WSA_IO_PENDING))
      return this.#start(form, line, call);
    writeAgain(form, line.out ?? {}, call);
    if (line.e !== undefined) return line.r;
    if (form.makesSocket) return this.#make(form, line, args);
    const { layer } = this;
    switch (slot) {
      case "WSPCloseSocket":
        this.#close(args[0] as SOCKET);
        break;
      case "WSPEventSelect":
        this.#events.set(line.s as number, args[1] as WSAEVENT | null);
        break;
      case "WSPEnumNetworkEvents":
        if (args[1] !== null && args[1] !== undefined) layer.upcalls.WPUResetEvent(args[1] as WSAEVENT, ref(0));
        break;
      case "WSPCleanup":
        return this.#cleanup(args[0] as LPINT);
    }
    return line.r;
  }

  #cleanup(lpErrno: LPINT): number {
    const result = this.layer.pass.WSPCleanup(lpErrno);
    const { lines, places } = this.script;
    if (this.layer.startups === 0 && this.#over < lines.length) {
      this.differ(places[this.#over], lines[this.#over], null);
    }
    return result;
  }

  #make({ hasSocket }: SlotForm, { r, s }: CallLine, args: readonly unknown[]): SOCKET {
    const { layer } = this;
    const lpErrno = args[args.length - 1] as LPINT;
    if (hasSocket && r === s) return args[0] as SOCKET;
    const parent = hasSocket ? layer.find(args[0] as SOCKET, lpErrno) : null;
    const below = parent?.below ?? layer.links.of(args[3] as Readonly<WSAPROTOCOL_INFOW>, lpErrno);
    if (below === null) return SOCKET_ERROR as SOCKET;
    // there is no provider below: use a number that is no handle
    const upper = layer.wrap((-2 - Number(r)) as SOCKET, below, lpErrno);
    if (upper !== SOCKET_ERROR) this.#numbers.add(upper);
    return upper;
  }

  #close(s: SOCKET): void {
    const socket = this.layer.find(s, ref(0));
    if (socket === null) return;
    this.#numbers.remove(s);
    this.layer.beginClose(socket);
    this.layer.settle(socket);
  }

  /** Starts an overlapped operation that the recording ends. */
  #start(form: SlotForm, line: CallLine, call: Call): number {
    const { layer } = this;
    const { args } = call;
    const lpErrno = args[args.length - 1] as LPINT;
    const socket = layer.find(args[0] as SOCKET, lpErrno);
    if (socket === null) return SOCKET_ERROR;
    const at = form.overlappedAt as number;
    const [overlapped, routine, thread] = args.slice(at, at + 3) as [
      WSAOVERLAPPED,
      LPWSAOVERLAPPED_COMPLETION_ROUTINE | null,
      WSATHREADID | null,
    ];
    const bytes = this.script.ends.get(line.o as number)?.bytes ?? 0;
    const operation = beginOperation(layer, socket, null, overlapped, routine, thread);
    const { overlapped: substitute, ended, errno } = operation;
    this.#operations.set(line.o as number, { form, call: { ...call, args: kept(args) }, substitute, ended });
    const isDone = line.e === undefined;
    if (isDone) {
      writeAgain(form, line.out ?? {}, { ...call, bytes });
      substitute.InternalHigh = bytes;
    } else {
      errno.value = WSA_IO_PENDING;
      // there is nothing to cancel below: the recording contains the end of a cancelled operation too
      operation.isBetweenCalls = true;
    }
    const given = args[form.bytesAt as number];
    return operation.started(isDone ? 0 : SOCKET_ERROR, isRef(given) ? (given as Ref<number>) : null, lpErrno);
  }
}

function foundOf(slot: SlotName, form: SlotForm, call: Call): Found {
  const data = readCall(form, call);
  return {
    slot,
    s: form.hasSocket ? call.numberOf(call.args[0] as SOCKET) : undefined,
    in: Object.keys(data).length > 0 ? data : undefined,
  };
}

function isSame(line: CallLine, found: Found): boolean {
  return line.slot === found.slot && line.s === found.s && JSON.stringify(line.in) === JSON.stringify(found.in);
}

function fail(slot: SlotName, lpErrno: LPINT, code: number): number | boolean {
  setErrno(lpErrno, code);
  return failureOf(slot);
}
