import { fd_set, type SOCKET, WSAEINVAL, WSAENOTSOCK } from "@ws2kit/spi";
import { closeMeanwhile } from "../../bench/interrupting.js";
import { bytes, connectedPair, connectFrom, pass } from "../../bench/pairs.js";
import type { Program } from "../../bench/program.js";
import { STUB_FAMILY, StubProvider } from "../../bench/stub-provider.js";
import { equal, holds, sameList } from "../../findings/finding.js";
import type { Check } from "../../running/check.js";

const AT_ONCE = { tv_sec: 0, tv_usec: 0 };
const NOT_A_SOCKET = 0x7ffffffc as SOCKET;

/** A socket that never becomes readable. */
function quiet(program: Program): SOCKET {
  const s = program.socket();
  program.bind(s);
  return s;
}

/** select. */
export const SELECT_CHECKS: readonly Check[] = [
  {
    rule: "select/count",
    needs: ["IPv4 datagram", "IPv4 stream"],
    run(bench) {
      const { near, s, far, peer } = connectedPair(bench);
      far.must(far.send(peer, bytes("x")));
      pass(near, 5);
      const idle = near.boundDatagram().s;
      const [readers, writers] = [fd_set(idle, s), fd_set(s)];
      near.answers(near.ws2.select(0, readers, writers, null, null), 2);
      sameList(readers.fd_array.slice(0, readers.fd_count), [s], "the set of readers");
      sameList(writers.fd_array.slice(0, writers.fd_count), [s], "the set of writers");
    },
  },
  {
    rule: "select/timeout",
    needs: ["IPv4"],
    run(bench) {
      const program = bench.program();
      const set = fd_set(quiet(program));
      const before = bench.now();
      program.answers(program.ws2.select(0, set, null, null, { tv_sec: 0, tv_usec: 250_000 }), 0);
      equal(set.fd_count, 0, "sockets left in the set");
      bench.took(before, 250, "the milliseconds that it took");
    },
  },
  {
    rule: "select/zero-timeout",
    needs: ["otherHosts", "IPv4 datagram"],
    run(bench) {
      const program = bench.program();
      const { s, name } = program.boundDatagram();
      const before = bench.now();
      program.answers(program.ws2.select(0, fd_set(s), null, null, AT_ONCE), 0);
      bench.took(before, 0, "the milliseconds that it took");
      const far = bench.neighbour.program();
      far.works(far.sendTo(far.datagram(), bytes("x"), name));
      program.answers(program.ws2.select(0, fd_set(s), null, null, null), 1, "select without a timeout");
      holds(bench.now() > before, "whether it waited");
    },
  },
  {
    rule: "select/timeout",
    of: "every set",
    needs: ["IPv4 stream"],
    run(bench) {
      const program = bench.program();
      const { s } = program.listener();
      const sets = [fd_set(s), fd_set(s), fd_set(s)];
      program.answers(program.ws2.select(0, sets[0], sets[1], sets[2], { tv_sec: 0, tv_usec: 50_000 }), 0);
      sameList(
        sets.map(({ fd_count }) => fd_count),
        [0, 0, 0],
        "the sockets left in each set",
      );
    },
  },
  {
    rule: "select/count",
    of: "a set without any that is ready",
    needs: ["IPv4 stream"],
    run(bench) {
      const { near, s, far, peer } = connectedPair(bench);
      far.must(far.send(peer, bytes("x")));
      pass(near, 5);
      const [readers, exceptions] = [fd_set(s), fd_set(s)];
      near.answers(near.ws2.select(0, readers, null, exceptions, null), 1);
      equal(exceptions.fd_count, 0, "the sockets left in the set of exceptions");
    },
  },
  ...([undefined, "a socket is ready"] as const).map(
    (of): Check => ({
      rule: "select/timeout-kept",
      of,
      needs: ["IPv4 datagram"],
      run(bench) {
        const program = bench.program();
        const { s, name } = program.boundDatagram();
        if (of !== undefined) program.must(program.sendTo(program.datagram(), bytes("x"), name));
        const timeout = { tv_sec: 1, tv_usec: 5 };
        program.works(program.ws2.select(0, fd_set(s), null, null, timeout));
        sameList([timeout.tv_sec, timeout.tv_usec], [1, 5], "the timeval");
      },
    }),
  ),
  {
    rule: "select/bad-timeout",
    needs: ["IPv4"],
    run(bench) {
      const program = bench.program();
      for (const timeout of [
        { tv_sec: -1, tv_usec: 0 },
        { tv_sec: 0, tv_usec: -1 },
      ]) {
        const set = fd_set(quiet(program));
        program.fails(program.ws2.select(0, set, null, null, timeout), WSAEINVAL);
      }
    },
  },
  {
    rule: "select/no-sets",
    run(bench) {
      const program = bench.program();
      program.fails(program.ws2.select(0, null, null, null, AT_ONCE), WSAEINVAL);
      program.fails(program.ws2.select(0, fd_set(), fd_set(), fd_set(), AT_ONCE), WSAEINVAL, "empty sets' error");
    },
  },
  ...[0, 1, 2].map(
    (place): Check => ({
      rule: "select/not-a-socket",
      of: ["readers", "writers", "exceptions"][place],
      run(bench) {
        const program = bench.program();
        const sets = [0, 1, 2].map((i) =>
          i === place ? fd_set(program.socket(), NOT_A_SOCKET) : fd_set(program.socket()),
        );
        program.fails(program.ws2.select(0, sets[0], sets[1], sets[2], AT_ONCE), WSAENOTSOCK);
      },
    }),
  ),
  ...(["select/one-provider", "select/chains-ce"] as const).map(
    (rule): Check => ({
      rule,
      run(bench) {
        bench.machine.install(new StubProvider({}, bench.trace));
        const program = bench.program();
        const foreign = program.must(program.ws2.socket(STUB_FAMILY, 0, 0));
        const set = fd_set(program.socket(), foreign);
        equal(program.ws2.select(0, null, set, null, AT_ONCE), -1, "select's answer");
        holds(program.ws2.WSAGetLastError() !== 0, "whether there is an error code");
      },
    }),
  ),
  {
    rule: "select/no-limit",
    needs: ["IPv4 datagram"],
    run(bench) {
      const program = bench.program();
      const sockets = Array.from({ length: 70 }, () => program.datagram());
      for (const s of sockets) program.bind(s);
      const set = fd_set(...sockets, NOT_A_SOCKET);
      set.fd_count = 70;
      program.answers(program.ws2.select(0, null, set, null, AT_ONCE), 70);
    },
  },
  {
    rule: "select/readable",
    needs: ["IPv4 stream"],
    run(bench) {
      const { near, s, far, peer } = connectedPair(bench);
      near.answers(near.ws2.select(0, fd_set(s), null, null, AT_ONCE), 0, "select before data arrives");
      far.must(far.send(peer, bytes("x")));
      near.answers(near.ws2.select(0, fd_set(s), null, null, null), 1, "select with data");
      near.must(near.ws2.recv(s, new Uint8Array(4), 4, 0));
      near.answers(near.ws2.select(0, fd_set(s), null, null, AT_ONCE), 0, "select once the data is read");
      far.must(far.ws2.closesocket(peer));
      near.answers(near.ws2.select(0, fd_set(s), null, null, null), 1, "select at the end of the stream");
    },
  },
  {
    rule: "select/writable",
    needs: ["IPv4 stream"],
    run(bench) {
      const { near, s } = connectedPair(bench);
      near.answers(near.ws2.select(0, null, fd_set(s), null, AT_ONCE), 1);
      near.answers(near.ws2.select(0, null, fd_set(near.stream()), null, AT_ONCE), 0, "a new stream's");
    },
  },
  {
    rule: "select/nfds-ignored",
    needs: ["IPv4 stream"],
    run(bench) {
      const { near, s } = connectedPair(bench);
      const { s: other } = connectFrom(near, bench.neighbour.program());
      for (const nfds of [-1, 0, 1, 9999]) {
        near.answers(near.ws2.select(nfds, null, fd_set(s, other), null, AT_ONCE), 2, `select with nfds ${nfds}`);
      }
    },
  },
  {
    rule: "select/closed",
    of: "a socket that is asked for as readable",
    needs: ["IPv4 datagram"],
    run(bench) {
      const near = bench.program();
      const { s } = near.boundDatagram();
      closeMeanwhile(bench, near, s);
      const [readers, failed] = [fd_set(s), fd_set(s)];
      near.answers(near.ws2.select(0, readers, null, failed, { tv_sec: 1, tv_usec: 0 }), 1);
      equal(readers.fd_count, 1, "sockets in the set of readers");
      equal(failed.fd_count, 0, "sockets in the set of exceptions");
    },
  },
  {
    rule: "select/closed",
    of: "a socket that is not",
    needs: ["IPv4 datagram"],
    run(bench) {
      const near = bench.program();
      const { s } = near.boundDatagram();
      closeMeanwhile(bench, near, s);
      near.fails(near.ws2.select(0, null, null, fd_set(s), { tv_sec: 1, tv_usec: 0 }), WSAENOTSOCK);
    },
  },
  {
    rule: "select/duplicates",
    needs: ["IPv4 stream"],
    run(bench) {
      const { near, s } = connectedPair(bench);
      const writers = fd_set(s, s);
      near.answers(
        near.ws2.select(0, null, writers, null, AT_ONCE),
        1,
        "the result for a socket that is twice in a set",
      );
      sameList(writers.fd_array.slice(0, writers.fd_count), [s], "the set of writers");
      const both = fd_set(s);
      near.answers(near.ws2.select(0, both, both, null, AT_ONCE), 1, "the result for a set that is passed twice");
      sameList(both.fd_array.slice(0, both.fd_count), [s], "that set");
    },
  },
  {
    rule: "select/timeout",
    of: "seconds",
    needs: ["IPv4", "virtual time"],
    run(bench) {
      const program = bench.program();
      const set = fd_set(quiet(program));
      const before = bench.now();
      program.answers(program.ws2.select(0, set, null, null, { tv_sec: 2, tv_usec: 500_000 }), 0);
      bench.took(before, 2500, "the milliseconds that it took");
    },
  },
];
