import {
  AF_INET,
  AF_INET6,
  AF_UNSPEC,
  IP_ADD_MEMBERSHIP,
  IP_DROP_MEMBERSHIP,
  IP_MULTICAST_IF,
  IPPROTO_IP,
  MSG_PEEK,
  READY_IN,
  SO_ERROR,
  SOL_SOCKET,
  sockaddr_in,
  sockaddrPort,
  sockaddrText,
  WSAEACCES,
  WSAEADDRNOTAVAIL,
  WSAECONNRESET,
  WSAEMSGSIZE,
  WSAENOTCONN,
  WSAEWOULDBLOCK,
} from "@ws2kit/spi";
import { assert } from "chai";
import type { Case } from "./chapters.js";
import { type Lab, loopback, textOf } from "./lab.js";

const LOOPBACK = [127, 0, 0, 1];
const GROUP = [239, 1, 2, 3];

export const datagrams: readonly Case[] = [
  ...[AF_INET, AF_INET6].map(
    (family): Case => [
      `report their sender (family ${family})`,
      (lab) => {
        const [a, b] = [lab.boundUdp(family), lab.boundUdp(family)];
        assert.equal(lab.sendto(a, "hello", lab.name(b)), 5);
        lab.until(b, READY_IN);
        const bytes = new Uint8Array(10);
        const name = new Uint8Array(28);
        assert.equal(lab.stack.recvfrom(b, bytes, 0, 10, 0, name), 5);
        assert.equal(textOf(bytes.subarray(0, 5)), "hello");
        assert.equal(sockaddrText(name), sockaddrText(lab.name(a)));
      },
    ],
  ),
  [
    "are received one by one, even if they are empty",
    (lab) => {
      const [a, b] = [lab.boundUdp(), lab.boundUdp()];
      for (const text of ["one", "", "three"]) lab.sendto(a, text, lab.name(b));
      assert.equal(lab.receive(b), "one");
      assert.equal(lab.receive(b), 0);
      assert.equal(lab.receive(b), "three");
      assert.equal(lab.recv(b), -WSAEWOULDBLOCK);
    },
  ],
  [
    "return their whole length when they are cut, and the rest is lost",
    (lab) => {
      const [a, b] = [lab.boundUdp(), lab.boundUdp()];
      lab.sendto(a, "0123456789", lab.name(b));
      lab.sendto(a, "next", lab.name(b));
      lab.until(b, READY_IN);
      assert.equal(lab.stack.available(b), 10);
      const bytes = new Uint8Array(4);
      assert.equal(lab.stack.recv(b, bytes, 0, 4, MSG_PEEK), 10);
      assert.equal(lab.stack.recv(b, bytes, 0, 4, 0), 10);
      assert.equal(textOf(bytes), "0123");
      assert.equal(lab.receive(b), "next");
    },
  ],
  [
    "are received only from the peer while there is a peer",
    (lab) => {
      const [a, b, stranger] = [lab.boundUdp(), lab.boundUdp(), lab.boundUdp()];
      assert.equal(lab.connect(a, lab.name(b)), 0);
      lab.sendto(stranger, "stranger", lab.name(a));
      lab.sendto(b, "friend", lab.name(a));
      assert.equal(lab.receive(a), "friend");
      assert.equal(lab.recv(a), -WSAEWOULDBLOCK);
      assert.equal(lab.send(a, "hello"), 5);
      assert.equal(lab.receive(b), "hello");
    },
  ],
  [
    "are received from any sender again after a connect to AF_UNSPEC",
    (lab) => {
      const [a, b, stranger] = [lab.udp(), lab.boundUdp(), lab.boundUdp()];
      const name = freeName(lab);
      lab.bind(a, name);
      lab.connect(a, lab.name(b));
      assert.equal(peerText(lab, a), sockaddrText(lab.name(b)));
      assert.equal(lab.connect(a, new Uint8Array(16).fill(AF_UNSPEC)), 0);
      assert.equal(peerText(lab, a), "");
      lab.sendto(stranger, "stranger", name);
      assert.equal(lab.receive(a), "stranger");
    },
  ],
  ...[false, true].map(
    (isConnected): Case => [
      `report an unused port once, ${isConnected ? "connected to it" : "without a peer"}`,
      (lab) => {
        const [a, b] = [lab.boundUdp(), lab.boundUdp()];
        const name = lab.name(b);
        if (isConnected) lab.connect(a, name);
        lab.close(b);
        if (isConnected) lab.send(a, "anybody?");
        else lab.sendto(a, "anybody?", name);
        assert.equal(lab.until(a, READY_IN), READY_IN);
        assert.equal(lab.recv(a, 9, MSG_PEEK), -WSAECONNRESET, "a peek leaves the error");
        assert.equal(lab.recv(a), -WSAECONNRESET);
        assert.equal(lab.recv(a), -WSAEWOULDBLOCK);
        assert.equal(lab.ready(a, READY_IN), 0, "nothing stands any more");
      },
    ],
  ),
  [
    "reach other ports after an unused port, which is still reported",
    (lab) => {
      const [a, b, gone] = [lab.boundUdp(), lab.boundUdp(), lab.boundUdp()];
      const nobody = lab.name(gone);
      lab.close(gone);
      for (let round = 0; round < 3; round++) {
        assert.equal(lab.sendto(a, "anybody?", nobody), 8);
        assert.equal(lab.sendto(a, "hello", lab.name(b)), 5, "a send fails for an earlier one");
        assert.equal(lab.receive(b), "hello");
        assert.notEqual(lab.ready(a, READY_IN), 0, "a wait to receive ends");
      }
      assert.equal(lab.sendto(b, "answer", lab.name(a)), 6);
      assert.equal(lab.recv(a), -WSAECONNRESET);
      assert.equal(lab.receive(a), "answer");
      assert.equal(lab.recv(a), -WSAEWOULDBLOCK);
      assert.equal(lab.ready(a, READY_IN), 0, "nothing stands any more");
    },
  ],
  [
    "do not lose their peer when SO_ERROR reports an unused port",
    (lab) => {
      const [a, gone] = [lab.boundUdp(), lab.boundUdp()];
      const nobody = lab.name(gone);
      lab.connect(a, nobody);
      lab.close(gone);
      for (let round = 0; round < 2; round++) {
        assert.equal(lab.send(a, "anybody?"), 8);
        assert.equal(lab.until(a, READY_IN), READY_IN);
      }
      lab.int(a, SOL_SOCKET, SO_ERROR);
      assert.equal(peerText(lab, a), sockaddrText(nobody));
    },
  ],
  [
    "to port 0 count as sent, and are lost",
    (lab) => {
      for (const family of [AF_INET, AF_INET6]) {
        const [a, b] = [lab.udp(family), lab.boundUdp(family)];
        const nowhere = lab.name(b).slice();
        nowhere[2] = nowhere[3] = 0;
        assert.equal(lab.sendto(a, "lost", nowhere), 4);
        assert.equal(lab.sendto(b, "lost", nowhere), 4);
        assert.notEqual(sockaddrPort(lab.name(a)), 0, "the port of the first");
        assert.equal(lab.sendto(a, "x".repeat(65508), nowhere), -WSAEMSGSIZE);
        assert.equal(lab.connect(a, nowhere), -WSAEADDRNOTAVAIL);
        assert.equal(lab.sendto(a, "hello", lab.name(b)), 5);
        assert.equal(lab.receive(b), "hello");
        assert.equal(lab.recv(a), -WSAEWOULDBLOCK);
      }
    },
  ],
  [
    "need SO_BROADCAST for port 0 of the broadcast address",
    (lab) => {
      assert.equal(lab.sendto(lab.udp(), "x", sockaddr_in("255.255.255.255", 0)), -WSAEACCES);
    },
  ],
  [
    "that are too long are refused, and nothing is sent",
    (lab) => {
      const [a, b] = [lab.boundUdp(), lab.boundUdp()];
      assert.equal(lab.sendto(a, "x".repeat(65508), lab.name(b)), -WSAEMSGSIZE);
      assert.equal(lab.recv(a), -WSAEWOULDBLOCK);
      assert.equal(lab.ready(a, READY_IN), 0);
      assert.equal(lab.sendto(b, "hello", lab.name(a)), 5);
      assert.equal(lab.receive(a), "hello");
    },
  ],
  [
    "have at most 65507 bytes",
    (lab) => {
      const [a, b] = [lab.boundUdp(), lab.boundUdp()];
      const name = lab.name(b);
      const bytes = new Uint8Array(65508).fill(7);
      assert.equal(lab.stack.sendto(a, bytes, 0, 65508, 0, name, name.length), -WSAEMSGSIZE);
      assert.equal(lab.stack.sendto(a, bytes, 0, 65507, 0, name, name.length), 65507);
      lab.until(b, READY_IN);
      assert.equal(lab.stack.recv(b, bytes, 0, 65508, 0), 65507);
    },
  ],
  [
    "bind a sender that is not bound",
    (lab) => {
      const [a, b] = [lab.udp(), lab.boundUdp()];
      lab.sendto(a, "x", lab.name(b));
      assert.notEqual(sockaddrPort(lab.name(a)), 0);
    },
  ],
  [
    "need SO_BROADCAST for the broadcast address",
    (lab) => {
      const a = lab.udp();
      assert.equal(lab.sendto(a, "all", sockaddr_in("255.255.255.255", 9)), -WSAEACCES);
    },
  ],
  [
    "reach the members of a multicast group, until they leave it",
    (lab) => {
      const [a, b] = [lab.udp(), lab.udp()];
      assert.equal(lab.bind(b, sockaddr_in("0.0.0.0", 0)), 0);
      const group = sockaddr_in(GROUP.join("."), sockaddrPort(lab.name(b)));
      assert.equal(lab.set(a, IPPROTO_IP, IP_MULTICAST_IF, new Uint8Array(LOOPBACK)), 0);
      const membership = new Uint8Array([...GROUP, ...LOOPBACK]);
      assert.equal(lab.set(b, IPPROTO_IP, IP_ADD_MEMBERSHIP, membership), 0);
      lab.sendto(a, "members", group);
      assert.equal(lab.receive(b), "members");
      assert.equal(lab.set(b, IPPROTO_IP, IP_DROP_MEMBERSHIP, membership), 0);
      assert.equal(lab.set(b, IPPROTO_IP, IP_DROP_MEMBERSHIP, membership), -WSAEADDRNOTAVAIL);
      lab.sendto(a, "late", group);
      const [host, port] = [loopback(AF_INET), sockaddrPort(lab.name(b))];
      host[2] = port >> 8;
      host[3] = port;
      lab.sendto(a, "direct", host);
      assert.equal(lab.receive(b), "direct");
    },
  ],
];

/** The peer's address as text; "" without a peer. */
function peerText(lab: Lab, fd: number): string {
  const name = new Uint8Array(28);
  const length = lab.stack.getpeername(fd, name);
  if (length < 0) assert.equal(length, -WSAENOTCONN);
  return length < 0 ? "" : sockaddrText(name);
}

/** A free address. On Linux, a port that was requested by number stays bound when the peer is removed. */
function freeName(lab: Lab): Uint8Array {
  const fd = lab.boundUdp();
  const name = lab.name(fd);
  lab.close(fd);
  return name;
}
