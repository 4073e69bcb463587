import {
  DWORD,
  fd_set,
  IPPROTO_IPV6,
  IPV6_V6ONLY,
  ref,
  SD_SEND,
  SO_EXCLUSIVEADDRUSE,
  SO_REUSEADDR,
  type SOCKET,
  SOL_SOCKET,
  setUint16,
  sockaddr_in,
  sockaddr_in6,
  sockaddrPort,
} from "@ws2kit/spi";
import { type Bench, type Kind, loopback } from "./bench.js";
import type { Programs } from "./programs.js";

const ANY = sockaddr_in("0.0.0.0", 0);
const EVERYBODY = sockaddr_in("255.255.255.255", 0);
/** An address whose packets are lost, so that a connect stays pending. */
const NOWHERE = sockaddr_in("10.0.0.9", 80);

function bind(bench: Bench, s: SOCKET, name: Uint8Array, namelen = name.length): string {
  return bench.told(bench.ws2.bind(s, name, namelen));
}

function set(bench: Bench, s: SOCKET, optname: number, value: number, level = SOL_SOCKET): SOCKET {
  bench.must(bench.ws2.setsockopt(s, level, optname, DWORD(value), 4));
  return s;
}

function bound(bench: Bench, s: SOCKET, name: Uint8Array): number {
  bench.must(bench.ws2.bind(s, name, name.length));
  return sockaddrPort(bench.name(s));
}

/** A stream of both families. */
function dualStack(bench: Bench): SOCKET {
  return set(bench, bench.open("tcp6"), IPV6_V6ONLY, 0, IPPROTO_IPV6);
}

function names(...answers: string[]): string {
  return [...new Set(answers)].join(", ");
}

function rivals(bench: Bench, first: number, second: number): string {
  const s = set(bench, bench.tcp(), first, 1);
  return bench.told(bench.ws2.setsockopt(s, SOL_SOCKET, second, DWORD(1), 4));
}

function peerName(bench: Bench, s: SOCKET): string {
  return bench.told(bench.ws2.getpeername(s, new Uint8Array(16), ref(16)));
}

/** Programs for the statements about bind, listen, connect and names. */
export const NAMING_ASSERTIONS: Programs = {
  "bind-03": (b) => {
    const name = loopback("tcp4");
    setUint16(name, 0, 0xdead);
    return bind(b, b.tcp(), name);
  },
  "bind-05": (b) => names(bind(b, b.tcp(), EVERYBODY), bind(b, b.udp(), EVERYBODY)),
  "bind-07": (b) => bind(b, b.tcp(), b.name(b.bound())),
  "bind-09": (b) => bind(b, b.open("tcp6"), loopback("tcp6"), 24),
  "bind-10": (b) => bind(b, b.open("tcp6"), sockaddr_in6("::1", 0, 4242)),
  "bind-15": (b) => bind(b, b.tcp(), sockaddr_in("0.0.0.0", bound(b, b.tcp(), ANY))),
  "bind-16": (b) => {
    const port = bound(b, set(b, b.tcp(), SO_EXCLUSIVEADDRUSE, 1), ANY);
    return bind(b, b.tcp(), loopback("tcp4", port));
  },
  "bind-20": (b) => {
    const port = bound(b, dualStack(b), sockaddr_in6("::ffff:127.0.0.1", 0));
    return bind(b, b.tcp(), loopback("tcp4", port));
  },
  "bind-21": (b) => {
    const port = bound(b, set(b, dualStack(b), SO_EXCLUSIVEADDRUSE, 1), sockaddr_in6("::", 0));
    return bind(b, set(b, b.tcp(), SO_REUSEADDR, 1), sockaddr_in("0.0.0.0", port));
  },
  "setsockopt-01": (b) =>
    names(rivals(b, SO_EXCLUSIVEADDRUSE, SO_REUSEADDR), rivals(b, SO_REUSEADDR, SO_EXCLUSIVEADDRUSE)),
  "listen-01": (b) => names(b.told(b.ws2.listen(0 as SOCKET, 5)), b.told(b.ws2.listen(0xdeadbee as SOCKET, 5))),
  "listen-02": (b) => names(...[0, 5, -1, -2].map((backlog) => b.told(b.ws2.listen(b.tcp(), backlog)))),
  "accept-02": (b) => {
    const listener = b.listening();
    b.connect(b.tcp(), listener);
    const length = ref(0);
    return `${b.told(b.ws2.accept(listener, new Uint8Array(16), length))}, length ${length.value}`;
  },
  "accept-03": (b) => {
    const listener = b.listening();
    b.connect(b.tcp(), listener);
    const name = new Uint8Array(16);
    const s = b.ws2.accept(listener, name, null);
    return `${s < 0 ? b.told(s) : "accepted"}, ${name.some((byte) => byte !== 0) ? "written" : "untouched"}`;
  },
  "connect-01": (b) => {
    const name = b.name(b.listening());
    return b.told(b.ws2.connect(b.listening(), name, name.length));
  },
  "connect-05": (b) => {
    const name = b.name(b.listening());
    return b.told(b.ws2.connect(b.nonBlocking(b.tcp()), name, name.length));
  },
  "recv_send-01": (b) => {
    const s = b.nonBlocking(b.tcp());
    b.ws2.connect(s, NOWHERE, NOWHERE.length);
    return names(b.told(b.recv(s)), b.told(b.send(s, "x")));
  },
  "connect-08": (b) => {
    const s = b.udp();
    b.connect(s, b.bound("udp4"));
    const answer = b.told(b.ws2.connect(s, new Uint8Array(16), 16));
    return `${answer}, ${peerName(b, s)}`;
  },
  "connect-09": (b) => {
    const s = b.udp();
    b.connect(s, b.bound("udp4"));
    const second = b.name(b.bound("udp4"));
    const answer = b.told(b.ws2.connect(s, second, second.length));
    const peer = new Uint8Array(16);
    b.must(b.ws2.getpeername(s, peer, ref(16)));
    return `${answer}, ${sockaddrPort(peer) === sockaddrPort(second) ? "the second" : "the first"}`;
  },
  "getsockname-01": (b) => {
    const name = new Uint8Array(16);
    const answer = b.told(b.ws2.getsockname(b.tcp(), name, ref(16)));
    return `${answer}, ${name.some((byte) => byte !== 0) ? "written" : "untouched"}`;
  },
  "getsockname-02": (b) => {
    const length = ref(15);
    return `${b.told(b.ws2.getsockname(b.bound(), new Uint8Array(16), length))}, length ${length.value}`;
  },
  "getsockname-03": (b) => {
    const name = new Uint8Array(16).fill(0xcc);
    b.must(b.ws2.getsockname(b.bound(), name, ref(16)));
    return `family ${name[0]}, ${name.subarray(8).every((byte) => byte === 0) ? "zeros" : "not zeros"}`;
  },
  "getpeername-02": (b) => b.told(b.ws2.getpeername(b.tcp(), null, null)),
  "getpeername-03": (b) => b.told(b.ws2.getpeername(0xdead as SOCKET, null, null)),
  "getpeername-04": (b) => {
    const { client } = b.pair();
    const length = ref(0);
    const answers = [
      b.told(b.ws2.getpeername(client, null, ref(16))),
      b.told(b.ws2.getpeername(client, new Uint8Array(16), null)),
      b.told(b.ws2.getpeername(client, new Uint8Array(16), length)),
    ];
    return `${names(...answers)}, length ${length.value}`;
  },
  "getpeername-05": (b) => {
    const s = b.udp();
    b.must(b.sendto(s, "x", b.name(b.bound("udp4"))));
    return peerName(b, s);
  },
  "shutdown-02": (b) => b.told(b.ws2.shutdown(b.listening(), SD_SEND)),
  "select-02": (b) => {
    const bad = () => fd_set(-1 as SOCKET);
    const { ws2 } = b;
    return names(
      b.told(ws2.select(0, bad(), null, null, null)),
      b.told(ws2.select(0, null, bad(), null, null)),
      b.told(ws2.select(0, null, null, bad(), null)),
    );
  },
  "select-05": (b) => {
    const all = Array.from({ length: 100 }, () => b.bound("udp4" as Kind));
    return b.told(b.ws2.select(0, null, fd_set(...all), null, null));
  },
  "select-09": (b) => {
    const listener = b.listening();
    b.connect(b.tcp(), listener);
    return b.told(b.ws2.select(0, fd_set(listener), null, null, null));
  },
};
