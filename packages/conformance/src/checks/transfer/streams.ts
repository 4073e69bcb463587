import {
  DWORD,
  FIONBIO,
  FIONREAD,
  LINGER,
  ref,
  SD_SEND,
  SO_LINGER,
  SO_RCVTIMEO,
  SO_SNDTIMEO,
  type SOCKET,
  SOL_SOCKET,
  WSAECONNRESET,
  WSAEFAULT,
  WSAENETDOWN,
  WSAENOTCONN,
  WSAETIMEDOUT,
  WSAEWOULDBLOCK,
} from "@ws2kit/spi";
import type { Bench } from "../../bench/bench.js";
import { bytes, connectedPair, type Pair, pass, pattern, unblock } from "../../bench/pairs.js";
import type { Program } from "../../bench/program.js";
import { equal, holds, sameList } from "../../findings/finding.js";
import type { Need } from "../../findings/need.js";
import type { Check } from "../../running/check.js";

type Body = (pair: Pair, bench: Bench) => void;

/** Both ends send and receive at the same time. */
function fullDuplex({ near, s, far, peer }: Pair): void {
  const [there, back] = [pattern(3000), pattern(3000, 99)];
  near.works(near.send(s, there));
  far.works(far.send(peer, back));
  near.works(near.send(s, there));
  sameList(near.receiveAll(s, 3000), back, "the data that the peer sent");
  sameList(far.receiveAll(peer, 3000), there, "the first data that the peer received");
  sameList(far.receiveAll(peer, 3000), there, "the next data that the peer received");
}

/** Sends more than the buffers on the path hold, over a slow link. The peer reads it in pieces. */
function reliable({ near, s, far, peer }: Pair, bench: Bench): void {
  bench.network.link("alpha", "beta", { loss: 0.2, duplicate: 0.2, reorder: 0.2, bandwidth: 100_000 });
  const data = pattern(20_000);
  for (let at = 0; at < data.length; at += 5000)
    near.answers(near.ws2.send(s, data, 5000, 0, at), 5000, "bytes accepted");
  near.works(near.ws2.shutdown(s, SD_SEND));
  sameList(far.receiveAll(peer, data.length + 1), data, "what the peer received");
}

/** The peer is up, but the link no longer delivers anything. */
function timesOut({ near, s }: Pair, bench: Bench): void {
  bench.network.link("alpha", "beta", { path: "silent" });
  near.works(near.send(s, bytes("lost")), "the send that is lost");
  near.fails(near.ws2.recv(s, new Uint8Array(4), 4, 0), WSAETIMEDOUT, "recv's error");
  near.fails(near.send(s, bytes("more")), WSAETIMEDOUT, "a later send's error");
}

const BODIES: readonly (readonly [Check["rule"], Body, needs?: readonly Need[]])[] = [
  ["WSPSocket/stream/full-duplex", fullDuplex],
  ["WSASocketW/stream/full-duplex", fullDuplex],
  ["WSPSocket/stream/reliable", reliable, ["otherHosts", "network control"]],
  ["WSASocketW/stream/reliable", reliable, ["otherHosts", "network control"]],
  ["WSPSocket/stream/broken-times-out", timesOut, ["otherHosts", "network control"]],
  ["WSASocketW/stream/broken-times-out", timesOut, ["otherHosts", "network control"]],
  [
    "WSPSocket/stream/transfer",
    ({ near, s, far, peer }) => {
      near.answers(near.send(s, bytes("hello")), 5, "bytes sent");
      sameList(far.receive(peer) ?? [], bytes("hello"), "what the peer received");
    },
  ],
  [
    "send/count",
    ({ near, s, far, peer }) => {
      near.answers(near.ws2.send(s, pattern(100), 40, 0, 10), 40, "bytes sent");
      sameList(far.receive(peer, 100) ?? [], pattern(100).slice(10, 50), "the range that was sent");
    },
  ],
  [
    "send/nothing",
    ({ near, s }) => {
      near.answers(near.ws2.send(s, null, 0, 0), 0, "send of no bytes from null");
      near.answers(near.ws2.send(s, new Uint8Array(4), 0, 0), 0, "send of no bytes");
    },
  ],
  [
    "send/would-block",
    ({ near, s }) => {
      unblock(near, s);
      let sent = 0;
      for (let i = 0; i < 10_000 && sent >= 0; i++) sent = near.send(s, new Uint8Array(8192));
      near.fails(sent, WSAEWOULDBLOCK);
    },
  ],
  [
    "send/reset",
    ({ near, s, far, peer }) => {
      reset({ near: far, s: peer, far: near, peer: s });
      near.fails(near.send(s, bytes("x")), WSAECONNRESET);
    },
    ["option SO_LINGER"],
  ],
  [
    "recv/reset",
    ({ near, s, far, peer }) => {
      reset({ near: far, s: peer, far: near, peer: s });
      near.fails(near.ws2.recv(s, new Uint8Array(4), 4, 0), WSAECONNRESET);
      near.fails(near.ws2.recv(s, new Uint8Array(4), 4, 0), WSAECONNRESET, "the error of a second recv");
    },
    ["option SO_LINGER"],
  ],
  [
    "recv/count",
    ({ near, s, far, peer }) => {
      far.must(far.send(peer, bytes("abcdef")));
      const buf: Uint8Array = new Uint8Array(8).fill(46);
      near.answers(near.ws2.recv(s, buf, 3, 0, 2), 3, "bytes received");
      sameList(buf, bytes("..abc..."), "the buffer");
    },
  ],
  [
    "recv/nothing",
    ({ near, s, far, peer }) => {
      near.must(near.ws2.setsockopt(s, SOL_SOCKET, SO_RCVTIMEO, DWORD(50), 4));
      near.fails(near.ws2.recv(s, new Uint8Array(4), 0, 0), WSAETIMEDOUT, "the error before data arrives");
      far.must(far.send(peer, bytes("x")));
      near.answers(near.ws2.recv(s, new Uint8Array(4), 0, 0), 0, "recv once data has arrived");
      sameList(near.receive(s) ?? [], bytes("x"), "what is left");
    },
    ["option SO_RCVTIMEO"],
  ],
  [
    "recv/graceful-close",
    ({ near, s, far, peer }) => {
      far.must(far.send(peer, bytes("last")));
      far.must(far.ws2.closesocket(peer));
      sameList(near.receive(s) ?? [], bytes("last"), "the data that was sent before");
      near.answers(near.ws2.recv(s, new Uint8Array(4), 4, 0), 0, "recv at the end of the stream");
      near.answers(near.ws2.recv(s, new Uint8Array(4), 4, 0), 0, "recv once more");
    },
  ],
  [
    "recv/would-block",
    ({ near, s }) => {
      unblock(near, s);
      near.fails(near.ws2.recv(s, new Uint8Array(4), 4, 0), WSAEWOULDBLOCK);
    },
  ],
  [
    "recv/timeout",
    ({ near, s }, bench) => {
      near.must(near.ws2.setsockopt(s, SOL_SOCKET, SO_RCVTIMEO, DWORD(300), 4));
      const before = bench.now();
      near.fails(near.ws2.recv(s, new Uint8Array(4), 4, 0), WSAETIMEDOUT);
      bench.took(before, 300, "the milliseconds that it took");
    },
    ["option SO_RCVTIMEO"],
  ],
  [
    "send/timeout",
    ({ near, s }, bench) => {
      near.must(near.ws2.setsockopt(s, SOL_SOCKET, SO_SNDTIMEO, DWORD(300), 4));
      fillUp(near, s);
      const before = bench.now();
      near.fails(near.send(s, bytes("x")), WSAETIMEDOUT);
      bench.took(before, 300, "the milliseconds that it took");
    },
    ["option SO_SNDTIMEO"],
  ],
  [
    "ioctlsocket/FIONREAD",
    ({ near, s, far, peer }) => {
      far.must(far.send(peer, bytes("12345")));
      pass(near, 5);
      const waiting = ref(99);
      near.works(near.ws2.ioctlsocket(s, FIONREAD, waiting));
      equal(waiting.value, 5, "bytes that wait");
      near.works(near.ws2.ioctlsocket(near.stream(), FIONREAD, waiting));
      equal(waiting.value, 0, "bytes that wait on a stream that is not connected");
    },
  ],
];

/** Sends until neither this end nor the network nor the peer has room. The socket is blocking afterwards. */
function fillUp(near: Program, s: SOCKET): void {
  const setBlocking = (isNonBlocking: number) => near.must(near.ws2.ioctlsocket(s, FIONBIO, ref(isNonBlocking)));
  setBlocking(1);
  for (let i = 0; i < 100; i++) {
    let sent = 0;
    for (let j = 0; j < 10_000 && sent >= 0; j++) sent = near.send(s, new Uint8Array(sent > 0 ? 8192 : 1));
    near.fails(sent, WSAEWOULDBLOCK, "the error of a send without room");
    pass(near, 10);
    if (near.send(s, new Uint8Array(1)) < 0) break;
  }
  setBlocking(0);
}

function reset({ near, s, far }: Pair): void {
  near.must(near.ws2.setsockopt(s, SOL_SOCKET, SO_LINGER, LINGER(1, 0), 4));
  near.must(near.ws2.closesocket(s));
  pass(far, 10);
}

/** Ranges outside a buffer of 8 bytes. */
const RANGES: readonly (readonly [of: string, buf: Uint8Array | null, len: number, off: number])[] = [
  ["null with a length", null, 4, 0],
  ["longer than the buffer", new Uint8Array(8), 9, 0],
  ["behind its end", new Uint8Array(8), 4, 6],
  ["before its beginning", new Uint8Array(8), 4, -1],
];

const ranges: readonly Check[] = (["send", "recv"] as const).flatMap((call) =>
  RANGES.map(
    ([of, buf, len, off]): Check => ({
      rule: `${call}/buffer`,
      of,
      needs: ["IPv4 stream"],
      run(bench) {
        const { near, s, far, peer } = connectedPair(bench);
        far.must(far.send(peer, bytes("12345678")));
        near.fails(near.ws2[call](s, buf, len, 0, off), WSAEFAULT);
      },
    }),
  ),
);

const unconnected: readonly Check[] = (
  [
    "WSPSocket/stream/connected-first",
    "WSASocketW/stream/connected-first",
    "send/not-connected",
    "recv/not-connected",
  ] as const
).map((rule) => ({
  rule,
  needs: rule === "send/not-connected" ? ["IPv4 stream", "IPv4 datagram"] : ["IPv4 stream"],
  run(bench) {
    const program = bench.program();
    const s = program.stream();
    program.bind(s);
    if (rule !== "recv/not-connected") program.fails(program.send(s, bytes("x")), WSAENOTCONN, "send's error");
    if (rule === "send/not-connected") {
      program.fails(program.send(program.boundDatagram().s, bytes("x")), WSAENOTCONN, "UDP's error");
      return;
    }
    program.fails(program.ws2.recv(s, new Uint8Array(4), 4, 0), WSAENOTCONN, "recv's error");
  },
}));

/** Data over connections. */
export const STREAM_CHECKS: readonly Check[] = [
  ...BODIES.map(
    ([rule, body, needs = []]): Check => ({
      rule,
      needs: ["IPv4 stream", ...needs],
      run: (bench) => body(connectedPair(bench), bench),
    }),
  ),
  ...ranges,
  ...unconnected,
  {
    rule: "waiting/nothing-can-end-it",
    needs: ["IPv4 datagram", "virtual time"],
    run(bench) {
      const program = bench.program();
      const { s } = program.boundDatagram();
      program.fails(program.ws2.recv(s, new Uint8Array(4), 4, 0), WSAENETDOWN);
      holds(bench.machine.recorded("wait-forever").length === 1, 'whether there is one log record "wait-forever"');
    },
  },
];
