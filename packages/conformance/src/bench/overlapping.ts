import {
  type LPWSAOVERLAPPED_COMPLETION_ROUTINE,
  newWSABUF,
  newWSAOVERLAPPED,
  ref,
  type SOCKET,
  WSA_IO_PENDING,
  WSA_WAIT_EVENT_0,
  type WSAEVENT,
  type WSAOVERLAPPED,
} from "@ws2kit/spi";
import { equal, NotArranged, sameCode } from "../findings/finding.js";
import type { Program } from "./program.js";

/** How the end of an overlapped operation is reported. */
export interface Notice {
  readonly event?: WSAEVENT | null;
  readonly routine?: LPWSAOVERLAPPED_COMPLETION_ROUTINE | null;
  readonly flags?: number;
}

/** A started overlapped operation. */
export interface Started {
  readonly overlapped: WSAOVERLAPPED;
  readonly buf: Uint8Array;
  /** The code of the call: 0, WSA_IO_PENDING, or its error. */
  readonly code: number;
}

/** The result of WSAGetOverlappedResult. */
export interface Outcome {
  readonly code: number;
  readonly bytes: number;
  readonly flags: number;
}

/** Starts an overlapped receive of at most `size` bytes. */
export function receiveOverlapped(program: Program, s: SOCKET, size = 64, notice: Notice = {}): Started {
  const overlapped = newWSAOVERLAPPED(notice.event ?? null);
  const buf: Uint8Array = new Uint8Array(size);
  const { ws2 } = program;
  const result = ws2.WSARecv(s, [newWSABUF(buf)], 1, null, ref(notice.flags ?? 0), overlapped, notice.routine ?? null);
  return { overlapped, buf, code: result === 0 ? 0 : ws2.WSAGetLastError() };
}

/** As `receiveOverlapped`, when no data has arrived. Throws `NotArranged` unless the operation is pending. */
export function awaitingReceive(program: Program, s: SOCKET, size = 64, notice: Notice = {}): Started {
  const started = receiveOverlapped(program, s, size, notice);
  if (started.code !== WSA_IO_PENDING)
    throw new NotArranged(`WSARecv returned ${started.code}; its operation is not pending`);
  return started;
}

/** Starts an overlapped send of all of `buf`. */
export function sendOverlapped(program: Program, s: SOCKET, buf: Uint8Array, notice: Notice = {}): Started {
  const overlapped = newWSAOVERLAPPED(notice.event ?? null);
  const { ws2 } = program;
  const result = ws2.WSASend(s, [newWSABUF(buf)], 1, null, notice.flags ?? 0, overlapped, notice.routine ?? null);
  return { overlapped, buf, code: result === 0 ? 0 : ws2.WSAGetLastError() };
}

/** The result of an operation: its present state, or with `wait` its final state. */
export function outcomeOf(program: Program, s: SOCKET, overlapped: WSAOVERLAPPED, wait = false): Outcome {
  const [bytes, flags] = [ref(0), ref(0)];
  const done = program.ws2.WSAGetOverlappedResult(s, overlapped, bytes, wait, flags);
  return { code: done ? 0 : program.ws2.WSAGetLastError(), bytes: bytes.value, flags: flags.value };
}

/** Asserts that an operation has succeeded, with this number of bytes. */
export function completes(program: Program, s: SOCKET, { overlapped }: Started, bytes: number): void {
  const outcome = outcomeOf(program, s, overlapped);
  sameCode(outcome.code, 0, "the operation's error");
  equal(outcome.bytes, bytes, "the bytes that it transferred");
}

/** A new event, not signalled. */
export function newEvent(program: Program): WSAEVENT {
  return program.ws2.WSACreateEvent();
}

/** Whether an event is signalled now. */
export function isSignalled(program: Program, event: WSAEVENT): boolean {
  return program.ws2.WSAWaitForMultipleEvents(1, [event], false, 0, false) === WSA_WAIT_EVENT_0;
}

/** Waits for an event, at most a second of virtual time. Returns whether it was signalled. */
export function awaitEvent(program: Program, event: WSAEVENT): boolean {
  return program.ws2.WSAWaitForMultipleEvents(1, [event], false, 1000, false) === WSA_WAIT_EVENT_0;
}

/** A completion routine that records its arguments. */
export function recordingRoutine(): { routine: LPWSAOVERLAPPED_COMPLETION_ROUTINE; told: unknown[][] } {
  const told: unknown[][] = [];
  return { routine: (...args) => void told.push(args), told };
}
