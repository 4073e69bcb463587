import {
  MSG_OOB,
  MSG_PARTIAL,
  MSG_PEEK,
  MSG_WAITALL,
  newWSABUF,
  newWSAOVERLAPPED,
  ref,
  type SOCKET,
  SOCKET_ERROR,
  WSA_IO_PENDING,
  WSAEOPNOTSUPP,
} from "@ws2kit/spi";
import type { Bench } from "../../bench/bench.js";
import { outcomeOf } from "../../bench/overlapping.js";
import { bytes, connectedPair, pass, pattern, unblock } from "../../bench/pairs.js";
import { type Program, room } from "../../bench/program.js";
import { equal, sameList } from "../../findings/finding.js";
import type { Need } from "../../findings/need.js";
import type { Check } from "../../running/check.js";

/** Peeks four bytes. Asserts that the call reports four bytes. */
type Peek = (program: Program, s: SOCKET, buf: Uint8Array) => void;

const peekByRecv: Peek = (program, s, buf) => void program.answers(program.ws2.recv(s, buf, 4, MSG_PEEK), 4);
const peekByRecvfrom: Peek = (program, s, buf) => {
  const { name, length } = room();
  program.answers(program.ws2.recvfrom(s, buf, 4, MSG_PEEK, name, length), 4);
};
const peekByWSARecv: Peek = (program, s, buf) => {
  const count = ref(0);
  program.works(program.ws2.WSARecv(s, [newWSABUF(buf)], 1, count, ref(MSG_PEEK), null, null));
  equal(count.value, 4, "the bytes peeked at");
};
const peekByWSARecvFrom: Peek = (program, s, buf) => {
  const count = ref(0);
  program.works(program.ws2.WSARecvFrom(s, [newWSABUF(buf)], 1, count, ref(MSG_PEEK), null, null, null, null));
  equal(count.value, 4, "the bytes peeked at");
};
const peekOverlapped: Peek = (program, s, buf) => {
  const overlapped = newWSAOVERLAPPED();
  const { ws2 } = program;
  const result = ws2.WSARecvFrom(s, [newWSABUF(buf)], 1, null, ref(MSG_PEEK), null, null, overlapped, null);
  if (result === SOCKET_ERROR) program.fails(result, WSA_IO_PENDING);
  equal(outcomeOf(program, s, overlapped, true).bytes, 4, "the bytes peeked at");
};

const peekIntoTwo: Peek = (program, s, buf) => {
  const [count, buffers] = [ref(0), [newWSABUF(buf.subarray(0, 1)), newWSABUF(buf.subarray(1))]];
  program.works(program.ws2.WSARecv(s, buffers, 2, count, ref(MSG_PEEK), null, null));
  equal(count.value, 4, "the bytes peeked at");
};

/** The calls that peek, by kind of socket. */
const PEEKS: readonly (readonly [of: string | undefined, kind: "stream" | "datagram", Peek, ...needs: Need[]])[] = [
  [undefined, "stream", peekByRecv],
  ["WSARecv", "stream", peekByWSARecv],
  ["into two buffers", "stream", peekIntoTwo],
  ["recv of a datagram", "datagram", peekByRecv],
  ["recvfrom of a datagram", "datagram", peekByRecvfrom],
  ["WSARecvFrom of a datagram", "datagram", peekByWSARecvFrom],
  ["a datagram into two buffers", "datagram", peekIntoTwo],
  ["overlapped, of a datagram", "datagram", peekOverlapped, "overlapped"],
];

/** A socket that has received the bytes "data". */
function withData(bench: Bench, kind: "stream" | "datagram"): { program: Program; s: SOCKET } {
  if (kind === "stream") {
    const { near, s, far, peer } = connectedPair(bench);
    far.must(far.send(peer, bytes("data")));
    return { program: near, s };
  }
  const [program, far] = [bench.program(), bench.neighbour.program()];
  const { s, name } = program.boundDatagram();
  far.must(far.sendTo(far.datagram(), bytes("data"), name));
  return { program, s };
}

/**
 * Receives `size` bytes with MSG_WAITALL. Ends the check if a third party's provider does not support the flag.
 */
function receiveAll(bench: Bench, program: Program, s: SOCKET, size: number): Uint8Array {
  const buf: Uint8Array = new Uint8Array(size);
  const count = program.ws2.recv(s, buf, size, MSG_WAITALL);
  const isUnknown = count === SOCKET_ERROR && program.ws2.WSAGetLastError() === WSAEOPNOTSUPP;
  if (isUnknown && !bench.description.shipped) bench.inapplicable("the provider does not support MSG_WAITALL");
  return buf.subarray(0, program.works(count));
}

/** Receives with flags. */
export const RECEIVE_FLAG_CHECKS: readonly Check[] = [
  ...PEEKS.map(
    ([of, kind, peek, ...needs]): Check => ({
      rule: "recv/peek",
      of,
      needs: [`IPv4 ${kind}`, ...needs],
      run(bench) {
        const { program, s } = withData(bench, kind);
        for (const times of ["once", "twice"]) {
          const buf: Uint8Array = new Uint8Array(4);
          peek(program, s, buf);
          sameList(buf, bytes("data"), `what was peeked at ${times}`);
        }
        sameList(program.receive(s) ?? [], bytes("data"), "what is read then");
      },
    }),
  ),
  {
    rule: "recv/all",
    of: "until the buffer is full",
    needs: ["IPv4 stream", "otherHosts", "network control"],
    run(bench) {
      const { near, s, far, peer } = connectedPair(bench);
      // the data arrives in pieces, the last long after the first
      bench.network.link("alpha", "beta", { bandwidth: 10_000 });
      for (let at = 0; at < 5000; at += 1000) far.must(far.ws2.send(peer, pattern(5000), 1000, 0, at));
      const received = receiveAll(bench, near, s, 4000);
      equal(received.length, 4000, "the bytes received at once");
      sameList(received, pattern(5000).slice(0, 4000), "what is received");
    },
  },
  {
    rule: "recv/all",
    of: "until the stream ends",
    needs: ["IPv4 stream"],
    run(bench) {
      const { near, s, far, peer } = connectedPair(bench);
      far.must(far.send(peer, bytes("all of it")));
      far.must(far.ws2.closesocket(peer));
      sameList(receiveAll(bench, near, s, 40), bytes("all of it"), "what is received");
      equal(receiveAll(bench, near, s, 40).length, 0, "the bytes received afterwards");
    },
  },
  {
    rule: "recv/all",
    of: "several buffers",
    needs: ["IPv4 stream", "otherHosts", "network control"],
    run(bench) {
      const { near, s, far, peer } = connectedPair(bench);
      bench.network.link("alpha", "beta", { bandwidth: 10_000 });
      for (let at = 0; at < 3000; at += 1000) far.must(far.ws2.send(peer, pattern(3000), 1000, 0, at));
      const parts = [1500, 1, 1499].map((size): Uint8Array => new Uint8Array(size));
      const buffers = parts.map((part) => newWSABUF(part));
      const received = ref(0);
      const result = near.ws2.WSARecv(s, buffers, 3, received, ref(MSG_WAITALL), null, null);
      const isUnknown = result === SOCKET_ERROR && near.ws2.WSAGetLastError() === WSAEOPNOTSUPP;
      if (isUnknown && !bench.description.shipped) bench.inapplicable("the provider does not support MSG_WAITALL");
      near.works(result);
      equal(received.value, 3000, "the bytes received at once");
      sameList(
        parts.flatMap((part) => [...part]),
        pattern(3000),
        "what is received",
      );
    },
  },
  {
    rule: "recv/all-refused",
    needs: ["IPv4 stream"],
    run(bench) {
      const { near, s, far, peer } = connectedPair(bench);
      far.must(far.send(peer, bytes("abc")));
      pass(near, 10);
      const receive = (flags: number) => near.ws2.recv(s, new Uint8Array(3), 3, MSG_WAITALL | flags);
      for (const flag of [MSG_PEEK, MSG_OOB, MSG_PARTIAL]) {
        near.fails(receive(flag), WSAEOPNOTSUPP, `the error with flag ${flag}`);
      }
      unblock(near, s);
      near.fails(receive(0), WSAEOPNOTSUPP, "the error of a non-blocking socket");
      sameList(near.receive(s) ?? [], bytes("abc"), "what is left");
    },
  },
];
