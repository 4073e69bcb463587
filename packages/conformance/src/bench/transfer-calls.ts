import {
  type LPWSAOVERLAPPED_COMPLETION_ROUTINE,
  newWSABUF,
  ref,
  type SOCKET,
  SOCKET_ERROR,
  type WSAOVERLAPPED,
} from "@ws2kit/spi";
import type { Bench } from "./bench.js";
import { bytes, loopbackPair, nameLength } from "./pairs.js";
import type { Program } from "./program.js";

/** The kinds of socket that transfer data; checks run for each. */
export const TRANSFER_KINDS = ["stream", "datagram"] as const;
export type TransferKind = (typeof TRANSFER_KINDS)[number];

/** Two sockets of one program, each the other's peer; `name` is the peer's. */
export interface Ends {
  readonly program: Program;
  readonly s: SOCKET;
  readonly peer: SOCKET;
  readonly name: Uint8Array;
}

/** Connected sockets of one kind, within one machine: sent data arrives within the call. */
export function connectedEnds(bench: Bench, kind: TransferKind): Ends {
  if (kind === "stream") {
    const { near: program, s, peer } = loopbackPair(bench);
    return { program, s, peer, name: peerName(program, s) };
  }
  const program = bench.program();
  const [own, other] = [program.boundDatagram(), program.boundDatagram()];
  program.must(program.connect(own.s, other.name));
  program.must(program.connect(other.s, own.name));
  return { program, s: own.s, peer: other.s, name: other.name };
}

function peerName(program: Program, s: SOCKET): Uint8Array {
  const [name, length] = [new Uint8Array(16), nameLength()];
  program.must(program.ws2.getpeername(s, name, length));
  return name;
}

/** A call that sends or receives four bytes. Those that cannot be overlapped ignore the last two parameters. */
export interface TransferCall {
  readonly of: string;
  readonly canOverlap: boolean;
  readonly call: (
    ends: Ends,
    lpOverlapped?: WSAOVERLAPPED | null,
    lpCompletionRoutine?: LPWSAOVERLAPPED_COMPLETION_ROUTINE | null,
  ) => number;
}

const data = () => bytes("four");
const full = () => [newWSABUF(data())];
const empty = () => [newWSABUF(new Uint8Array(4))];

export const SENDS: readonly TransferCall[] = [
  { of: "send", canOverlap: false, call: ({ program, s }) => program.send(s, data()) },
  { of: "sendto", canOverlap: false, call: ({ program, s, name }) => program.sendTo(s, data(), name) },
  {
    of: "WSASend",
    canOverlap: true,
    call: ({ program, s }, o = null, r = null) => program.ws2.WSASend(s, full(), 1, ref(0), 0, o, r),
  },
  {
    of: "WSASendTo",
    canOverlap: true,
    call: ({ program, s, name }, o = null, r = null) =>
      program.ws2.WSASendTo(s, full(), 1, ref(0), 0, name, name.length, o, r),
  },
];

export const RECEIVES: readonly TransferCall[] = [
  { of: "recv", canOverlap: false, call: ({ program, s }) => program.ws2.recv(s, new Uint8Array(4), 4, 0) },
  {
    of: "recvfrom",
    canOverlap: false,
    call: ({ program, s }) => program.ws2.recvfrom(s, new Uint8Array(4), 4, 0, null, null),
  },
  {
    of: "WSARecv",
    canOverlap: true,
    call: ({ program, s }, o = null, r = null) => program.ws2.WSARecv(s, empty(), 1, ref(0), ref(0), o, r),
  },
  {
    of: "WSARecvFrom",
    canOverlap: true,
    call: ({ program, s }, o = null, r = null) =>
      program.ws2.WSARecvFrom(s, empty(), 1, ref(0), ref(0), null, null, o, r),
  },
];

/** Makes the peer send four bytes to `s`. */
export function feed({ program, peer }: Ends): void {
  program.must(program.send(peer, data()));
}

/** The code of the call that has just returned `result`: 0 if it succeeded. */
export function codeOf(program: Program, result: number): number {
  return result === SOCKET_ERROR ? program.ws2.WSAGetLastError() : 0;
}
