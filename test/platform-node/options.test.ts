import {
  IP_DONTFRAGMENT,
  IP_MULTICAST_LOOP,
  IP_MULTICAST_TTL,
  IP_TOS,
  IP_TTL,
  IPPROTO_IP,
  IPPROTO_IPV6,
  IPPROTO_TCP,
  IPV6_MULTICAST_HOPS,
  IPV6_UNICAST_HOPS,
  LINGER,
  SO_ACCEPTCONN,
  SO_BROADCAST,
  SO_DONTLINGER,
  SO_DONTROUTE,
  SO_KEEPALIVE,
  SO_LINGER,
  SO_OOBINLINE,
  SO_RCVBUF,
  SO_RCVTIMEO,
  SO_SNDBUF,
  SO_TYPE,
  SOCK_DGRAM,
  SOCK_STREAM,
  SOL_SOCKET,
  TCP_KEEPALIVE,
  TCP_KEEPCNT,
  TCP_KEEPINTVL,
  TCP_NODELAY,
  WSAEFAULT,
  WSAENOPROTOOPT,
} from "@ws2kit/spi";
import { assert } from "chai";
import { Loopback } from "./loopback.js";

describe("platform-node: socket options", () => {
  const net = new Loopback();
  const { network } = net;
  afterEach(() => net.close());

  const values: readonly (readonly [string, number, number, number])[] = [
    ["SO_KEEPALIVE", SOL_SOCKET, SO_KEEPALIVE, 1],
    ["SO_DONTROUTE", SOL_SOCKET, SO_DONTROUTE, 1],
    ["SO_OOBINLINE", SOL_SOCKET, SO_OOBINLINE, 1],
    ["SO_BROADCAST", SOL_SOCKET, SO_BROADCAST, 1],
    ["SO_SNDBUF, which Linux doubles", SOL_SOCKET, SO_SNDBUF, 20000],
    ["SO_RCVBUF, which Linux doubles", SOL_SOCKET, SO_RCVBUF, 30000],
    ["TCP_NODELAY", IPPROTO_TCP, TCP_NODELAY, 1],
    ["IP_TTL", IPPROTO_IP, IP_TTL, 9],
    ["IP_TOS", IPPROTO_IP, IP_TOS, 16],
    ["IP_DONTFRAGMENT", IPPROTO_IP, IP_DONTFRAGMENT, 1],
  ];
  for (const [text, level, optname, value] of values) {
    it(`stores ${text}`, () => {
      const fd = net.tcp();
      assert.notEqual(net.getInt(fd, level, optname), value);
      assert.equal(net.setInt(fd, level, optname, value), 0);
      assert.equal(net.getInt(fd, level, optname), value);
    });
  }

  it("stores the multicast options of both families", () => {
    const [v4, v6] = [net.udp(), net.udp(23)];
    assert.equal(net.getInt(v4, IPPROTO_IP, IP_MULTICAST_LOOP), 1);
    for (const [fd, level, optname] of [
      [v4, IPPROTO_IP, IP_MULTICAST_TTL],
      [v6, IPPROTO_IPV6, IPV6_MULTICAST_HOPS],
      [v6, IPPROTO_IPV6, IPV6_UNICAST_HOPS],
    ]) {
      assert.equal(net.setInt(fd, level, optname, 7), 0);
      assert.equal(net.getInt(fd, level, optname), 7);
    }
  });

  it("sets the times and probes of keep-alive to the nearest values that the kernel accepts", () => {
    const fd = net.tcp();
    for (const [optname, value, found] of [
      [TCP_KEEPALIVE, 60, 60],
      [TCP_KEEPALIVE, 0, 1],
      [TCP_KEEPALIVE, 100_000, 32_767],
      [TCP_KEEPINTVL, 7, 7],
      [TCP_KEEPCNT, 5, 5],
      [TCP_KEEPCNT, 255, 127],
    ]) {
      assert.equal(net.setInt(fd, IPPROTO_TCP, optname, value), 0);
      assert.equal(net.getInt(fd, IPPROTO_TCP, optname), found);
    }
  });

  it("returns SO_LINGER as two shorts, and SO_DONTLINGER as its opposite", () => {
    const fd = net.tcp();
    const value = new Uint8Array(4);
    assert.equal(net.getInt(fd, SOL_SOCKET, SO_DONTLINGER), 1);
    assert.equal(network.setsockopt(fd, SOL_SOCKET, SO_LINGER, LINGER(1, 300), 4), 0);
    assert.equal(network.getsockopt(fd, SOL_SOCKET, SO_LINGER, value), 4);
    assert.deepEqual(value, LINGER(1, 300));
    assert.equal(net.getInt(fd, SOL_SOCKET, SO_DONTLINGER), 0);
    assert.equal(net.setInt(fd, SOL_SOCKET, SO_DONTLINGER, 1), 0);
    network.getsockopt(fd, SOL_SOCKET, SO_LINGER, value);
    assert.equal(value[0], 0);
  });

  it("returns a socket's type and whether it listens", () => {
    const listener = net.listener();
    assert.equal(net.getInt(listener, SOL_SOCKET, SO_ACCEPTCONN), 1);
    assert.equal(net.getInt(listener, SOL_SOCKET, SO_TYPE), SOCK_STREAM);
    assert.equal(net.getInt(net.udp(), SOL_SOCKET, SO_TYPE), SOCK_DGRAM);
  });

  it("lacks the options that the provider implements", () => {
    const fd = net.tcp();
    assert.equal(net.getInt(fd, SOL_SOCKET, SO_RCVTIMEO), -WSAENOPROTOOPT);
    assert.equal(net.setInt(fd, SOL_SOCKET, SO_RCVTIMEO, 1), -WSAENOPROTOOPT);
    assert.equal(net.setInt(fd, 0x7777, 1, 1), -WSAENOPROTOOPT);
  });

  it("refuses a value that is too short", () => {
    const fd = net.tcp();
    assert.equal(network.getsockopt(fd, SOL_SOCKET, SO_KEEPALIVE, new Uint8Array(3)), -WSAEFAULT);
    assert.equal(network.setsockopt(fd, SOL_SOCKET, SO_KEEPALIVE, new Uint8Array(4), 3), -WSAEFAULT);
  });
});
