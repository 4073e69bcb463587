import {
  newWSABUF,
  newWSAOVERLAPPED,
  type Ref,
  ref,
  type SOCKET,
  WSA_IO_PENDING,
  type WSABUF,
  type WSAOVERLAPPED,
} from "@ws2kit/spi";
import type { Bench } from "../../bench/bench.js";
import { outcomeOf } from "../../bench/overlapping.js";
import { bytes, connectedPair, loopbackPair } from "../../bench/pairs.js";
import type { Program } from "../../bench/program.js";
import { equal, sameCode, sameList } from "../../findings/finding.js";
import type { Need } from "../../findings/need.js";
import type { Check } from "../../running/check.js";

type Receive = (
  program: Program,
  s: SOCKET,
  parts: WSABUF[],
  count: Ref<number>,
  lpOverlapped: WSAOVERLAPPED | null,
) => number;

const recv: Receive = ({ ws2 }, s, parts, count, overlapped) =>
  ws2.WSARecv(s, parts, parts.length, count, ref(0), overlapped, null);
const recvFrom: Receive = ({ ws2 }, s, parts, count, overlapped) =>
  ws2.WSARecvFrom(s, parts, parts.length, count, ref(0), null, null, overlapped, null);

/** Receives into several buffers: on each kind of socket, with data at once or later, overlapped and not. */
const INTO_SEVERAL: readonly (readonly [
  of: string,
  kind: "stream" | "datagram",
  when: "pending" | "immediate" | "plain",
  Receive,
])[] = [
  ["WSARecv, later", "stream", "pending", recv],
  ["WSARecv, at once", "stream", "immediate", recv],
  ["WSARecv, not overlapped", "stream", "plain", recv],
  ["WSARecv of a datagram, at once", "datagram", "immediate", recv],
  ["WSARecvFrom, later", "datagram", "pending", recvFrom],
  ["WSARecvFrom, at once", "datagram", "immediate", recvFrom],
  ["WSARecvFrom, not overlapped", "datagram", "plain", recvFrom],
];

/** A socket that receives, and a function that sends six bytes to it. */
interface Source {
  readonly near: Program;
  readonly s: SOCKET;
  readonly send: () => void;
}

function streamFrom(bench: Bench): Source {
  const { near, s, peer } = loopbackPair(bench);
  return { near, s, send: () => void near.must(near.send(peer, bytes("abcdef"))) };
}

function datagramsFrom(bench: Bench): Source {
  const near = bench.program();
  const { s, name } = near.boundDatagram();
  return { near, s, send: () => void near.must(near.sendTo(near.datagram(), bytes("abcdef"), name)) };
}

/** Sends buffers, to `name` if the call has a destination. Returns the number of bytes sent. */
type Send = (program: Program, s: SOCKET, parts: WSABUF[], name: Uint8Array) => number;

const plainly: Send = (program, s, parts) => {
  const count = ref(0);
  program.works(program.ws2.WSASend(s, parts, parts.length, count, 0, null, null));
  return count.value;
};
const overlapping: Send = (program, s, parts) => {
  const overlapped = newWSAOVERLAPPED();
  return ended(program, s, overlapped, program.ws2.WSASend(s, parts, parts.length, null, 0, overlapped, null));
};
const plainlyTo: Send = (program, s, parts, name) => {
  const count = ref(0);
  program.works(program.ws2.WSASendTo(s, parts, parts.length, count, 0, name, name.length, null, null));
  return count.value;
};
const overlappingTo: Send = (program, s, parts, name) => {
  const overlapped = newWSAOVERLAPPED();
  const { ws2 } = program;
  const result = ws2.WSASendTo(s, parts, parts.length, null, 0, name, name.length, overlapped, null);
  return ended(program, s, overlapped, result);
};

/** Waits for the end of an operation whose call returned `result`. Returns the number of bytes transferred. */
function ended(program: Program, s: SOCKET, overlapped: WSAOVERLAPPED, result: number): number {
  if (result !== 0) program.fails(result, WSA_IO_PENDING);
  const outcome = outcomeOf(program, s, overlapped, true);
  sameCode(outcome.code, 0, "the operation's error");
  return outcome.bytes;
}

const connected: Send = (program, s, parts, name) => {
  program.must(program.connect(s, name));
  return plainly(program, s, parts, name);
};

/** Sends of several buffers: on each kind of socket, overlapped and not. */
const OF_SEVERAL: readonly (readonly [of: string | undefined, kind: "stream" | "datagram", Send, ...needs: Need[]])[] =
  [
    [undefined, "stream", plainly],
    ["overlapped", "stream", overlapping, "overlapped"],
    ["a connected datagram socket", "datagram", connected],
    ["a datagram", "datagram", plainlyTo],
    ["a datagram, overlapped", "datagram", overlappingTo, "overlapped"],
  ];

/** A socket that sends, and a function that returns the bytes that arrive at the other end. */
interface Destination {
  readonly near: Program;
  readonly s: SOCKET;
  readonly name: Uint8Array;
  readonly receive: () => Uint8Array;
}

function streamTo(bench: Bench): Destination {
  const { near, s, far, peer } = connectedPair(bench);
  return { near, s, name: new Uint8Array(0), receive: () => far.receiveAll(peer, 8) };
}

function datagramsTo(bench: Bench): Destination {
  const [near, far] = [bench.program(), bench.neighbour.program()];
  const peer = far.boundDatagram();
  return { near, s: near.datagram(), name: peer.name, receive: () => far.receive(peer.s) ?? new Uint8Array(0) };
}

/** Sends and receives of several buffers. */
export const SEVERAL_BUFFERS_CHECKS: readonly Check[] = [
  ...INTO_SEVERAL.map(
    ([of, kind, when, receive]): Check => ({
      rule: "overlapped/buffers-in-order",
      of,
      needs: [`IPv4 ${kind}`, ...(when === "plain" ? [] : (["overlapped"] as const))],
      run(bench) {
        const { near, s, send } = kind === "stream" ? streamFrom(bench) : datagramsFrom(bench);
        const parts = [2, 1, 4].map((size) => newWSABUF(new Uint8Array(size)));
        const overlapped = when === "plain" ? null : newWSAOVERLAPPED();
        const count = ref(0);
        if (when !== "pending") send();
        const result = receive(near, s, parts, count, overlapped);
        if (when === "pending") {
          near.fails(result, WSA_IO_PENDING);
          send();
        } else near.works(result);
        const outcome = overlapped === null ? { code: 0, bytes: count.value } : outcomeOf(near, s, overlapped, true);
        sameCode(outcome.code, 0, "the operation's error");
        equal(outcome.bytes, 6, "the bytes received");
        const all = parts.flatMap(({ buf }) => Array.from(buf as Uint8Array));
        sameList(all, [...bytes("abcdef"), 0], "the buffers, one after the other");
      },
    }),
  ),
  ...OF_SEVERAL.map(
    ([of, kind, send, ...needs]): Check => ({
      rule: "send/buffers-in-order",
      of,
      needs: [`IPv4 ${kind}`, ...needs],
      run(bench) {
        for (const texts of [
          ["to", "gether"],
          ["in", "one", "run"],
          ["in", "", "one", "run"],
        ]) {
          const { near, s, name, receive } = kind === "stream" ? streamTo(bench) : datagramsTo(bench);
          const parts = texts.map((text) => newWSABUF(bytes(text)));
          equal(send(near, s, parts, name), 8, "the bytes sent");
          sameList(receive(), bytes(texts.join("")), "what arrives");
        }
      },
    }),
  ),
];
