import {
  DWORD,
  FD_READ,
  FIONBIO,
  FROM_PROTOCOL_INFO,
  newWSAPROTOCOL_INFOW,
  readDWORD,
  ref,
  SD_SEND,
  SG_UNCONSTRAINED_GROUP,
  SO_GROUP_ID,
  SO_RCVBUF,
  type SOCKET,
  SOCKET_ERROR,
  SOL_SOCKET,
  WSA_FLAG_OVERLAPPED,
  WSA_IO_PENDING,
  WSAESHUTDOWN,
  WSAEWOULDBLOCK,
} from "@ws2kit/spi";
import type { Bench } from "../../bench/bench.js";
import { receiveOverlapped } from "../../bench/overlapping.js";
import { bytes, connectedPair, type Pair, pass } from "../../bench/pairs.js";
import { type Program, room } from "../../bench/program.js";
import { take, watch } from "../../bench/watched.js";
import { equal, holds, sameCode, sameEvents, sameList } from "../../findings/finding.js";
import type { Need } from "../../findings/need.js";
import type { Check } from "../../running/check.js";

const FROM = FROM_PROTOCOL_INFO;

/** Opens another descriptor of a socket in the same process, with this group and these flags. */
function duplicateOf(program: Program, s: SOCKET, g = 0, dwFlags = 0): SOCKET {
  const info = newWSAPROTOCOL_INFOW();
  const { ws2, control } = program;
  program.works(ws2.WSADuplicateSocketW(s, control.processId, info), "WSADuplicateSocketW's error");
  return program.works(ws2.WSASocketW(FROM, FROM, FROM, info, g, dwFlags), "the error of the duplicate");
}

/** Acts on the descriptor `one` of a socket, and asserts the effect on the descriptor `other`. */
type Effect = (program: Program, one: SOCKET, other: SOCKET, pair: Pair) => void;

function optionOf({ ws2 }: Program, s: SOCKET, optname: number): number {
  const value: Uint8Array = new Uint8Array(4);
  return ws2.getsockopt(s, SOL_SOCKET, optname, value, ref(4)) === SOCKET_ERROR ? -1 : readDWORD(value);
}

const option: Effect = (program, one, other) => {
  program.works(program.ws2.setsockopt(one, SOL_SOCKET, SO_RCVBUF, DWORD(4321), 4));
  equal(optionOf(program, other, SO_RCVBUF), 4321, "SO_RCVBUF through the other descriptor");
};

const blockingMode: Effect = (program, one, other) => {
  program.works(program.ws2.ioctlsocket(one, FIONBIO, ref(1)));
  program.fails(program.ws2.recv(other, new Uint8Array(1), 1, 0), WSAEWOULDBLOCK, "recv's error");
};

const shutDown: Effect = (program, one, other) => {
  program.works(program.ws2.shutdown(one, SD_SEND));
  program.fails(program.send(other, bytes("x")), WSAESHUTDOWN, "send's error");
};

const eventRegistration: Effect = (program, one, other, { far, peer }) => {
  const { event } = watch(program, one, FD_READ);
  far.must(far.send(peer, bytes("x")));
  const recorded = take({ program, s: other, event }, true);
  sameEvents(recorded.lNetworkEvents, FD_READ, "the events that the other descriptor reports");
};

/** The state that all descriptors of a socket share. */
const STATES: readonly (readonly [of: string, Effect, ...needs: Need[]])[] = [
  ["an option", option, "option SO_RCVBUF"],
  ["blocking mode", blockingMode],
  ["shutdown", shutDown],
  ["event registration", eventRegistration, "events"],
];

/** A change through either descriptor of a connected socket takes effect for the other. */
const states: readonly Check[] = STATES.flatMap(([state, effect, ...needs]) =>
  (["the source", "the duplicate"] as const).map(
    (by): Check => ({
      rule: "sharing/state/one",
      of: `${state}, by ${by}`,
      needs: ["IPv4 stream", ...needs],
      run(bench) {
        const pair = connectedPair(bench);
        const second = duplicateOf(pair.near, pair.s);
        if (by === "the source") effect(pair.near, pair.s, second, pair);
        else effect(pair.near, second, pair.s, pair);
      },
    }),
  ),
);

/** Asserts that a descriptor and the peer can send to each other. */
function works({ near, far, peer }: Pair, s: SOCKET): void {
  near.works(near.send(s, bytes("there")), "the error of a send by the descriptor that is left");
  sameList(far.receive(peer) ?? [], bytes("there"), "what the peer receives");
  far.works(far.send(peer, bytes("back")), "the error of the peer's send");
  sameList(near.receive(s) ?? [], bytes("back"), "what the descriptor that is left receives");
}

/**
 * The code of an overlapped receive without data on a non-blocking socket. It shows whether the socket is overlapped.
 */
function codeOfReceive(program: Program, s: SOCKET): number {
  return receiveOverlapped(program, s, 4).code;
}

/** A bound, non-blocking datagram socket that was opened with these flags. */
function quietDatagram(program: Program, dwFlags: number): SOCKET {
  const { ws2 } = program;
  const s = program.must(ws2.WSASocketW(2, 2, 0, null, 0, dwFlags));
  program.bind(s);
  program.must(ws2.ioctlsocket(s, FIONBIO, ref(1)));
  return s;
}

const groupOf = (program: Program, s: SOCKET) => optionOf(program, s, SO_GROUP_ID);

/** The state that the descriptors of a shared socket have in common, and the state of each descriptor. */
export const SHARED_STATE_CHECKS: readonly Check[] = [
  ...states,
  {
    rule: "sharing/state/one",
    of: "the connection",
    needs: ["IPv4 stream"],
    run(bench) {
      const [near, far] = [bench.program(), bench.neighbour.program()];
      const listener = far.listener();
      const s = near.stream();
      const second = duplicateOf(near, s);
      near.works(near.connect(second, listener.name), "connect's error");
      const { name, length } = room();
      near.works(near.ws2.getpeername(s, name, length), "getpeername's error");
      sameList(name, listener.name, "the peer through the other descriptor");
      const peer = far.must(far.ws2.accept(listener.s, null, null));
      far.must(far.send(peer, bytes("x")));
      sameList(near.receive(s) ?? [], bytes("x"), "what the other descriptor receives");
    },
  },
  ...(["the source", "the duplicate"] as const).map(
    (closed): Check => ({
      rule: "sharing/close/last-frees",
      of: `${closed} of a stream is closed`,
      needs: ["IPv4 stream"],
      run(bench) {
        const pair = connectedPair(bench);
        const { near, s, far, peer } = pair;
        const second = duplicateOf(near, s);
        const [first, last] = closed === "the source" ? [s, second] : [second, s];
        near.works(near.ws2.closesocket(first));
        pass(near, 10);
        works(pair, last);
        near.works(near.ws2.closesocket(last));
        far.answers(far.ws2.recv(peer, new Uint8Array(1), 1, 0), 0, "the peer's recv once both are closed");
      },
    }),
  ),
  {
    rule: "sharing/import/another-descriptor",
    of: "each of two sockets by its own info",
    needs: ["IPv4 datagram"],
    run(bench) {
      const program = bench.program();
      const { ws2, control } = program;
      const sources = [program.boundDatagram().s, program.boundDatagram().s];
      const infos = sources.map((s) => {
        const info = newWSAPROTOCOL_INFOW();
        program.works(ws2.WSADuplicateSocketW(s, control.processId, info), "WSADuplicateSocketW's error");
        return info;
      });
      // opens the later duplicate first: neither the order nor the use of the other info matters
      for (const i of [1, 0]) {
        const second = program.works(ws2.WSASocketW(FROM, FROM, FROM, infos[i], 0, 0), "the error of a duplicate");
        equal(program.portOf(second), program.portOf(sources[i]), `the port of duplicate ${i + 1}`);
      }
    },
  },
  {
    rule: "sharing/import/flags-ignored",
    of: "the source is overlapped",
    needs: ["IPv4 datagram", "overlapped"],
    run(bench) {
      const program = bench.program();
      const s = quietDatagram(program, WSA_FLAG_OVERLAPPED);
      const second = duplicateOf(program, s);
      sameCode(codeOfReceive(program, second), WSA_IO_PENDING, "the code of an overlapped receive");
    },
  },
  {
    rule: "sharing/import/flags-ignored",
    of: "the source is not overlapped",
    // no data ever arrives for this receive
    needs: ["IPv4 datagram", "overlapped", "virtual time"],
    run(bench) {
      const program = bench.program();
      const s = quietDatagram(program, 0);
      const second = duplicateOf(program, s, 0, WSA_FLAG_OVERLAPPED);
      sameCode(codeOfReceive(program, second), codeOfReceive(program, s), "the code of an overlapped receive");
    },
  },
  {
    rule: "sharing/import/g-ignored",
    of: "a new group",
    needs: ["groups", "option SO_GROUP_ID"],
    run(bench) {
      const program = bench.program();
      const second = duplicateOf(program, program.socket(), SG_UNCONSTRAINED_GROUP);
      equal(groupOf(program, second), 0, "the id of the duplicate's group");
    },
  },
  {
    rule: "sharing/import/g-ignored",
    of: "the source is in a group",
    needs: ["groups", "option SO_GROUP_ID"],
    run(bench: Bench) {
      const program = bench.program();
      const [af, type, protocol] = program.anyKind;
      const { ws2 } = program;
      const open = () =>
        bench.trace.ofAnyKind(() => ws2.WSASocketW(af, type, protocol, null, SG_UNCONSTRAINED_GROUP, 0));
      const [s, stranger] = [program.works(open()), program.works(open())];
      const id = groupOf(program, s);
      holds(id > 2, "whether the source is in a group");
      const second = duplicateOf(program, s, groupOf(program, stranger));
      equal(groupOf(program, second), id, "the id of the duplicate's group");
    },
  },
];
