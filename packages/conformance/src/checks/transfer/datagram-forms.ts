import {
  AF_INET,
  newWSABUF,
  newWSAOVERLAPPED,
  ref,
  SOCK_DGRAM,
  type SOCKET,
  SOCKET_ERROR,
  WSA_IO_PENDING,
  WSAEMSGSIZE,
} from "@ws2kit/spi";
import type { Bench } from "../../bench/bench.js";
import { outcomeOf } from "../../bench/overlapping.js";
import { bytes, pattern } from "../../bench/pairs.js";
import { type Program, room } from "../../bench/program.js";
import { equal, sameCode, sameList } from "../../findings/finding.js";
import type { Need } from "../../findings/need.js";
import type { Check } from "../../running/check.js";

/** The result of a receive of a datagram. */
interface Received {
  readonly code: number;
  readonly bytes: number;
  /** The sender's name and its length, if the call returns them. */
  readonly from: Uint8Array | null;
  readonly fromlen: number;
}

/** Receives a datagram into `buf`, by one of the calls that receive. */
type Receive = (program: Program, s: SOCKET, buf: Uint8Array) => Received;

const codeOf = ({ ws2 }: Program, result: number) => (result === SOCKET_ERROR ? ws2.WSAGetLastError() : 0);

const recv: Receive = (program, s, buf) => {
  const result = program.ws2.recv(s, buf, buf.length, 0);
  return { code: codeOf(program, result), bytes: result, from: null, fromlen: 0 };
};
const recvfrom: Receive = (program, s, buf) => {
  const { name, length } = room(40);
  const result = program.ws2.recvfrom(s, buf, buf.length, 0, name, length);
  return { code: codeOf(program, result), bytes: result, from: name, fromlen: length.value };
};
const WSARecv: Receive = (program, s, buf) => {
  const count = ref(0);
  const result = program.ws2.WSARecv(s, [newWSABUF(buf)], 1, count, ref(0), null, null);
  return { code: codeOf(program, result), bytes: count.value, from: null, fromlen: 0 };
};
const WSARecvFrom: Receive = (program, s, buf) => {
  const [{ name, length }, count] = [room(40), ref(0)];
  const result = program.ws2.WSARecvFrom(s, [newWSABUF(buf)], 1, count, ref(0), name, length, null, null);
  return { code: codeOf(program, result), bytes: count.value, from: name, fromlen: length.value };
};
const overlapped: Receive = (program, s, buf) => {
  const [{ name, length }, operation] = [room(40), newWSAOVERLAPPED()];
  const result = program.ws2.WSARecvFrom(s, [newWSABUF(buf)], 1, null, ref(0), name, length, operation, null);
  const code = codeOf(program, result);
  if (code !== 0 && code !== WSA_IO_PENDING) return { code, bytes: 0, from: name, fromlen: length.value };
  const outcome = outcomeOf(program, s, operation, true);
  return { code: outcome.code, bytes: outcome.bytes, from: name, fromlen: length.value };
};

const FORMS: readonly (readonly [of: string, Receive, ...needs: Need[]])[] = [
  ["recv", recv],
  ["recvfrom", recvfrom],
  ["WSARecv", WSARecv],
  ["WSARecvFrom", WSARecvFrom],
  ["WSARecvFrom, overlapped", overlapped, "overlapped"],
];

/** Sizes of datagrams: no bytes, one byte, one Ethernet frame and several. */
const SIZES = [0, 1, 1400, 8000];

/** The sizes that the catalog permits: dwMessageSize 0 and 1 set no limit. */
function sizesOf(bench: Bench): readonly number[] {
  const { entries } = bench.machine.machine.catalog;
  const entry = entries.find((each) => each.iAddressFamily === AF_INET && each.iSocketType === SOCK_DGRAM);
  const most = entry?.dwMessageSize ?? 0;
  return SIZES.filter((size) => most <= 1 || size <= most);
}

/** A datagram socket, and one that sends to it. */
function sender(bench: Bench) {
  const [program, far] = [bench.program(), bench.neighbour.program()];
  const { s, name } = program.boundDatagram();
  const other = far.boundDatagram();
  return { program, s, far, other, send: (data: Uint8Array) => far.must(far.sendTo(other.s, data, name)) };
}

/** Every call that receives a datagram, connected or not. */
export const DATAGRAM_FORM_CHECKS: readonly Check[] = [
  ...FORMS.flatMap(([of, receive, ...more]): Check[] => {
    const needs: readonly Need[] = ["IPv4 datagram", ...more];
    return [
      {
        rule: "datagram/whole",
        of,
        needs,
        run(bench) {
          const { program, s, send } = sender(bench);
          for (const size of sizesOf(bench)) {
            send(pattern(size));
            const buf: Uint8Array = new Uint8Array(size + 1);
            const { code, bytes: count } = receive(program, s, buf);
            sameCode(code, 0, `the error of a datagram of ${size} bytes`);
            equal(count, size, "the bytes received");
            sameList(buf.subarray(0, size), pattern(size), `the datagram of ${size} bytes`);
          }
        },
      },
      {
        rule: "recv/datagram-longer",
        of,
        needs,
        run(bench) {
          const { program, s, send } = sender(bench);
          send(pattern(10));
          send(bytes("next"));
          const buf: Uint8Array = new Uint8Array(4);
          sameCode(receive(program, s, buf).code, WSAEMSGSIZE, "the error");
          sameList(buf, pattern(4), "the beginning of it");
          sameList(program.receive(s) ?? [], bytes("next"), "what is received next");
        },
      },
    ];
  }),
  ...FORMS.filter(([, receive]) => receive !== recv && receive !== WSARecv).flatMap(([of, receive, ...more]) =>
    [false, true].map(
      (isConnected): Check => ({
        rule: "recvfrom/from",
        of: isConnected ? `${of}, of a connected socket` : of,
        needs: ["IPv4 datagram", ...more],
        run(bench) {
          const { program, s, other, send } = sender(bench);
          if (isConnected) program.must(program.connect(s, other.name));
          send(bytes("x"));
          const { code, from, fromlen } = receive(program, s, new Uint8Array(4));
          sameCode(code, 0, "the error");
          equal(fromlen, 16, "the length of the sender's name");
          sameList((from ?? new Uint8Array(0)).subarray(0, 16), other.name, "the sender");
        },
      }),
    ),
  ),
  {
    rule: "WSPSocket/datagram/connected-sends",
    of: "after a datagram to another",
    needs: ["IPv4 datagram"],
    run(bench) {
      const [program, far] = [bench.program(), bench.neighbour.program()];
      const [peer, other] = [far.boundDatagram(), far.boundDatagram()];
      const s = program.datagram();
      program.must(program.connect(s, peer.name));
      // each protocol decides whether a connected socket may send to another destination
      program.sendTo(s, bytes("other"), other.name);
      program.works(program.send(s, bytes("hello")));
      sameList(far.receive(peer.s) ?? [], bytes("hello"), "what the peer receives");
    },
  },
];
