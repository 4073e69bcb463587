import {
  MSG_OOB,
  MSG_PEEK,
  READY_IN,
  READY_PRI,
  SO_OOBINLINE,
  SOL_SOCKET,
  WSAEINVAL,
  WSAEWOULDBLOCK,
} from "@ws2kit/spi";
import { assert } from "chai";
import type { Case } from "./chapters.js";

export const urgentData: readonly Case[] = [
  [
    "is one byte outside the stream",
    (lab) => {
      const { client, server } = lab.pair();
      assert.equal(lab.urgent(server), -WSAEWOULDBLOCK);
      lab.send(client, "ab");
      assert.equal(lab.send(client, "cX", MSG_OOB), 2);
      lab.send(client, "de");
      assert.notEqual(lab.until(server, READY_PRI) & READY_PRI, 0);
      assert.equal(lab.recv(server, 1, MSG_OOB | MSG_PEEK), "X");
      assert.equal(lab.urgent(server), "X");
      assert.equal(lab.ready(server, READY_PRI) & READY_PRI, 0);
      assert.equal(lab.receive(server), "abc", "a read stops at the mark");
      assert.equal(lab.receive(server), "de");
    },
  ],
  [
    "is marked in the stream",
    (lab) => {
      const { client, server } = lab.pair();
      lab.send(client, "ab");
      lab.send(client, "X", MSG_OOB);
      lab.send(client, "c");
      lab.until(server, READY_PRI);
      assert.equal(lab.stack.atmark(server), 0);
      assert.equal(lab.receive(server), "ab");
      assert.equal(lab.stack.atmark(server), 0, "the urgent byte waits, at any position of reading");
      assert.equal(lab.urgent(server), "X");
      assert.equal(lab.stack.atmark(server), 1);
      assert.equal(lab.receive(server), "c");
      assert.equal(lab.stack.atmark(lab.tcp()), 1, "a socket that is not connected");
    },
  ],
  [
    "is read once, for any time at which SO_OOBINLINE is set, and any data after it",
    (lab) => {
      const { client, server } = lab.pair();
      lab.send(client, "ab");
      lab.send(client, "X", MSG_OOB);
      lab.until(server, READY_PRI);
      assert.equal(lab.urgent(server), "X");
      assert.equal(lab.stack.available(server), 2);
      lab.send(client, "cd");
      lab.send(client, "Y", MSG_OOB);
      lab.until(server, READY_PRI);
      assert.equal(lab.urgent(server), "Y");
      lab.send(client, "ef");
      const read = [];
      for (let i = 0; i < 6; i++) read.push(lab.receive(server, 1));
      assert.equal(read.join(""), "abcdef");
      lab.send(client, "Z", MSG_OOB);
      lab.until(server, READY_PRI);
      assert.equal(lab.urgent(server), "Z");
      assert.equal(lab.set(server, SOL_SOCKET, SO_OOBINLINE, 1), 0);
      assert.equal(lab.recv(server), -WSAEWOULDBLOCK);
      assert.equal(lab.stack.available(server), 0);
    },
  ],
  [
    "moves into the stream when SO_OOBINLINE is set before it is read",
    (lab) => {
      const { client, server } = lab.pair();
      lab.send(client, "X", MSG_OOB);
      lab.until(server, READY_PRI);
      assert.equal(lab.set(server, SOL_SOCKET, SO_OOBINLINE, 1), 0);
      assert.equal(lab.stack.available(server), 1);
      assert.equal(lab.stack.atmark(server), 0);
      assert.equal(lab.receive(server), "X");
      assert.equal(lab.stack.atmark(server), 1);
      assert.equal(lab.recv(server), -WSAEWOULDBLOCK);
    },
  ],
  [
    "stays in the stream with SO_OOBINLINE",
    (lab) => {
      const { client, server } = lab.pair();
      assert.equal(lab.set(server, SOL_SOCKET, SO_OOBINLINE, 1), 0);
      lab.send(client, "ab");
      lab.send(client, "X", MSG_OOB);
      while (lab.stack.available(server) < 2) lab.platform.wait(1);
      assert.equal(lab.receive(server), "ab");
      lab.until(server, READY_IN);
      assert.equal(lab.urgent(server), -WSAEINVAL);
      assert.equal(lab.stack.atmark(server), 1);
      assert.equal(lab.receive(server), "X");
    },
  ],
];
