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

/** How a check wants to hear of the end of an overlapped operation. */
export interface Notice {
  readonly event?: WSAEVENT | null;
  readonly routine?: LPWSAOVERLAPPED_COMPLETION_ROUTINE | null;
  readonly flags?: number;
}

/** An overlapped operation that a check has asked for. */
export interface Started {
  readonly overlapped: WSAOVERLAPPED;
  readonly buf: Uint8Array;
  /** What the call answered: 0, WSA_IO_PENDING, or why it failed. */
  readonly code: number;
}

/** What WSAGetOverlappedResult tells of an operation. */
export interface Outcome {
  readonly code: number;
  readonly bytes: number;
  readonly flags: number;
}

/** Asks for an overlapped receive of at most `size` bytes. */
export function receiveOverlapped(program: Program, s: SOCKET, size = 64, notice: Notice = {}): Started {
  const overlapped = newWSAOVERLAPPED(notice.event ?? null);
  const buf: Uint8Array = new Uint8Array(size);
  const { ws2 } = program;
  const result = ws2.WSARecv(s, [newWSABUF(buf)], 1, null, ref(notice.flags ?? 0), overlapped, notice.routine ?? null);
  return { overlapped, buf, code: result === 0 ? 0 : ws2.WSAGetLastError() };
}

/** As `receiveOverlapped`, where nothing has come yet: an operation that is under way. */
export function awaitingReceive(program: Program, s: SOCKET, size = 64, notice: Notice = {}): Started {
  const started = receiveOverlapped(program, s, size, notice);
  if (started.code !== WSA_IO_PENDING) throw new NotArranged(`WSARecv answered ${started.code} and does not wait`);
  return started;
}

/** Asks for an overlapped send of all of `buf`. */
export function sendOverlapped(program: Program, s: SOCKET, buf: Uint8Array, notice: Notice = {}): Started {
  const overlapped = newWSAOVERLAPPED(notice.event ?? null);
  const { ws2 } = program;
  const result = ws2.WSASend(s, [newWSABUF(buf)], 1, null, notice.flags ?? 0, overlapped, notice.routine ?? null);
  return { overlapped, buf, code: result === 0 ? 0 : ws2.WSAGetLastError() };
}

/** What came of an operation, so far or, with `wait`, in the end. */
export function outcomeOf(program: Program, s: SOCKET, overlapped: WSAOVERLAPPED, wait = false): Outcome {
  const [bytes, flags] = [ref(0), ref(0)];
  const done = program.ws2.WSAGetOverlappedResult(s, overlapped, bytes, wait, flags);
  return { code: done ? 0 : program.ws2.WSAGetLastError(), bytes: bytes.value, flags: flags.value };
}

/** Holds that an operation has succeeded, with this many bytes. */
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

/** Waits for an event, at most a second of the network's time: whether it came. */
export function awaitEvent(program: Program, event: WSAEVENT): boolean {
  return program.ws2.WSAWaitForMultipleEvents(1, [event], false, 1000, false) === WSA_WAIT_EVENT_0;
}

/** A completion routine that writes down what it is told. */
export function recordingRoutine(): { routine: LPWSAOVERLAPPED_COMPLETION_ROUTINE; told: unknown[][] } {
  const told: unknown[][] = [];
  return { routine: (...args) => void told.push(args), told };
}
