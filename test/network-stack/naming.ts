import {
  AF_INET,
  AF_INET6,
  AF_UNSPEC,
  IPPROTO_IPV6,
  IPPROTO_TCP,
  IPV6_V6ONLY,
  LINGER,
  READY_IN,
  READY_OUT,
  SO_ACCEPTCONN,
  SO_KEEPALIVE,
  SO_LINGER,
  SO_RCVBUF,
  SO_SNDBUF,
  SO_TYPE,
  SOCK_STREAM,
  SOL_SOCKET,
  sockaddr_in,
  sockaddr_in6,
  sockaddrHost,
  sockaddrPort,
  sockaddrText,
  TCP_NODELAY,
  WSAEADDRINUSE,
  WSAEADDRNOTAVAIL,
  WSAEINVAL,
  WSAENOPROTOOPT,
} from "@ws2kit/spi";
import { assert } from "chai";
import type { Case } from "./chapters.js";

export const naming: readonly Case[] = [
  [
    "chooses a free port for port 0, and names the socket",
    (lab) => {
      const [a, b] = [lab.tcp(), lab.tcp()];
      assert.equal(lab.bind(a, sockaddr_in("127.0.0.1", 0)), 0);
      assert.equal(lab.bind(b, sockaddr_in("127.0.0.1", 0)), 0);
      assert.equal(sockaddrHost(lab.name(a)), "127.0.0.1");
      assert.notEqual(sockaddrPort(lab.name(a)), 0);
      assert.notEqual(sockaddrPort(lab.name(a)), sockaddrPort(lab.name(b)));
    },
  ],
  [
    "binds a socket once",
    (lab) => {
      const fd = lab.boundUdp();
      assert.equal(lab.bind(fd, sockaddr_in("127.0.0.1", 0)), -WSAEINVAL);
    },
  ],
  [
    "allows one listener for an address, and another once the first is closed",
    (lab) => {
      const first = lab.listener();
      const name = lab.name(first);
      assert.equal(lab.bind(lab.tcp(), name), -WSAEADDRINUSE);
      lab.close(first);
      assert.equal(lab.bind(lab.tcp(), name), 0);
    },
  ],
  [
    "separates the ports of TCP and UDP",
    (lab) => {
      const name = lab.name(lab.listener());
      assert.equal(lab.bind(lab.udp(), name), 0);
      assert.equal(lab.bind(lab.udp(), name), -WSAEADDRINUSE);
    },
  ],
  [
    "binds only to addresses of the machine",
    (lab) => {
      assert.equal(lab.bind(lab.tcp(), sockaddr_in("192.0.2.77", 0)), -WSAEADDRNOTAVAIL);
      assert.equal(lab.bind(lab.udp(AF_INET6), sockaddr_in6("2001:db8::77", 0)), -WSAEADDRNOTAVAIL);
      assert.equal(lab.bind(lab.udp(), sockaddr_in("127.1.2.3", 0)), 0);
    },
  ],
  [
    "delivers IPv4 traffic to an IPv6 socket if IPV6_V6ONLY is cleared; it is set at first",
    (lab) => {
      const listener = lab.tcp(AF_INET6);
      assert.equal(lab.int(listener, IPPROTO_IPV6, IPV6_V6ONLY), 1);
      assert.equal(lab.set(listener, IPPROTO_IPV6, IPV6_V6ONLY, 0), 0);
      assert.equal(lab.bind(listener, sockaddr_in6("::", 0)), 0);
      lab.stack.listen(listener, 5);
      const client = lab.tcp();
      lab.connect(client, sockaddr_in("127.0.0.1", sockaddrPort(lab.name(listener))));
      lab.until(listener, READY_IN);
      const peer = new Uint8Array(28);
      const server = lab.keep(lab.stack.accept(listener, peer));
      assert.equal(sockaddrText(peer), `[::ffff:127.0.0.1]:${sockaddrPort(lab.name(client))}`);
      lab.until(client, READY_OUT);
      lab.send(server, "to both");
      assert.equal(lab.receive(client), "to both");
    },
  ],
  [
    "lets an IPv4 and an IPv6 socket share a port if IPV6_V6ONLY is set",
    (lab) => {
      const six = lab.tcp(AF_INET6);
      assert.equal(lab.bind(six, sockaddr_in6("::", 0)), 0);
      assert.equal(lab.bind(lab.tcp(), sockaddr_in("0.0.0.0", sockaddrPort(lab.name(six)))), 0);
    },
  ],
  [
    "returns options as they were set",
    (lab) => {
      const fd = lab.tcp();
      const linger = LINGER(1, 7);
      const rows: [number, number, number][] = [
        [SOL_SOCKET, SO_SNDBUF, 20000],
        [SOL_SOCKET, SO_RCVBUF, 30000],
        [SOL_SOCKET, SO_KEEPALIVE, 1],
        [IPPROTO_TCP, TCP_NODELAY, 1],
        [SOL_SOCKET, SO_LINGER, linger[0] | (linger[2] << 16)],
      ];
      for (const [level, option, value] of rows) {
        assert.notEqual(lab.int(fd, level, option), value);
        assert.equal(lab.set(fd, level, option, value), 0);
        assert.equal(lab.int(fd, level, option), value);
      }
    },
  ],
  [
    "reports the type of a socket, and whether it listens",
    (lab) => {
      const fd = lab.tcp();
      assert.equal(lab.int(fd, SOL_SOCKET, SO_TYPE), SOCK_STREAM);
      assert.equal(lab.int(fd, SOL_SOCKET, SO_ACCEPTCONN), 0);
      assert.equal(lab.int(lab.listener(), SOL_SOCKET, SO_ACCEPTCONN), 1);
      assert.equal(lab.stack.getsockopt(fd, SOL_SOCKET, 0x7777, new Uint8Array(4)), -WSAENOPROTOOPT);
    },
  ],
  [
    "resolves numeric addresses and the local host",
    (lab) => {
      const out = new Uint8Array(28 * 8);
      assert.equal(lab.stack.resolve("10.20.30.40", AF_INET, out), 1);
      assert.equal(sockaddrHost(out), "10.20.30.40");
      assert.equal(lab.stack.resolve("2001:db8::1", AF_UNSPEC, out), 1);
      assert.equal(sockaddrHost(out), "2001:db8::1");
      assert.isAtLeast(lab.stack.resolve("localhost", AF_INET, out), 1);
      assert.equal(sockaddrHost(out), "127.0.0.1");
    },
  ],
  [
    "returns the names of this machine and of the host at an address, cut to the buffer",
    ({ stack }) => {
      const out = new Uint8Array(256);
      const own = stack.hostName?.(out, 0, out) ?? 0;
      assert.isAbove(own, 0);
      assert.isTrue(out.subarray(0, own).every((byte) => byte > 0x20 && byte < 0x7f));
      const loopback = sockaddr_in("127.0.0.1", 0);
      assert.isAbove(stack.hostName?.(loopback, loopback.length, out) ?? 0, 0);
      assert.equal(stack.hostName?.(loopback, loopback.length, out.subarray(0, 2)), 2);
    },
  ],
];
