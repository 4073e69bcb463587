import {
  LINGER,
  READY_END,
  READY_HUP,
  READY_IN,
  SD_BOTH,
  SD_SEND,
  SO_LINGER,
  SOL_SOCKET,
  WSAECONNABORTED,
  WSAECONNRESET,
  WSAEINVAL,
  WSAENOTCONN,
  WSAESHUTDOWN,
  WSAEWOULDBLOCK,
} from "@ws2kit/spi";
import { assert } from "chai";
import type { Case } from "./chapters.js";

export const streamEnds: readonly Case[] = [
  [
    "comes after the data, and then stays",
    (lab) => {
      const { client, server } = lab.pair();
      lab.send(client, "last words");
      lab.close(client);
      assert.equal(lab.receive(server, 4), "last");
      assert.equal(lab.receive(server), " words");
      assert.equal(lab.receive(server), 0);
      assert.equal(lab.receive(server), 0);
    },
  ],
  [
    "closes one direction and leaves the other",
    (lab) => {
      const { client, server } = lab.pair();
      assert.equal(lab.stack.shutdown(client, SD_SEND), 0);
      assert.equal(lab.send(client, "x"), -WSAESHUTDOWN);
      assert.equal(lab.receive(server), 0);
      assert.equal(lab.recv(client), -WSAEWOULDBLOCK);
      lab.send(server, "still here");
      assert.equal(lab.receive(client), "still here");
    },
  ],
  [
    "is told behind what is left to read, where it is asked for",
    (lab) => {
      const { client, server } = lab.pair();
      lab.send(client, "last words");
      lab.stack.shutdown(client, SD_SEND);
      assert.equal(lab.until(server, READY_END), READY_END);
      assert.equal(lab.until(server, READY_IN), READY_IN);
      assert.equal(lab.receive(server), "last words");
      assert.equal(lab.until(server, READY_END), READY_END);
    },
  ],
  [
    "is a hang-up when both directions have ended",
    (lab) => {
      const { client, server } = lab.pair();
      lab.stack.shutdown(client, SD_SEND);
      assert.equal(lab.until(server, READY_IN) & READY_HUP, 0);
      lab.stack.shutdown(server, SD_SEND);
      assert.notEqual(lab.until(client, READY_IN) & READY_HUP, 0);
      assert.equal(lab.recv(client), 0);
    },
  ],
  [
    "can come from both ends at once",
    (lab) => {
      const { client, server } = lab.pair();
      lab.stack.shutdown(client, SD_SEND);
      lab.stack.shutdown(server, SD_SEND);
      assert.equal(lab.receive(client), 0);
      assert.equal(lab.receive(server), 0);
    },
  ],
  [
    "is a reset when the peer closes with bytes unread",
    (lab) => {
      const { client, server } = lab.pair();
      lab.send(client, "never read");
      lab.until(server, READY_IN);
      lab.close(server);
      assert.notEqual(lab.until(client, READY_IN) & READY_HUP, 0);
      assert.equal(lab.recv(client), -WSAECONNRESET);
    },
  ],
  [
    "is a reset when SO_LINGER is on with no time",
    (lab) => {
      const { client, server } = lab.pair();
      assert.equal(lab.set(client, SOL_SOCKET, SO_LINGER, LINGER(1, 0)), 0);
      lab.close(client);
      assert.equal(lab.receive(server), -WSAECONNRESET);
    },
  ],
  [
    "is graceful when SO_LINGER is on with some time",
    (lab) => {
      const { client, server } = lab.pair();
      assert.equal(lab.set(client, SOL_SOCKET, SO_LINGER, LINGER(1, 5)), 0);
      lab.send(client, "all of it");
      lab.stack.shutdown(client, SD_SEND);
      assert.equal(lab.receive(server), "all of it");
      assert.equal(lab.receive(server), 0);
    },
  ],
  [
    "makes the first write to a closed peer bring a reset, which aborts the connection: what follows fails",
    (lab) => {
      const { client, server } = lab.pair();
      lab.close(server);
      assert.equal(lab.receive(client), 0);
      assert.equal(lab.send(client, "anybody?"), 8);
      lab.until(client, READY_IN);
      let code = 0;
      for (let i = 0; i < 100 && code >= 0; i++) {
        code = lab.send(client, "anybody?");
        lab.platform.wait(1);
      }
      assert.equal(code, -WSAECONNABORTED);
      assert.equal(lab.recv(client), -WSAECONNABORTED);
    },
  ],
  [
    "reports an aborted connection to a receive, also where the peer's end has not been read",
    (lab) => {
      const { client, server } = lab.pair();
      lab.stack.shutdown(server, SD_SEND);
      lab.close(server);
      assert.equal(lab.send(client, "anybody?"), 8);
      lab.until(client, READY_IN);
      for (let i = 0; i < 100 && lab.recv(client) === 0; i++) lab.platform.wait(1);
      assert.equal(lab.recv(client), -WSAECONNABORTED);
    },
  ],
  [
    "resets connections that wait in the queue of a listener that closes",
    (lab) => {
      const listener = lab.listener();
      const client = lab.tcp();
      lab.connect(client, lab.name(listener));
      lab.until(listener, READY_IN);
      lab.close(listener);
      assert.equal(lab.receive(client), -WSAECONNRESET);
    },
  ],
  [
    "takes the three ways to shut down and no other",
    (lab) => {
      const { client } = lab.pair();
      assert.equal(lab.stack.shutdown(client, 3), -WSAEINVAL);
      assert.equal(lab.stack.shutdown(client, SD_BOTH), 0);
      assert.equal(lab.send(client, "x"), -WSAESHUTDOWN);
      assert.equal(lab.stack.shutdown(lab.tcp(), SD_BOTH), -WSAENOTCONN);
    },
  ],
];
