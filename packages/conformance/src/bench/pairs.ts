import {
  FIONBIO,
  LINGER,
  type Ref,
  ref,
  SO_LINGER,
  SOCKADDR_IN_SIZE,
  type SOCKET,
  SOL_SOCKET,
  WSA_WAIT_TIMEOUT,
} from "@ws2kit/spi";
import { NotArranged } from "../findings/finding.js";
import type { Bench } from "./bench.js";
import type { Program } from "./program.js";

/** Two connected sockets, in two processes. */
export interface Pair {
  readonly near: Program;
  readonly s: SOCKET;
  readonly far: Program;
  readonly peer: SOCKET;
}

/** A TCP connection from the machine to its neighbour. */
export function connectedPair(bench: Bench): Pair {
  return connectFrom(bench.program(), bench.neighbour.program());
}

/** A TCP connection within one machine: sent data arrives within the call. */
export function loopbackPair(bench: Bench): Pair {
  const program = bench.program();
  return connectFrom(program, program);
}

/** A connection that its listener has not accepted yet. */
export interface Waiting {
  readonly near: Program;
  /** The socket that has connected. */
  readonly socket: SOCKET;
  readonly far: Program;
  readonly listener: SOCKET;
}

/** A TCP connection from the machine to its neighbour, which waits to be accepted. */
export function waitingConnection(bench: Bench): Waiting {
  const far = bench.neighbour.program();
  const { s: listener, name } = far.listener();
  const near = bench.program();
  const socket = near.stream();
  near.must(near.connect(socket, name));
  return { near, socket, far, listener };
}

/** A TCP connection from a process to another, or to itself. */
export function connectFrom(near: Program, far: Program): Pair {
  const listener = far.listener();
  const s = near.stream();
  near.must(near.connect(s, listener.name));
  const peer = far.must(far.ws2.accept(listener.s, null, null));
  far.must(far.ws2.closesocket(listener.s));
  return { near, s, far, peer };
}

/** Closes a socket so that the peer's connection is reset. */
export function reset(program: Program, s: SOCKET): void {
  program.must(program.ws2.setsockopt(s, SOL_SOCKET, SO_LINGER, LINGER(1, 0), 4));
  program.must(program.ws2.closesocket(s));
}

/** Makes a socket non-blocking. */
export function unblock(program: Program, s: SOCKET): void {
  program.must(program.ws2.ioctlsocket(s, FIONBIO, ref(1)));
}

/** Waits for `ms` milliseconds of virtual time; completion routines of Windows CE run meanwhile. */
export function pass(program: Program, ms: number): void {
  const event = program.ws2.WSACreateEvent();
  const answer = program.ws2.WSAWaitForMultipleEvents(1, [event], false, ms, false);
  if (answer !== WSA_WAIT_TIMEOUT) throw new NotArranged("time did not pass");
  program.ws2.WSACloseEvent(event);
}

/** A buffer of `size` bytes whose values depend on their position. */
export function pattern(size: number, start = 0): Uint8Array {
  const bytes: Uint8Array = new Uint8Array(size);
  for (let i = 0; i < size; i++) bytes[i] = (start + i * 7 + (i >> 8)) & 0xff;
  return bytes;
}

/** Encodes text as bytes, one for each character. */
export function bytes(text: string): Uint8Array {
  const out: Uint8Array = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) out[i] = text.charCodeAt(i);
  return out;
}

/** The length argument for an out parameter with an IPv4 address. */
export function nameLength(): Ref<number> {
  return ref(SOCKADDR_IN_SIZE);
}
