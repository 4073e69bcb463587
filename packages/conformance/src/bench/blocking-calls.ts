import { FIONBIO, INVALID_SOCKET, newWSABUF, ref, type SOCKET, SOCKET_ERROR } from "@ws2kit/spi";
import type { Need } from "../findings/need.js";
import type { Bench } from "./bench.js";
import { connectFrom, pass, unblock } from "./pairs.js";
import type { Program } from "./program.js";

/** A call on a socket of `program` that blocks for ever: it waits for its peer, and the peer does nothing. */
export interface BlockingCall {
  readonly of: string;
  readonly needs: readonly Need[];
  readonly arrange: (bench: Bench, program: Program) => { readonly s: SOCKET; readonly call: () => number };
}

type Call = (program: Program, s: SOCKET) => number;

const STREAM: readonly Need[] = ["IPv4 stream"];
const DATAGRAM: readonly Need[] = ["IPv4 datagram"];

const onListener = (of: string, call: Call): BlockingCall => ({
  of,
  needs: STREAM,
  arrange(_, program) {
    const { s } = program.listener();
    return { s, call: () => call(program, s) };
  },
});

/** A connect to a neighbour who does not answer. */
const connecting: BlockingCall = {
  of: "connect",
  needs: ["otherHosts", "IPv4 stream", "network control"],
  arrange(bench, program) {
    const { name } = bench.neighbour.program().listener();
    bench.network.link("alpha", "beta", { path: "silent" });
    const s = program.stream();
    return { s, call: () => program.connect(s, name) };
  },
};

const onStream = (of: string, call: Call): BlockingCall => ({
  of: `${of} of a stream`,
  needs: STREAM,
  arrange(bench, program) {
    const { s } = connectFrom(program, bench.neighbour.program());
    return { s, call: () => call(program, s) };
  },
});

/** A stream counts as full after this many rounds of 100 ms without room. */
const QUIET_ROUNDS = 3;

/** Sends on a non-blocking stream until it takes not even one byte. Returns the number of sends that it took. */
function fill(program: Program, s: SOCKET): number {
  let sent = 0;
  for (const size of [8192, 1]) for (; program.send(s, new Uint8Array(size)) !== SOCKET_ERROR; sent++);
  return sent;
}

/** A send on a stream whose peer reads nothing, once neither end has room. */
const onFullStream = (of: string, call: Call): BlockingCall => ({
  of: `${of} of a stream`,
  needs: STREAM,
  arrange(bench, program) {
    const { s } = connectFrom(program, bench.neighbour.program());
    unblock(program, s);
    // bytes under way leave room when they reach the peer, so one refused send does not show that the stream is full
    for (let [quiet, rounds] = [0, 0]; quiet < QUIET_ROUNDS && rounds < 100; rounds++) {
      quiet = fill(program, s) === 0 ? quiet + 1 : 0;
      pass(program, 100);
    }
    program.must(program.ws2.ioctlsocket(s, FIONBIO, ref(0)));
    return { s, call: () => call(program, s) };
  },
});

const onDatagrams = (of: string, call: Call): BlockingCall => ({
  of: `${of} of datagrams`,
  needs: DATAGRAM,
  arrange(_, program) {
    const { s } = program.boundDatagram();
    return { s, call: () => call(program, s) };
  },
});

const buffers = () => [newWSABUF(new Uint8Array(4))];
/** The result of a call that returns a socket, as 0 or SOCKET_ERROR. */
const resultOf = (s: SOCKET) => (s === INVALID_SOCKET ? SOCKET_ERROR : 0);

const RECEIVES: readonly (readonly [of: string, Call])[] = [
  ["recv", ({ ws2 }, s) => ws2.recv(s, new Uint8Array(4), 4, 0)],
  ["recvfrom", ({ ws2 }, s) => ws2.recvfrom(s, new Uint8Array(4), 4, 0, null, null)],
  ["WSARecv", ({ ws2 }, s) => ws2.WSARecv(s, buffers(), 1, ref(0), ref(0), null, null)],
  ["WSARecvFrom", ({ ws2 }, s) => ws2.WSARecvFrom(s, buffers(), 1, ref(0), ref(0), null, null, null, null)],
];

/** The calls that block, each in every form. */
export const BLOCKING_CALLS: readonly BlockingCall[] = [
  onListener("accept", ({ ws2 }, s) => resultOf(ws2.accept(s, null, null))),
  onListener("WSAAccept", ({ ws2 }, s) => resultOf(ws2.WSAAccept(s, null, null, null, 0))),
  connecting,
  ...RECEIVES.map(([of, call]) => onStream(of, call)),
  ...RECEIVES.map(([of, call]) => onDatagrams(of, call)),
  onFullStream("send", (program, s) => program.send(s, new Uint8Array(4))),
  onFullStream("WSASend", ({ ws2 }, s) => ws2.WSASend(s, buffers(), 1, ref(0), 0, null, null)),
];
