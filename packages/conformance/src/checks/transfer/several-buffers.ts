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

/** Receives into several buffers: of each kind of socket, at once or later, and without overlapped I/O. */
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

/** A socket to receive with, and what sends six bytes to it. */
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
  {
    rule: "send/buffers-in-order",
    needs: ["IPv4 stream"],
    run(bench) {
      const { near, s, far, peer } = connectedPair(bench);
      const parts = ["in", "", "one", "run"].map((text) => newWSABUF(bytes(text)));
      const count = ref(0);
      near.works(near.ws2.WSASend(s, parts, parts.length, count, 0, null, null));
      equal(count.value, 8, "the bytes sent");
      sameList(far.receiveAll(peer, 8), bytes("inonerun"), "what arrives");
    },
  },
];
