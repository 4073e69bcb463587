import {
  isRef,
  type LPINT,
  SIO_BSP_HANDLE_POLL,
  type SlotName,
  type SOCKET,
  SOCKET_ERROR,
  setErrno,
  WSA_IO_PENDING,
  WSAEOPNOTSUPP,
  type WSAOVERLAPPED,
  type WSPPROC_TABLE,
} from "@ws2kit/spi";
import { Begun } from "../kit/begun.js";
import type { Layer } from "../kit/layer.js";
import type { LayerOverrides } from "../kit/layer-definition.js";
import { defineLayer } from "../pass/define-layer.js";
import type { LayerKind, Report } from "../stack/layer-kind.js";
import { readOptions } from "../stack/read-options.js";
import { kept, readCall, readWritten } from "./codec.js";
import { type Data, type Line, VERSION } from "./line.js";
import type { Call } from "./parameter.js";
import { FORMS, type SlotForm } from "./slots.js";
import { SocketNumbers } from "./socket-numbers.js";

/** One line of a recording. Write it to a file, followed by a line end. */
export interface RecordedLine {
  /** The layer that reports. */
  readonly layer: "record";
  /** A line of the recording, without a line end. */
  readonly line: string;
}

const RECORD_PROVIDER = "8D2B4B52-0B1E-4C39-8F0D-5A1E7C3B5000";

/** A layer that records every call through it, for `replay`, and changes nothing. */
export const record: LayerKind<object, RecordedLine> = {
  ProviderId: RECORD_PROVIDER,
  name: "Record",
  module(given, report, ProviderId = RECORD_PROVIDER) {
    readOptions(given, "record", {});
    return defineLayer({ ProviderId, name: "Record", attach: (layer) => recorded(layer, ProviderId, report) });
  },
};

/** An overlapped operation under way. */
interface RecordedOperation {
  readonly number: number;
  readonly form: SlotForm;
  readonly call: Call;
}

function recorded({ imports, pass, platform }: Layer, name: string, report: Report<RecordedLine>): LayerOverrides {
  const shared = imports.shared(`record ${name}`, () => ({ processes: 0 }));
  const p = shared.processes++;
  const began = platform.now();
  const numbers = new SocketNumbers();
  const begun = new Begun<RecordedOperation>();
  let calls = 0;
  let operations = 0;

  const write = (line: Line) => report({ layer: "record", line: JSON.stringify(line) });
  const time = () => rounded(platform.now() - began);
  const callOf = (args: readonly unknown[], code = 0, bytes = 0): Call => ({ args, code, bytes, ...numbers });

  function recording(slot: SlotName, form: SlotForm): (...args: unknown[]) => number | boolean {
    const next = (slot === "WSPIoctl" ? keepInSight(pass.WSPIoctl) : pass[slot]) as unknown as (
      ...args: unknown[]
    ) => number | boolean;
    return (...args) => {
      const n = calls++;
      const t = time();
      const s = form.hasSocket ? numbers.numberOf(args[0] as SOCKET) : undefined;
      const overlapped = args[form.overlappedAt ?? args.length] as WSAOVERLAPPED | null | undefined;
      const o = typeof overlapped === "object" && overlapped !== null ? ++operations : undefined;
      const given = readCall(form, callOf(args));
      if (o !== undefined) begun.add(overlapped as WSAOVERLAPPED, { number: o, form, call: callOf(kept(args)) });
      const result = next(...args);
      const e = result === SOCKET_ERROR || result === false ? errorOf(args) : undefined;
      if (o !== undefined && e !== undefined && e !== WSA_IO_PENDING) begun.refused(overlapped as WSAOVERLAPPED);
      const bytes = o === undefined ? bytesOf(form, args) : (overlapped as WSAOVERLAPPED).InternalHigh;
      const r = form.makesSocket && e === undefined ? numberOfNew(result as SOCKET, args[0]) : result;
      const d = rounded(time() - t);
      const out = e === WSA_IO_PENDING ? {} : readWritten(form, callOf(args, e, e === undefined ? bytes : 0));
      if (slot === "WSPCloseSocket" && e === undefined) numbers.remove(args[0] as SOCKET);
      write({ p, n, slot, t, d: d || undefined, s, o, in: some(given), out: some(out), r, e });
      return result;
    };
  }

  /** The number of a new socket. WSPJoinLeaf of a leaf returns the same socket, which has a number already. */
  function numberOfNew(made: SOCKET, s: unknown): number {
    return made === s ? numbers.numberOf(made) : numbers.add(made);
  }

  const slots: Record<string, unknown> = {};
  for (const [slot, form] of Object.entries(FORMS)) slots[slot] = recording(slot as SlotName, form);
  write({ p, version: VERSION });
  return {
    slots: slots as Partial<WSPPROC_TABLE>,
    ended(_socket, overlapped, code, bytes) {
      const operation = begun.ended(overlapped);
      if (operation === undefined) return;
      const { number: end, form, call } = operation;
      const out = readWritten(form, { ...call, code, bytes });
      write({ p, end, t: time(), bytes, out: some(out), e: code || undefined });
    },
  };
}

/** Refuses the driver below to WSAPoll, so that it uses select, which is recorded. */
function keepInSight(next: WSPPROC_TABLE["WSPIoctl"]): WSPPROC_TABLE["WSPIoctl"] {
  return (...call) => {
    if (call[1] !== SIO_BSP_HANDLE_POLL) return next(...call);
    setErrno(call[call.length - 1] as LPINT, WSAEOPNOTSUPP);
    return SOCKET_ERROR;
  };
}

function bytesOf({ bytesAt }: SlotForm, args: readonly unknown[]): number {
  const pointer = bytesAt === undefined ? null : args[bytesAt];
  return isRef(pointer) ? Number(pointer.value) : 0;
}

function errorOf(args: readonly unknown[]): number {
  const lpErrno = args[args.length - 1];
  return isRef(lpErrno) ? Number(lpErrno.value) : SOCKET_ERROR;
}

function some(data: Data): Data | undefined {
  return Object.keys(data).length > 0 ? data : undefined;
}

/** Rounds milliseconds to whole microseconds. */
function rounded(ms: number): number {
  return Math.round(ms * 1000) / 1000;
}
