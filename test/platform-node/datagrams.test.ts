import {
  AF_INET,
  AF_INET6,
  AF_UNSPEC,
  IP_ADD_MEMBERSHIP,
  IP_MULTICAST_IF,
  IP_MULTICAST_LOOP,
  IPPROTO_IP,
  MSG_PARTIAL,
  MSG_PEEK,
  READY_IN,
  SO_ERROR,
  SOL_SOCKET,
  sockaddr_in,
  sockaddrText,
  WSAECONNRESET,
  WSAEDESTADDRREQ,
  WSAEMSGSIZE,
  WSAEWOULDBLOCK,
} from "@ws2kit/spi";
import { assert } from "chai";
import { Loopback } from "./loopback.js";

describe("platform-node: datagrams", () => {
  const net = new Loopback();
  const { network } = net;
  afterEach(() => net.close());

  function sendto(from: number, to: number, text: string, flags = 0): number {
    const bytes = Buffer.from(text);
    const name = net.name(to);
    return network.sendto(from, bytes, 0, bytes.length, flags, name, name.length);
  }

  for (const family of [AF_INET, AF_INET6]) {
    it(`reports the sender of a datagram (family ${family})`, () => {
      const [a, b] = [net.udp(family), net.udp(family)];
      assert.equal(sendto(a, b, "hello"), 5);
      net.until(b, READY_IN);
      assert.equal(network.available(b), 5);
      const bytes = new Uint8Array(10);
      const name = new Uint8Array(28);
      assert.equal(network.recvfrom(b, bytes, 0, 10, 0, name), 5);
      assert.equal(sockaddrText(name), sockaddrText(net.name(a)));
    });
  }

  it("returns the whole length of a datagram that is cut, and drops the rest", () => {
    const [a, b] = [net.udp(), net.udp()];
    sendto(a, b, "0123456789");
    sendto(a, b, "next");
    net.until(b, READY_IN);
    const bytes = new Uint8Array(4);
    assert.equal(network.recv(b, bytes, 0, 4, MSG_PEEK), 10);
    assert.equal(network.recvfrom(b, bytes, 0, 4, 0, new Uint8Array(28)), 10);
    assert.equal(Buffer.from(bytes).toString(), "0123");
    assert.equal(network.recv(b, bytes, 0, 4, 0), 4);
    assert.equal(Buffer.from(bytes).toString(), "next");
    assert.equal(network.recv(b, bytes, 0, 4, 0), -WSAEWOULDBLOCK);
  });

  it("sends at once under MSG_PARTIAL, whose number is Linux's MSG_MORE", () => {
    const [a, b] = [net.udp(), net.udp()];
    sendto(a, b, "one", MSG_PARTIAL);
    assert.equal(net.recv(b), "one");
  });

  it("connects to one peer, and removes the peer again", () => {
    const [a, b] = [net.udp(), net.udp()];
    assert.equal(net.send(a, "x"), -WSAEDESTADDRREQ);
    assert.equal(network.connect(a, net.name(b), 16), 0);
    assert.equal(net.send(a, "x"), 1);
    assert.equal(net.recv(b), "x");
    const nobody = new Uint8Array(16);
    assert.equal(nobody[0], AF_UNSPEC);
    assert.equal(network.connect(a, nobody, 16), 0);
    assert.equal(net.send(a, "x"), -WSAEDESTADDRREQ);
  });

  it("reports an unreachable port as WSAECONNRESET", () => {
    const [a, gone] = [net.udp(), net.udp()];
    network.connect(a, net.name(gone), 16);
    network.close(gone);
    net.send(a, "x");
    assert.equal(net.until(a, READY_IN), READY_IN);
    assert.equal(network.recv(a, new Uint8Array(1), 0, 1, 0), -WSAECONNRESET);
    net.send(a, "x");
    net.until(a, READY_IN);
    assert.equal(net.getInt(a, SOL_SOCKET, SO_ERROR), WSAECONNRESET);
  });

  it("refuses a datagram that is too long", () => {
    const [a, b] = [net.udp(), net.udp()];
    assert.equal(sendto(a, b, "x".repeat(70000)), -WSAEMSGSIZE);
  });

  it("reaches the members of a group", () => {
    const [a, b] = [net.udp(), net.keep(network.open(AF_INET, 2, 17))];
    const group = [239, 255, 77, 77];
    const loopback = [127, 0, 0, 1];
    assert.equal(network.bind(b, sockaddr_in("0.0.0.0", 0), 16), 0);
    const membership = Uint8Array.from([...group, ...loopback]);
    assert.equal(network.setsockopt(b, IPPROTO_IP, IP_ADD_MEMBERSHIP, membership, 8), 0);
    assert.equal(network.setsockopt(a, IPPROTO_IP, IP_MULTICAST_IF, Uint8Array.from(loopback), 4), 0);
    assert.equal(net.setInt(a, IPPROTO_IP, IP_MULTICAST_LOOP, 1), 0);
    const name = sockaddr_in(group.join("."), net.port(b));
    assert.equal(network.sendto(a, Buffer.from("all"), 0, 3, 0, name, 16), 3);
    assert.equal(net.recv(b), "all");
  });
});
