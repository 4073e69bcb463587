import {
  FIONREAD,
  LINGER,
  ref,
  SO_LINGER,
  SOCKET_ERROR,
  SOL_SOCKET,
  WSAECONNRESET,
  WSAEINTR,
  WSAENOTSOCK,
  WSAEWOULDBLOCK,
} from "@ws2kit/spi";
import type { Bench } from "../../bench/bench.js";
import { BLOCKING_CALLS } from "../../bench/blocking-calls.js";
import { bytes, connectedPair, unblock } from "../../bench/pairs.js";
import { STUB_FAMILY, StubProvider } from "../../bench/stub-provider.js";
import { equal, holds, sameCode, sameList } from "../../findings/finding.js";
import type { Check } from "../../running/check.js";

/** Runs `callback` inside the next wait, as a thread of a provider would. */
function duringWait(bench: Bench, callback: () => void): void {
  const stub = new StubProvider({}, bench.trace);
  bench.machine.install(stub);
  const program = bench.program();
  program.must(program.ws2.socket(STUB_FAMILY, 0, 0));
  stub.imports.runLater(callback);
}

/** How sockets end: while calls wait on them, with data unsent, and by the last WSACleanup. */
export const ENDING_CHECKS: readonly Check[] = [
  ...BLOCKING_CALLS.map(
    ({ of, needs, arrange }): Check => ({
      rule: "closesocket/ends-waits",
      of,
      needs,
      run(bench) {
        const program = bench.program();
        const { s, call } = arrange(bench, program);
        duringWait(bench, () => program.must(program.ws2.closesocket(s)));
        program.fails(call(), WSAEINTR);
        program.fails(call(), WSAENOTSOCK, "the next call's error");
      },
    }),
  ),
  {
    rule: "closesocket/linger-non-blocking",
    needs: ["otherHosts", "IPv4 stream", "option SO_LINGER", "delay on the wire"],
    run(bench) {
      const { near, s, far, peer } = connectedPair(bench);
      unblock(near, s);
      near.must(near.ws2.setsockopt(s, SOL_SOCKET, SO_LINGER, LINGER(1, 5), 4));
      near.must(near.send(s, bytes("unsent")));
      near.fails(near.ws2.closesocket(s), WSAEWOULDBLOCK);
      sameList(far.receiveAll(peer, 6), bytes("unsent"), "what the peer receives");
      near.works(near.ws2.closesocket(s));
      sameList(far.receiveAll(peer, 6), [], "what the peer receives then");
    },
  },
  {
    rule: "closesocket/linger",
    of: "until the peer has what was sent",
    needs: ["otherHosts", "IPv4 stream", "option SO_LINGER", "network control"],
    run(bench) {
      const { near, s, far, peer } = connectedPair(bench);
      const size = 4000;
      bench.network.link("alpha", "beta", { bandwidth: 10_000 });
      near.must(near.ws2.setsockopt(s, SOL_SOCKET, SO_LINGER, LINGER(1, 30), 4));
      near.must(near.send(s, new Uint8Array(size)));
      near.works(near.ws2.closesocket(s));
      const waiting = ref(0);
      far.must(far.ws2.ioctlsocket(peer, FIONREAD, waiting));
      equal(waiting.value, size, "the bytes that the peer has received by then");
    },
  },
  {
    rule: "closesocket/linger",
    of: "until the time is over",
    needs: ["otherHosts", "IPv4 stream", "option SO_LINGER", "network control"],
    run(bench) {
      const { near, s } = connectedPair(bench);
      bench.network.link("alpha", "beta", { path: "silent" });
      near.must(near.ws2.setsockopt(s, SOL_SOCKET, SO_LINGER, LINGER(1, 2), 4));
      near.must(near.send(s, bytes("lost")));
      const before = bench.now();
      near.ws2.closesocket(s);
      const seconds = (bench.now() - before) / 1000;
      holds(seconds >= 2 && seconds < 3, "whether it took the two seconds that SO_LINGER allows");
    },
  },
  {
    rule: "WSPCleanup/last",
    needs: ["IPv4 stream"],
    run(bench) {
      const open = connectedPair(bench);
      const listener = open.far.listener();
      const closed = open.near.stream();
      open.near.must(open.near.connect(closed, listener.name));
      const peer = open.far.must(open.far.ws2.accept(listener.s, null, null));
      open.near.must(open.near.send(closed, bytes("sent")));
      open.near.must(open.near.ws2.closesocket(closed));
      open.near.works(open.near.ws2.WSACleanup());
      sameList(open.far.receiveAll(peer, 8), bytes("sent"), "what the peer of the closed socket receives");
      const result = open.far.ws2.recv(open.peer, new Uint8Array(1), 1, 0);
      sameCode(result === SOCKET_ERROR ? open.far.ws2.WSAGetLastError() : 0, WSAECONNRESET, "the other peer's error");
    },
  },
];
