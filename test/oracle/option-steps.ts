import {
  DWORD,
  getUint32,
  IP_ADD_MEMBERSHIP,
  IP_DROP_MEMBERSHIP,
  IP_TTL,
  IPPROTO_IP,
  ip_mreq,
  LINGER,
  readLINGER,
  ref,
  SO_ACCEPTCONN,
  SO_BROADCAST,
  SO_DONTLINGER,
  SO_KEEPALIVE,
  SO_LINGER,
  SO_REUSEADDR,
  SO_SNDBUF,
  type SOCKET,
  SOL_SOCKET,
  sockaddr_in,
} from "@ws2kit/spi";
import type { Bench } from "./bench.js";

const GROUP = ip_mreq(sockaddr_in("224.1.2.3", 0), sockaddr_in("0.0.0.0", 0));
const NO_GROUP = ip_mreq(sockaddr_in("10.1.2.3", 0), sockaddr_in("0.0.0.0", 0));

function set(bench: Bench, s: SOCKET, optname: number, value: Uint8Array | null, level = SOL_SOCKET, size = 4): string {
  return bench.told(bench.ws2.setsockopt(s, level, optname, value, value === null ? size : value.length));
}

function get(bench: Bench, s: SOCKET, optname: number): Uint8Array {
  const value = new Uint8Array(4);
  bench.must(bench.ws2.getsockopt(s, SOL_SOCKET, optname, value, ref(4)));
  return value;
}

/** SO_LINGER {1, 5}, then SO_DONTLINGER with each of `values`; what SO_LINGER reads at last. */
function lingerAfter(bench: Bench, ...values: number[]): string {
  const s = bench.tcp();
  set(bench, s, SO_LINGER, LINGER(1, 5));
  for (const value of values) set(bench, s, SO_DONTLINGER, DWORD(value));
  const { l_onoff, l_linger } = readLINGER(get(bench, s, SO_LINGER));
  return `${l_onoff}, l_linger ${l_linger}`;
}

function sendBuffer(bench: Bench, size: number): string {
  const s = bench.tcp();
  set(bench, s, SO_SNDBUF, DWORD(size));
  return String(getUint32(get(bench, s, SO_SNDBUF), 0));
}

/** Joins and leaves groups, one after the other. Returns the result of the last step. */
function memberships(bench: Bench, s: SOCKET, ...steps: (readonly [optname: number, value: Uint8Array])[]): string {
  return steps.map(([optname, value]) => set(bench, s, optname, value, IPPROTO_IP)).pop() as string;
}

const JOIN = [IP_ADD_MEMBERSHIP, GROUP] as const;
const LEAVE = [IP_DROP_MEMBERSHIP, GROUP] as const;

/** The programs of the rows of `data/option-steps.json`. */
export const OPTION_STEPS: Readonly<Record<string, (bench: Bench) => string>> = {
  "getsockopt NULL buf": (bench) =>
    bench.told(bench.ws2.getsockopt(bench.tcp(), SOL_SOCKET, SO_BROADCAST, null, ref(4))),
  "getsockopt NULL len": (bench) =>
    bench.told(bench.ws2.getsockopt(bench.tcp(), SOL_SOCKET, SO_BROADCAST, new Uint8Array(4), null)),
  "setsockopt NULL buf len4": (bench) => set(bench, bench.tcp(), SO_BROADCAST, null),
  "setsockopt SO_ACCEPTCONN": (bench) => set(bench, bench.tcp(), SO_ACCEPTCONN, DWORD(1)),
  "LINGER after DONTLINGER 1": (bench) => lingerAfter(bench, 1),
  "LINGER after DONTLINGER 0": (bench) => lingerAfter(bench, 1, 0),
  "KEEPALIVE readback of 2": (bench) => {
    const s = bench.tcp();
    set(bench, s, SO_KEEPALIVE, DWORD(2));
    const value = new Uint8Array(4).fill(0xff);
    const length = ref(4);
    bench.must(bench.ws2.getsockopt(s, SOL_SOCKET, SO_KEEPALIVE, value, length));
    return `${getUint32(value, 0) | 0}, len ${length.value}`;
  },
  "SO_SNDBUF 0": (bench) => set(bench, bench.tcp(), SO_SNDBUF, DWORD(0)),
  "SNDBUF readback": (bench) => sendBuffer(bench, 0),
  "SNDBUF readback 4096": (bench) => sendBuffer(bench, 4096),
  "SO_REUSEADDR on connected": (bench) => set(bench, bench.pair().client, SO_REUSEADDR, DWORD(1)),
  "IP_TTL 256": (bench) => set(bench, bench.udp(), IP_TTL, DWORD(256), IPPROTO_IP),
  "IP_TTL -1": (bench) => set(bench, bench.udp(), IP_TTL, DWORD(-1), IPPROTO_IP),
  ADD_MEMBERSHIP: (bench) => memberships(bench, bench.bound("udp4"), JOIN),
  "ADD_MEMBERSHIP twice": (bench) => memberships(bench, bench.bound("udp4"), JOIN, JOIN),
  DROP: (bench) => memberships(bench, bench.bound("udp4"), JOIN, LEAVE),
  "DROP twice": (bench) => memberships(bench, bench.bound("udp4"), JOIN, LEAVE, LEAVE),
  "ADD on tcp": (bench) => memberships(bench, bench.tcp(), JOIN),
  "ADD nonmulticast": (bench) => memberships(bench, bench.udp(), [IP_ADD_MEMBERSHIP, NO_GROUP]),
  "ADD short": (bench) => memberships(bench, bench.udp(), [IP_ADD_MEMBERSHIP, GROUP.subarray(0, 4)]),
};
