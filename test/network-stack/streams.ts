import {
  AF_INET,
  AF_INET6,
  MSG_PEEK,
  READY_ERR,
  READY_IN,
  READY_OUT,
  SO_ERROR,
  SOL_SOCKET,
  sockaddrText,
  WSAECONNREFUSED,
  WSAEFAULT,
  WSAEINVAL,
  WSAENOTCONN,
  WSAEOPNOTSUPP,
  WSAEWOULDBLOCK,
} from "@ws2kit/spi";
import { assert } from "chai";
import type { Case } from "./chapters.js";
import { bytesOf, type Lab, textOf } from "./lab.js";

/** Sends until the stack accepts no more. Returns the number of bytes accepted. */
function fill(lab: Lab, fd: number): number {
  const bytes = new Uint8Array(50000);
  let sent = 0;
  for (;;) {
    const count = lab.stack.send(fd, bytes, 0, bytes.length, 0);
    if (count === -WSAEWOULDBLOCK) return sent;
    assert.isAbove(count, 0);
    sent += count;
  }
}

export const streams: readonly Case[] = [
  ...[AF_INET, AF_INET6].map(
    (family): Case => [
      `report to each end the other's address (family ${family})`,
      (lab) => {
        const listener = lab.listener(family);
        const client = lab.tcp(family);
        lab.connect(client, lab.name(listener));
        lab.until(listener, READY_IN);
        const peer = new Uint8Array(28);
        const server = lab.keep(lab.stack.accept(listener, peer));
        assert.equal(sockaddrText(peer), sockaddrText(lab.name(client)));
        assert.equal(lab.stack.getpeername(server, peer), lab.name(client).length);
        assert.equal(sockaddrText(peer), sockaddrText(lab.name(client)));
        lab.until(client, READY_OUT);
        lab.stack.getpeername(client, peer);
        assert.equal(sockaddrText(peer), sockaddrText(lab.name(listener)));
        assert.equal(sockaddrText(lab.name(server)), sockaddrText(lab.name(listener)));
      },
    ],
  ),
  [
    "are refused by a port without a listener, which SO_ERROR reports once",
    (lab) => {
      const listener = lab.listener();
      const name = lab.name(listener);
      lab.close(listener);
      const client = lab.tcp();
      const code = lab.connect(client, name);
      if (code !== -WSAECONNREFUSED) {
        assert.equal(code, -WSAEWOULDBLOCK);
        assert.notEqual(lab.until(client, READY_OUT) & READY_ERR, 0);
        assert.equal(lab.int(client, SOL_SOCKET, SO_ERROR), WSAECONNREFUSED);
      }
      assert.equal(lab.int(client, SOL_SOCKET, SO_ERROR), 0);
      assert.equal(lab.stack.getpeername(client, new Uint8Array(28)), -WSAENOTCONN);
    },
  ],
  [
    "have no peer and transfer nothing before they are connected",
    (lab) => {
      const fd = lab.tcp();
      assert.equal(lab.stack.getpeername(fd, new Uint8Array(28)), -WSAENOTCONN);
      assert.equal(lab.recv(fd), -WSAENOTCONN);
      assert.equal(lab.send(fd, "x"), -WSAENOTCONN);
      assert.equal(lab.stack.shutdown(fd, 1), -WSAENOTCONN);
    },
  ],
  [
    "are accepted in the order of their arrival, and only from a listener",
    (lab) => {
      const listener = lab.listener();
      assert.equal(lab.stack.accept(listener, new Uint8Array(28)), -WSAEWOULDBLOCK);
      assert.equal(lab.stack.accept(lab.tcp(), new Uint8Array(28)), -WSAEINVAL);
      assert.equal(lab.stack.accept(lab.udp(), new Uint8Array(28)), -WSAEOPNOTSUPP);
      const [first, second] = [lab.tcp(), lab.tcp()];
      lab.connect(first, lab.name(listener));
      lab.until(first, READY_OUT);
      lab.connect(second, lab.name(listener));
      lab.until(second, READY_OUT);
      const peer = new Uint8Array(28);
      for (const client of [first, second]) {
        lab.until(listener, READY_IN);
        lab.keep(lab.stack.accept(listener, peer));
        assert.equal(sockaddrText(peer), sockaddrText(lab.name(client)));
      }
    },
  ],
  [
    "transfer bytes, from and to the middle of a buffer",
    (lab) => {
      const { client, server } = lab.pair();
      assert.equal(lab.stack.send(client, bytesOf("..hello.."), 2, 5, 0), 5);
      lab.until(server, READY_IN);
      assert.equal(lab.stack.available(server), 5);
      while (lab.stack.unsent(client) > 0) lab.platform.wait(1);
      const bytes = bytesOf(".........");
      assert.equal(lab.stack.recv(server, bytes, 3, 4, 0), 4);
      assert.equal(textOf(bytes), "...hell..");
      assert.equal(lab.recv(server), "o");
      assert.equal(lab.recv(server), -WSAEWOULDBLOCK);
      assert.equal(lab.stack.available(server), 0);
    },
  ],
  [
    "report unsent bytes while the peer has no room, and 0 for a datagram socket",
    (lab) => {
      const { client } = lab.pair();
      while (lab.stack.send(client, new Uint8Array(65536), 0, 65536, 0) > 0);
      assert.isAbove(lab.stack.unsent(client), 0);
      assert.equal(lab.stack.unsent(lab.udp()), 0);
    },
  ],
  [
    "return the same bytes again after a peek",
    (lab) => {
      const { client, server } = lab.pair();
      lab.send(client, "abc");
      assert.equal(lab.receive(server, 2, MSG_PEEK), "ab");
      assert.equal(lab.recv(server, 2), "ab");
      assert.equal(lab.recv(server, 2), "c");
    },
  ],
  [
    "accept the bytes that fit, then would block, and accept more once the peer has read",
    (lab) => {
      const { client, server } = lab.pair();
      const sent = fill(lab, client);
      assert.equal(lab.ready(client, READY_OUT), 0);
      const bytes = new Uint8Array(65536);
      let received = 0;
      while (received < sent) {
        lab.until(server, READY_IN);
        received += lab.stack.recv(server, bytes, 0, bytes.length, 0);
      }
      assert.equal(received, sent);
      assert.equal(lab.until(client, READY_OUT), READY_OUT);
      assert.isAbove(lab.send(client, "more"), 0);
      assert.equal(lab.receive(server), "more");
    },
  ],
  [
    "join the pieces of the sender, and split them by the receiver's lengths",
    (lab) => {
      const { client, server } = lab.pair();
      for (const piece of ["ab", "cde", "f"]) lab.send(client, piece);
      while (lab.stack.available(server) < 6) lab.platform.wait(1);
      assert.equal(lab.recv(server, 4), "abcd");
      assert.equal(lab.recv(server, 4), "ef");
    },
  ],
  [
    "refuse a range outside the buffer",
    (lab) => {
      const { client } = lab.pair();
      assert.equal(lab.stack.send(client, new Uint8Array(4), 2, 3, 0), -WSAEFAULT);
      assert.equal(lab.stack.recv(client, new Uint8Array(4), 0, 5, 0), -WSAEFAULT);
    },
  ],
];
