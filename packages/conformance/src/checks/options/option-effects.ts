import {
  DWORD,
  FIONREAD,
  LINGER,
  readDWORD,
  ref,
  SO_BROADCAST,
  SO_DONTLINGER,
  SO_KEEPALIVE,
  SO_LINGER,
  SO_OOBINLINE,
  SO_RCVTIMEO,
  SO_REUSEADDR,
  SO_SNDTIMEO,
  SO_TYPE,
  SOCK_STREAM,
  type SOCKET,
  SOL_SOCKET,
  sockaddr_in,
} from "@ws2kit/spi";
import { bytes, connectedPair, pass } from "../../bench/pairs.js";
import type { Program } from "../../bench/program.js";
import { equal, sameList } from "../../findings/finding.js";
import type { SocketKind } from "../../findings/need.js";
import type { Check } from "../../running/check.js";

function get(program: Program, s: SOCKET, optname: number): number {
  const value: Uint8Array = new Uint8Array(4);
  program.works(program.ws2.getsockopt(s, SOL_SOCKET, optname, value, ref(4)), "getsockopt's error");
  return readDWORD(value);
}

function set(program: Program, s: SOCKET, optname: number, value: Uint8Array): void {
  program.works(program.ws2.setsockopt(s, SOL_SOCKET, optname, value, value.length), "setsockopt's error");
}

const BOOLS: readonly (readonly [of: string, optname: number, SocketKind])[] = [
  ["SO_BROADCAST", SO_BROADCAST, "IPv4 datagram"],
  ["SO_KEEPALIVE", SO_KEEPALIVE, "IPv4 stream"],
  ["SO_OOBINLINE", SO_OOBINLINE, "IPv4 stream"],
  ["SO_REUSEADDR", SO_REUSEADDR, "IPv4 datagram"],
];

/** SO_TYPE of a stream in each state. */
const STATES: readonly (readonly [of: string, (program: Program) => SOCKET])[] = [
  [
    "a bound stream",
    (program) => {
      const s = program.stream();
      program.bind(s);
      return s;
    },
  ],
  ["a listening stream", (program) => program.listener().s],
];

/** The values of options after they are set, in each state of a socket, and their effects. */
export const OPTION_EFFECT_CHECKS: readonly Check[] = [
  ...BOOLS.map(
    ([of, optname, kind]): Check => ({
      rule: "setsockopt/set-and-cleared",
      of,
      needs: [kind, `option ${of}`],
      run(bench) {
        const program = bench.program();
        const s = kind === "IPv4 stream" ? program.stream() : program.datagram();
        for (const value of [1, 0, 1]) {
          set(program, s, optname, DWORD(value));
          equal(get(program, s, optname) & 0xff, value, `${of} once it is ${value === 1 ? "set" : "cleared"}`);
        }
      },
    }),
  ),
  {
    rule: "setsockopt/set-and-cleared",
    of: "SO_LINGER and SO_DONTLINGER",
    needs: ["IPv4 stream", "option SO_LINGER", "option SO_DONTLINGER"],
    run(bench) {
      const program = bench.program();
      const s = program.stream();
      set(program, s, SO_LINGER, LINGER(1, 258));
      equal(get(program, s, SO_LINGER), readDWORD(LINGER(1, 258)), "SO_LINGER as it was set");
      equal(get(program, s, SO_DONTLINGER) & 0xff, 0, "SO_DONTLINGER then");
      set(program, s, SO_DONTLINGER, DWORD(1));
      equal(get(program, s, SO_LINGER) & 0xffff, 0, "l_onoff once SO_DONTLINGER is set");
    },
  },
  {
    rule: "setsockopt/read-back",
    of: "once the socket is connected",
    needs: ["IPv4 stream", "option SO_RCVTIMEO", "option SO_SNDTIMEO"],
    run(bench) {
      const [near, far] = [bench.program(), bench.neighbour.program()];
      const s = near.stream();
      set(near, s, SO_RCVTIMEO, DWORD(1234));
      set(near, s, SO_SNDTIMEO, DWORD(4321));
      near.must(near.connect(s, far.listener().name));
      equal(get(near, s, SO_RCVTIMEO), 1234, "SO_RCVTIMEO");
      equal(get(near, s, SO_SNDTIMEO), 4321, "SO_SNDTIMEO");
    },
  },
  {
    rule: "bind/reuse",
    needs: ["IPv4 datagram", "option SO_REUSEADDR"],
    run(bench) {
      const program = bench.program();
      const sockets = [program.datagram(), program.datagram()];
      for (const s of sockets) set(program, s, SO_REUSEADDR, DWORD(1));
      const port = program.bind(sockets[0]);
      program.works(program.ws2.bind(sockets[1], sockaddr_in("0.0.0.0", port), 16), "the second socket's error");
    },
  },
  ...STATES.map(
    ([of, make]): Check => ({
      rule: "getsockopt/SO_TYPE",
      of,
      needs: ["IPv4 stream", "option SO_TYPE"],
      run(bench) {
        const program = bench.program();
        equal(get(program, make(program), SO_TYPE), SOCK_STREAM, "SO_TYPE");
      },
    }),
  ),
  {
    rule: "getsockopt/SO_TYPE",
    of: "both ends of a connection",
    needs: ["IPv4 stream", "option SO_TYPE"],
    run(bench) {
      const { near, s, far, peer } = connectedPair(bench);
      sameList([get(near, s, SO_TYPE), get(far, peer, SO_TYPE)], [SOCK_STREAM, SOCK_STREAM], "SO_TYPE of the ends");
    },
  },
  {
    rule: "WSAIoctl/count",
    needs: ["IPv4 stream"],
    run(bench) {
      const { near, s, far, peer } = connectedPair(bench);
      far.must(far.send(peer, bytes("12345")));
      pass(near, 5);
      const [out, count] = [new Uint8Array(8), ref(99)];
      near.works(near.ws2.WSAIoctl(s, FIONREAD, null, 0, out, 8, count, null, null), "WSAIoctl's error");
      equal(readDWORD(out), 5, "bytes that wait");
      equal(count.value, 4, "the bytes of the answer");
    },
  },
];
