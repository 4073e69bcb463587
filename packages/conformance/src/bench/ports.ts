import { type HANDLE, INVALID_HANDLE_VALUE, newWSAOVERLAPPED, ref, type WSAOVERLAPPED } from "@ws2kit/spi";
import type { Program } from "./program.js";

/** A new port. */
export function newPort(program: Program): HANDLE {
  return program.desktop.kernel32.CreateIoCompletionPort(INVALID_HANDLE_VALUE, 0, 0, 0) as HANDLE;
}

/** Associates a socket with a completion port. Returns the port, or 0. */
export function tie(program: Program, s: number, port: HANDLE | 0, key: unknown = 0): HANDLE | 0 {
  return program.desktop.kernel32.CreateIoCompletionPort(s, port, key, 0);
}

/** Removes a packet from the port. A field that the call does not write has its initial text from here. */
export function take(program: Program, port: HANDLE, ms = 0) {
  const [count, key, overlapped] = [ref(-7), ref<unknown>("untouched"), ref<WSAOVERLAPPED | null>(newWSAOVERLAPPED())];
  const taken = program.desktop.kernel32.GetQueuedCompletionStatus(port, count, key, overlapped, ms);
  const code = taken ? 0 : program.ws2.WSAGetLastError();
  return { taken, code, bytes: count.value, key: key.value, overlapped: overlapped.value };
}
