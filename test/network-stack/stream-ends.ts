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
    "follows the data, and then is permanent",
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
    "of one direction does not affect the other",
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
    "is reported together with unread data, if the watch includes it",
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
    "can be sent by both ends at once",
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
    "is a reset if SO_LINGER is on with a time of 0",
    (lab) => {
      const { client, server } = lab.pair();
      assert.equal(lab.set(client, SOL_SOCKET, SO_LINGER, LINGER(1, 0)), 0);
      lab.close(client);
      assert.equal(lab.receive(server), -WSAECONNRESET);
    },
  ],
  [
    "is graceful if SO_LINGER is on with another time",
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
    "causes a reset at the first write to a closed peer, and later calls fail",
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
    "reports an aborted connection to a receive, even if the peer's end was not read",
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
    "accepts the three values of how, and no other",
    (lab) => {
      const { client } = lab.pair();
      assert.equal(lab.stack.shutdown(client, 3), -WSAEINVAL);
      assert.equal(lab.stack.shutdown(client, SD_BOTH), 0);
      assert.equal(lab.send(client, "x"), -WSAESHUTDOWN);
      assert.equal(lab.stack.shutdown(lab.tcp(), SD_BOTH), -WSAENOTCONN);
    },
  ],
];
