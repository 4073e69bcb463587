import {
  AF_INET,
  AF_INET6,
  IPPROTO_IPV6,
  IPV6_V6ONLY,
  READY_ERR,
  READY_OUT,
  SD_SEND,
  SO_ERROR,
  SO_EXCLUSIVEADDRUSE,
  SO_REUSEADDR,
  SOCK_DGRAM,
  SOCK_STREAM,
  SOL_SOCKET,
  sockaddr_in,
  sockaddr_in6,
  sockaddrPort,
  sockaddrText,
  WSAEACCES,
  WSAEADDRINUSE,
  WSAECONNREFUSED,
  WSAEWOULDBLOCK,
} from "@ws2kit/spi";
import { assert } from "chai";
import type { Case } from "./chapters.js";
import type { Lab } from "./lab.js";

/** How a socket shares its port, in the terms of the page. */
type Share = "default" | "reuse" | "exclusive";
const SHARES: readonly Share[] = ["default", "reuse", "exclusive"];

/**
 * "Using SO_REUSEADDR and SO_EXCLUSIVEADDRUSE": rows by the first socket, wildcard and specific; columns by the second:
 * default, reuse, exclusive, wildcard and specific each. U is WSAEADDRINUSE, A is WSAEACCES, - is success.
 */
const TABLE: Readonly<Record<Share, readonly [wildcard: string, specific: string]>> = {
  default: ["U- A- U-", "-U -A UU"],
  reuse: ["U- -- U-", "-U -- UU"],
  exclusive: ["UA AA UA", "-U -A UU"],
};
const CODES: Readonly<Record<string, number>> = { U: -WSAEADDRINUSE, A: -WSAEACCES, "-": 0 };
const ADDRESSES = ["0.0.0.0", "127.0.0.1"];

function open(lab: Lab, type: number, share: Share, family = AF_INET): number {
  const fd = type === SOCK_STREAM ? lab.tcp(family) : lab.udp(family);
  const option = share === "reuse" ? SO_REUSEADDR : SO_EXCLUSIVEADDRUSE;
  if (share !== "default") assert.equal(lab.set(fd, SOL_SOCKET, option, 1), 0);
  return fd;
}

/** Tests the whole table for one type of socket. The first stream listens, or is only bound. */
function table(lab: Lab, type: number, listens: boolean): void {
  for (const first of SHARES) {
    for (const from of [0, 1]) {
      const cells = TABLE[first][from].split(" ");
      SHARES.forEach((second, column) => {
        for (const to of [0, 1]) {
          const holder = open(lab, type, first);
          assert.equal(lab.bind(holder, sockaddr_in(ADDRESSES[from], 0)), 0);
          if (listens) assert.equal(lab.stack.listen(holder, 1), 0);
          const port = sockaddrPort(lab.name(holder));
          const other = open(lab, type, second);
          const what = `${second} ${ADDRESSES[to]} after ${first} ${ADDRESSES[from]}`;
          const code = CODES[cells[column][to]];
          assert.equal(lab.bind(other, sockaddr_in(ADDRESSES[to], port)), code, what);
          if (listens && code === 0) assert.equal(lab.stack.listen(other, 1), 0, `listen: ${what}`);
          lab.close(other);
          lab.close(holder);
        }
      });
    }
  }
}

function dualStack(lab: Lab, share: Share): number {
  const six = open(lab, SOCK_STREAM, share, AF_INET6);
  assert.equal(lab.set(six, IPPROTO_IPV6, IPV6_V6ONLY, 0), 0);
  assert.equal(lab.bind(six, sockaddr_in6("::", 0)), 0);
  return six;
}

/** A stream whose connect was refused, because no socket has the port. */
function refused(lab: Lab, fd: number): void {
  const free = lab.listener();
  const name = lab.name(free);
  lab.close(free);
  for (let time = 0; time < 3; time++) {
    const code = lab.connect(fd, name);
    if (code !== -WSAEWOULDBLOCK) {
      assert.equal(code, -WSAECONNREFUSED, `try ${time}`);
      continue;
    }
    lab.until(fd, READY_OUT | READY_ERR);
    assert.equal(lab.int(fd, SOL_SOCKET, SO_ERROR), WSAECONNREFUSED, `try ${time}`);
  }
}

export const portSharing: readonly Case[] = [
  ["follows Winsock's table: bound streams", (lab) => table(lab, SOCK_STREAM, false)],
  ["follows Winsock's table: listening streams", (lab) => table(lab, SOCK_STREAM, true)],
  ["follows Winsock's table: datagram sockets", (lab) => table(lab, SOCK_DGRAM, false)],
  [
    "refuses the next bind to either address after a permitted overlap",
    (lab) => {
      const any = lab.tcp();
      lab.bind(any, sockaddr_in("0.0.0.0", 0));
      const port = sockaddrPort(lab.name(any));
      assert.equal(lab.bind(lab.tcp(), sockaddr_in("127.0.0.1", port)), 0);
      assert.equal(lab.bind(lab.tcp(), sockaddr_in("127.0.0.1", port)), -WSAEADDRINUSE);
      assert.equal(lab.bind(lab.tcp(), sockaddr_in("0.0.0.0", port)), -WSAEADDRINUSE);
    },
  ],
  [
    "lets 0.0.0.0 share a port with a dual-stack `::`, in either order, and each receives its family",
    (lab) => {
      for (const share of ["default", "exclusive"] as const) {
        const six = dualStack(lab, "default");
        const port = sockaddrPort(lab.name(six));
        const four = open(lab, SOCK_STREAM, share);
        assert.equal(lab.bind(four, sockaddr_in("0.0.0.0", port)), 0);
        for (const fd of [six, four]) assert.equal(lab.stack.listen(fd, 5), 0);
        lab.connect(lab.tcp(), sockaddr_in("127.0.0.1", port));
        lab.accept(four);
        lab.connect(lab.tcp(AF_INET6), sockaddr_in6("::1", port));
        lab.accept(six);
      }
      const four = lab.tcp();
      assert.equal(lab.bind(four, sockaddr_in("0.0.0.0", 0)), 0);
      const six = lab.tcp(AF_INET6);
      lab.set(six, IPPROTO_IPV6, IPV6_V6ONLY, 0);
      assert.equal(lab.bind(six, sockaddr_in6("::", sockaddrPort(lab.name(four)))), 0);
    },
  ],
  [
    "denies 0.0.0.0 on the port of an exclusive dual-stack `::`, and treats a mapped address as IPv4",
    (lab) => {
      const six = dualStack(lab, "exclusive");
      for (const share of ["default", "reuse"] as const) {
        const four = open(lab, SOCK_STREAM, share);
        assert.equal(lab.bind(four, sockaddr_in("0.0.0.0", sockaddrPort(lab.name(six)))), -WSAEACCES, share);
      }
      const mapped = lab.tcp(AF_INET6);
      lab.set(mapped, IPPROTO_IPV6, IPV6_V6ONLY, 0);
      assert.equal(lab.bind(mapped, sockaddr_in6("::ffff:127.0.0.1", 0)), 0);
      const port = sockaddrPort(lab.name(mapped));
      assert.equal(lab.bind(lab.tcp(), sockaddr_in("127.0.0.1", port)), -WSAEADDRINUSE);
    },
  ],
  [
    "lets a refused stream connect again, or listen, with the same name",
    (lab) => {
      const fd = lab.tcp();
      assert.equal(lab.bind(fd, sockaddr_in("127.0.0.1", 0)), 0);
      const own = sockaddrText(lab.name(fd));
      refused(lab, fd);
      assert.equal(sockaddrText(lab.name(fd)), own);
      assert.equal(lab.stack.listen(fd, 1), 0);
      const unbound = lab.tcp();
      refused(lab, unbound);
      // the port that connect chose stays
      const chosen = sockaddrPort(lab.name(unbound));
      assert.notEqual(chosen, 0);
      refused(lab, unbound);
      assert.equal(sockaddrPort(lab.name(unbound)), chosen);
      const listener = lab.listener();
      lab.connect(unbound, lab.name(listener));
      lab.accept(listener);
    },
  ],
  [
    "reports the peer's name until the socket is closed",
    (lab) => {
      const { client, server } = lab.pair();
      const peerOf = (fd: number) => {
        const name = new Uint8Array(28);
        assert.isAbove(lab.stack.getpeername(fd, name), 0);
        return sockaddrText(name);
      };
      const [before, own] = [[client, server].map(peerOf), sockaddrText(lab.name(client))];
      for (const fd of [client, server]) lab.stack.shutdown(fd, SD_SEND);
      for (const fd of [client, server]) assert.equal(lab.receive(fd), 0);
      assert.deepEqual([client, server].map(peerOf), before);
      assert.equal(sockaddrText(lab.name(client)), own);
    },
  ],
];
