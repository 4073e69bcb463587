import {
  AF_INET,
  AF_INET6,
  DWORD,
  IPPROTO_TCP,
  SOCK_DGRAM,
  SOCK_STREAM,
  TCP_KEEPALIVE,
  TCP_KEEPCNT,
  TCP_KEEPINTVL,
  WSAENOPROTOOPT,
} from "@ws2kit/spi";
import { assert } from "chai";
import type { Case } from "./chapters.js";
import { FORWARDED } from "./forwarded-options.js";

/** Options that ask for what `recvmsg` reports: a stack without it has none of them. */
const REPORTS = ["IP_PKTINFO", "IP_RECVTTL", "IP_RECVTOS", "IPV6_PKTINFO", "IPV6_HOPLIMIT", "IPV6_RECVTCLASS"];

const KINDS = [
  ["IPv4 streams", AF_INET, SOCK_STREAM],
  ["IPv4 datagrams", AF_INET, SOCK_DGRAM],
  ["IPv6 streams", AF_INET6, SOCK_STREAM],
  ["IPv6 datagrams", AF_INET6, SOCK_DGRAM],
] as const;

/** Names each option that a provider of the targets forwards and that the platform's table lacks. */
const known = KINDS.map(
  ([kind, af, type]): Case => [
    `supports every option of ${kind} that is forwarded to it`,
    (lab) => {
      const fd = type === SOCK_STREAM ? lab.tcp(af) : lab.udp(af);
      const asked = FORWARDED.filter(([name]) => lab.stack.recvmsg !== undefined || !REPORTS.includes(name));
      const forgotten = asked
        .filter((row) => row[3] === af && row[4] === type)
        .filter(([, level, optname, , , initial]) => lab.set(fd, level, optname, DWORD(initial)) === -WSAENOPROTOOPT)
        .map(([name]) => name);
      assert.deepEqual(forgotten, []);
    },
  ],
);

export const options: readonly Case[] = [
  ...known,
  [
    "stores each time of keep-alive separately",
    (lab) => {
      const fd = lab.tcp(AF_INET);
      const times = [TCP_KEEPALIVE, TCP_KEEPINTVL, TCP_KEEPCNT];
      times.forEach((optname, i) => {
        assert.equal(lab.set(fd, IPPROTO_TCP, optname, DWORD(5 + i)), 0);
      });
      const value = new Uint8Array(4);
      const found = times.map((optname) => {
        lab.stack.getsockopt(fd, IPPROTO_TCP, optname, value);
        return value[0];
      });
      assert.deepEqual(found, [5, 6, 7]);
    },
  ],
];
