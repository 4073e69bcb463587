import {
  DWORD,
  getUint32,
  IP_ADD_MEMBERSHIP,
  IP_DROP_MEMBERSHIP,
  IP_HDRINCL,
  IP_MULTICAST_IF,
  IP_MULTICAST_LOOP,
  IP_MULTICAST_TTL,
  IP_PKTINFO,
  IP_RECVTTL,
  IPPROTO_IP,
  IPPROTO_TCP,
  LINGER,
  ref,
  SO_ACCEPTCONN,
  SO_BROADCAST,
  SO_DONTLINGER,
  SO_DONTROUTE,
  SO_ERROR,
  SO_EXCLUSIVEADDRUSE,
  SO_KEEPALIVE,
  SO_LINGER,
  SO_OOBINLINE,
  SO_OPENTYPE,
  SO_PROTOCOL_INFOA,
  SO_PROTOCOL_INFOW,
  SO_RCVBUF,
  SO_RCVTIMEO,
  SO_REUSEADDR,
  SO_SNDBUF,
  SO_SNDTIMEO,
  type SOCKET,
  SOL_SOCKET,
  TCP_NODELAY,
  WSAECONNREFUSED,
} from "@ws2kit/spi";
import { errorName } from "./answer.js";
import { type Bench, KINDS, type Kind } from "./bench.js";
import type { Programs } from "./programs.js";

type Place = readonly [level: number, optname: number];

function get(bench: Bench, s: SOCKET, [level, optname]: Place, room = 4): string {
  const value = new Uint8Array(Math.max(room, 4));
  const length = ref(room);
  const result = bench.ws2.getsockopt(s, level, optname, value, length);
  return result === 0 ? `${getUint32(value, 0)} in ${length.value}` : bench.told(result);
}

function value(bench: Bench, s: SOCKET, place: Place): string {
  return get(bench, s, place).split(" in ")[0];
}

/** The length that getsockopt reports for a buffer. */
function length(bench: Bench, optname: number, room: number): string {
  const answer = get(bench, bench.tcp(), [SOL_SOCKET, optname], room).split(" in ");
  return answer.length === 1 ? answer[0] : `${answer[1]} byte`;
}

function set(bench: Bench, s: SOCKET, [level, optname]: Place, bytes: Uint8Array | null, size = 4): string {
  return bench.told(bench.ws2.setsockopt(s, level, optname, bytes, size));
}

function same(answers: readonly string[]): string {
  return [...new Set(answers)].join(", ");
}

const socketLevel = (optname: number): Place => [SOL_SOCKET, optname];
const NODELAY: Place = [IPPROTO_TCP, TCP_NODELAY];

/** The options that accepted sockets inherit from their listener. */
const INHERITED: readonly (readonly [place: Place, bytes: Uint8Array])[] = [
  [socketLevel(SO_REUSEADDR), DWORD(1)],
  [socketLevel(SO_KEEPALIVE), DWORD(1)],
  [socketLevel(SO_OOBINLINE), DWORD(1)],
  [socketLevel(SO_SNDBUF), DWORD(4321)],
  [socketLevel(SO_RCVBUF), DWORD(54321)],
  [socketLevel(SO_SNDTIMEO), DWORD(123)],
  [socketLevel(SO_RCVTIMEO), DWORD(456)],
  [NODELAY, DWORD(1)],
  [socketLevel(SO_LINGER), LINGER(1, 7)],
];

/** Programs for the statements about options. */
export const OPTION_ASSERTIONS: Programs = {
  "accept-04": (b) => {
    const listener = b.tcp();
    for (const [place, bytes] of INHERITED) b.must(b.ws2.setsockopt(listener, ...place, bytes, 4));
    const name = b.name(b.bound());
    name.fill(0, 2, 4);
    b.must(b.ws2.bind(listener, name, name.length));
    b.must(b.ws2.listen(listener, 1));
    b.connect(b.tcp(), listener);
    const s = b.must(b.ws2.accept(listener));
    const other = INHERITED.filter(([place]) => get(b, s, place) !== get(b, listener, place));
    return other.length === 0 ? "the same" : `not ${other.map(([place]) => place.join("/")).join()}`;
  },
  "getsockopt-01": (b) => {
    const s = b.bound();
    const look = () => `${value(b, s, socketLevel(SO_ACCEPTCONN))} ${set(b, s, socketLevel(SO_ACCEPTCONN), DWORD(1))}`;
    const before = look();
    b.must(b.ws2.listen(s, 1));
    return `${before}, ${look()}`;
  },
  "setsockopt-03": (b) => {
    const s = b.tcp();
    const options = [SO_RCVTIMEO, SO_SNDTIMEO, SO_SNDBUF, SO_RCVBUF];
    for (const optname of options) set(b, s, socketLevel(optname), DWORD(8000 + optname));
    const kept = options.filter((optname) => value(b, s, socketLevel(optname)) === String(8000 + optname));
    return kept.length === options.length ? "as set" : `only ${kept.join()}`;
  },
  "setsockopt-04": (b) =>
    same([set(b, b.tcp(), socketLevel(SO_LINGER), null), set(b, b.tcp(), socketLevel(SO_DONTLINGER), null)]),
  "setsockopt-05": (b) => {
    const bytes = new Uint8Array(42);
    bytes[0] = 1;
    const tries = [1, 4, 42].map((size) => {
      const s = b.tcp();
      return `${set(b, s, NODELAY, bytes, size)} ${value(b, s, NODELAY)}`;
    });
    const s = b.tcp();
    set(b, s, NODELAY, DWORD(0x100));
    return `${tries.join(", ")}, ${set(b, b.tcp(), NODELAY, bytes, 0)}, 0x100 sets ${value(b, s, NODELAY)}`;
  },
  "setsockopt-07": (b) => {
    const s = b.tcp();
    const answer = set(b, s, socketLevel(SO_ERROR), DWORD(WSAECONNREFUSED));
    return `${answer}, ${errorName(Number(value(b, s, socketLevel(SO_ERROR))))}`;
  },
  "setsockopt-08": (b) =>
    same((["tcp4", "udp4"] as const).map((kind) => set(b, b.open(kind), [IPPROTO_IP, IP_HDRINCL], DWORD(1)))),
  "getsockopt-02": (b) => length(b, SO_ERROR, 1),
  "getsockopt-03": (b) => {
    const flags = [SO_BROADCAST, SO_DONTLINGER, SO_OOBINLINE, SO_REUSEADDR, SO_EXCLUSIVEADDRUSE];
    const words = [SO_LINGER, SO_RCVBUF, SO_SNDBUF, SO_RCVTIMEO, SO_SNDTIMEO];
    const answers = [flags, words].map((list) => same(list.map((optname) => length(b, optname, 1))));
    return answers.join(", ");
  },
  "getsockopt-04": (b) => {
    const nodelay = `${get(b, b.tcp(), NODELAY, 8).split(" in ")[1]} byte`;
    return same([length(b, SO_KEEPALIVE, 8), length(b, SO_DONTROUTE, 8), nodelay]);
  },
  "getsockopt-07": (b) => {
    const faults = [SO_PROTOCOL_INFOW, SO_PROTOCOL_INFOA].flatMap((optname) => [
      b.told(b.ws2.getsockopt(b.tcp(), SOL_SOCKET, optname, null, ref(628))),
      b.told(b.ws2.getsockopt(b.tcp(), SOL_SOCKET, optname, new Uint8Array(628), null)),
    ]);
    const bad = b.told(b.ws2.getsockopt(0xdead as SOCKET, SOL_SOCKET, SO_PROTOCOL_INFOW, null, null));
    return `${same(faults)}, ${bad}`;
  },
  "getsockopt-09": (b) => {
    const none = 0xdead as SOCKET;
    const answer = b.told(b.ws2.getsockopt(none, SOL_SOCKET, SO_OPENTYPE, new Uint8Array(4), ref(4)));
    return `${answer}, ${get(b, none, socketLevel(SO_KEEPALIVE))}`;
  },
  "getsockopt-10": (b) =>
    same(
      [IP_MULTICAST_IF, IP_MULTICAST_TTL, IP_MULTICAST_LOOP, IP_PKTINFO, IP_RECVTTL].map((optname) =>
        get(b, b.tcp(), [IPPROTO_IP, optname]),
      ),
    ),
  "getsockopt-11": (b) =>
    same(
      (Object.keys(KINDS) as Kind[]).flatMap((kind) =>
        [IP_ADD_MEMBERSHIP, IP_DROP_MEMBERSHIP].map((optname) => get(b, b.open(kind), [IPPROTO_IP, optname])),
      ),
    ),
};
