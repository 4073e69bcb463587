import {
  DWORD,
  FIONBIO,
  IPPROTO_TCP,
  LINGER,
  ref,
  SO_DONTROUTE,
  SO_KEEPALIVE,
  SO_LINGER,
  SO_OOBINLINE,
  SO_RCVBUF,
  SO_RCVTIMEO,
  SO_SNDBUF,
  SO_SNDTIMEO,
  SOL_SOCKET,
  TCP_NODELAY,
  WSAEWOULDBLOCK,
} from "@ws2kit/spi";
import type { Bench } from "../../bench/bench.js";
import { type Program, room } from "../../bench/program.js";
import { sameList } from "../../findings/finding.js";
import type { Check } from "../../running/check.js";

/** An accepted connection and the client's end. `prepare` runs on the listener first. */
function accepted(bench: Bench, prepare: (far: Program, s: ReturnType<Program["stream"]>) => void = () => {}) {
  const [near, far] = [bench.program(), bench.neighbour.program()];
  const listener = far.listener();
  prepare(far, listener.s);
  const client = near.stream();
  near.must(near.connect(client, listener.name));
  if (far.ws2.select(0, { fd_count: 1, fd_array: [listener.s] }, null, null, null) !== 1) far.must(-1);
  return { near, client, far, s: far.works(far.ws2.accept(listener.s, null, null)), name: listener.name };
}

type Ask = (program: Program, s: ReturnType<Program["stream"]>) => Uint8Array;

const nameOf: Ask = (program, s) => {
  const { name, length } = room();
  program.works(program.ws2.getsockname(s, name, length), "getsockname's error");
  return name;
};
const peerOf: Ask = (program, s) => {
  const { name, length } = room();
  program.works(program.ws2.getpeername(s, name, length), "getpeername's error");
  return name;
};

/** Options of a listener, with values that differ from those of a new socket. */
const INHERITED: readonly (readonly [name: string, level: number, optname: number, value: Uint8Array])[] = [
  ["SO_DONTROUTE", SOL_SOCKET, SO_DONTROUTE, DWORD(1)],
  ["SO_KEEPALIVE", SOL_SOCKET, SO_KEEPALIVE, DWORD(1)],
  ["SO_LINGER", SOL_SOCKET, SO_LINGER, LINGER(1, 7)],
  ["SO_OOBINLINE", SOL_SOCKET, SO_OOBINLINE, DWORD(1)],
  ["SO_RCVBUF", SOL_SOCKET, SO_RCVBUF, DWORD(12_345)],
  ["SO_RCVTIMEO", SOL_SOCKET, SO_RCVTIMEO, DWORD(321)],
  ["SO_SNDBUF", SOL_SOCKET, SO_SNDBUF, DWORD(23_456)],
  ["SO_SNDTIMEO", SOL_SOCKET, SO_SNDTIMEO, DWORD(432)],
  ["TCP_NODELAY", IPPROTO_TCP, TCP_NODELAY, DWORD(1)],
];

const inherited = INHERITED.map(
  ([name, level, optname, value]): Check => ({
    rule: "accept/inherits",
    of: name,
    needs: ["IPv4 stream", `option ${name}`],
    run(bench) {
      const { far, s } = accepted(bench, (program, listener) =>
        program.must(program.ws2.setsockopt(listener, level, optname, value, value.length)),
      );
      const found: Uint8Array = new Uint8Array(value.length);
      far.works(far.ws2.getsockopt(s, level, optname, found, ref(found.length)), "getsockopt's error");
      sameList(found, value, `${name} of the accepted socket`);
    },
  }),
);

/** The state of a socket that accept returns. */
export const ACCEPTED_CHECKS: readonly Check[] = [
  ...inherited,
  {
    rule: "accept/names",
    needs: ["IPv4 stream"],
    run(bench) {
      const { near, client, far, s, name } = accepted(bench);
      sameList(nameOf(far, s), name, "the accepted socket's own name");
      sameList(peerOf(far, s), nameOf(near, client), "the accepted socket's peer");
      sameList(peerOf(near, client), name, "the client's peer");
    },
  },
  {
    rule: "accept/inherits",
    of: "the blocking mode",
    needs: ["IPv4 stream"],
    run(bench) {
      const { far, s } = accepted(bench, (program, listener) =>
        program.must(program.ws2.ioctlsocket(listener, FIONBIO, ref(1))),
      );
      far.fails(far.ws2.recv(s, new Uint8Array(1), 1, 0), WSAEWOULDBLOCK, "recv's error on the accepted socket");
    },
  },
];
