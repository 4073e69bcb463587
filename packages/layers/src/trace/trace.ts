import {
  isRef,
  OVERLAPPED_AT,
  SLOTS,
  type SlotName,
  SOCKET_ERROR,
  WSA_IO_PENDING,
  type WSAOVERLAPPED,
  type WSPPROC_TABLE,
} from "@ws2kit/spi";
import { Begun } from "../kit/begun.js";
import type { Layer } from "../kit/layer.js";
import type { LayerSocket } from "../kit/layer-socket.js";
import { defineLayer } from "../pass/define-layer.js";
import type { LayerKind, Report } from "../stack/layer-kind.js";
import { listOf, oneOf, readOptions } from "../stack/read-options.js";
import type { Crossing, Details } from "./crossing.js";
import { DETAILS } from "./details.js";

/** The options of `trace`. */
export interface TraceOptions {
  /** The slots to report; all of them by default. */
  readonly slots?: readonly SlotName[];
}

const TRACE_PROVIDER = "8D2B4B52-0B1E-4C39-8F0D-5A1E7C3B1000";

/** A layer that reports every call of a slot, and changes nothing. */
export const trace: LayerKind<TraceOptions, Crossing> = {
  ProviderId: TRACE_PROVIDER,
  name: "Trace",
  module(given, report, ProviderId = TRACE_PROVIDER) {
    const { slots = SLOTS } = readOptions(given, "trace", { slots: listOf(oneOf(...SLOTS)) });
    return defineLayer({ ProviderId, name: "Trace", attach: (layer) => traced(layer, slots, report) });
  },
};

const MAKES_SOCKET: readonly SlotName[] = ["WSPAccept", "WSPJoinLeaf", "WSPSocket"];
const HAS_NO_SOCKET: readonly SlotName[] = [
  "WSPAddressToString",
  "WSPCancelBlockingCall",
  "WSPCleanup",
  "WSPSelect",
  "WSPStringToAddress",
];

/** An overlapped operation under way. */
interface TracedOperation {
  readonly number: number;
  readonly slot: SlotName;
  readonly at: number;
}

function traced(
  { pass, platform, imports: { processId } }: Layer,
  told: readonly SlotName[],
  report: Report<Crossing>,
) {
  const begun = new Begun<TracedOperation>();
  let operations = 0;

  /** Returns a new number for an overlapped operation; 0 for a plain call. */
  function begin(slot: SlotName, overlapped: unknown, at: number): number {
    if (typeof overlapped !== "object" || overlapped === null) return 0;
    begun.add(overlapped as WSAOVERLAPPED, { number: ++operations, slot, at });
    return operations;
  }

  const slots: Record<string, unknown> = {};
  for (const slot of told) {
    const next = pass[slot] as unknown as (...args: unknown[]) => number | boolean;
    const overlappedAt = OVERLAPPED_AT[slot] ?? -1;
    slots[slot] = (...args: unknown[]) => {
      const began = platform.now();
      const overlapped = args[overlappedAt] as WSAOVERLAPPED;
      const operation = begin(slot, overlapped, began);
      const result = next(...args);
      const code = result === SOCKET_ERROR || result === false ? codeOf(args) : 0;
      if (code !== 0 && code !== WSA_IO_PENDING && operation !== 0) begun.refused(overlapped);
      // read the clock now: the lines of the layers below come first, and their times too
      const at = platform.now();
      const took = at - began;
      const socket = socketOf(slot, args, result);
      const details = detailsOf(slot, args);
      report({ ...CROSSING, at, took, process: processId, slot, socket, operation, details, result, code });
      return result;
    };
  }

  return {
    slots: slots as Partial<WSPPROC_TABLE>,
    ended({ upper: socket }: LayerSocket, overlapped: WSAOVERLAPPED, code: number, bytes: number) {
      const one = begun.ended(overlapped);
      if (one === undefined) return;
      const { slot, number: operation } = one;
      const at = platform.now();
      const took = at - one.at;
      const end = { at, took, process: processId, slot, socket, operation, result: bytes, code };
      report({ ...CROSSING, ...end, hasEnded: true });
    },
  };
}

const CROSSING = { layer: "trace", hasEnded: false, details: {} as Details } as const;

function codeOf(args: readonly unknown[]): number {
  const lpErrno = args[args.length - 1];
  return isRef(lpErrno) ? (lpErrno.value as number) : 0;
}

function socketOf(slot: SlotName, args: readonly unknown[], result: number | boolean): number {
  if (MAKES_SOCKET.includes(slot)) return result as number;
  return HAS_NO_SOCKET.includes(slot) || typeof args[0] !== "number" ? SOCKET_ERROR : args[0];
}

/** The details of a call. A caller's arguments can be any values; those that cannot be read are left out. */
function detailsOf(slot: SlotName, args: readonly unknown[]): Details {
  try {
    return DETAILS[slot]?.(args) ?? {};
  } catch {
    return {};
  }
}
