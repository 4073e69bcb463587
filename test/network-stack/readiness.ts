import {
  LINGER,
  READY_END,
  READY_ERR,
  READY_HUP,
  READY_IN,
  READY_OUT,
  READY_PRI,
  SD_SEND,
  SO_LINGER,
  SOL_SOCKET,
  WSAECONNRESET,
  WSAEWOULDBLOCK,
} from "@ws2kit/spi";
import { assert } from "chai";
import type { Case } from "./chapters.js";
import type { Lab } from "./lab.js";

/** How often a wait of `ms` milliseconds returns before its time is over. */
function returns(lab: Lab, ms: number): number {
  const end = lab.platform.now() + ms;
  const pairs = new Int32Array(8);
  for (let count = 0; ; count++) {
    const left = end - lab.platform.now();
    // a wait that loops without time passing never reaches this time
    if (left <= 0 || count > 50) return count;
    lab.platform.wait(left);
    lab.stack.poll(pairs);
  }
}

/** A stream whose peer has reset it. */
function resetStream(lab: Lab): number {
  const { client, server } = lab.pair();
  lab.set(server, SOL_SOCKET, SO_LINGER, LINGER(1, 0));
  lab.close(server);
  lab.until(client, READY_IN);
  return client;
}

/** A datagram socket whose datagram was refused. */
function refusedUdp(lab: Lab): number {
  const nobody = lab.boundUdp();
  const name = lab.name(nobody).slice();
  lab.close(nobody);
  const fd = lab.boundUdp();
  assert.equal(lab.connect(fd, name), 0);
  lab.send(fd, "x");
  lab.until(fd, READY_IN);
  return fd;
}

/** Streams and datagram sockets with a lasting condition that a watch for urgent data does not request. */
const STANDING: Readonly<Record<string, (lab: Lab) => number>> = {
  "a reset": resetStream,
  "the end of both directions": (lab) => {
    const { client, server } = lab.pair();
    lab.stack.shutdown(client, SD_SEND);
    lab.stack.shutdown(server, SD_SEND);
    lab.until(client, READY_END);
    return client;
  },
  "the peer's end": (lab) => {
    const { client, server } = lab.pair();
    lab.stack.shutdown(server, SD_SEND);
    lab.until(client, READY_END);
    return client;
  },
  data: (lab) => {
    const { client, server } = lab.pair();
    lab.send(server, "x");
    lab.until(client, READY_IN);
    return client;
  },
  "a failed connection": (lab) => {
    const nobody = lab.listener();
    const name = lab.name(nobody).slice();
    lab.close(nobody);
    const fd = lab.tcp();
    lab.connect(fd, name);
    lab.until(fd, READY_OUT);
    return fd;
  },
  "the error of a refused datagram": refusedUdp,
};

export const readiness: readonly Case[] = [
  ...Object.entries(STANDING).map(
    ([what, make]): Case => [
      `is not reported, and ends at most one wait, for a condition outside the watch: ${what}`,
      (lab) => {
        const fd = make(lab);
        for (const events of [READY_PRI, 0]) {
          lab.stack.watch(fd, events);
          assert.isAtMost(returns(lab, 30), 2, `waits for ${events}`);
          assert.equal(lab.stack.poll(new Int32Array(8)), 0, `reports for ${events}`);
        }
      },
    ],
  ),
  ...["a reset", "the end of both directions", "the peer's end", "a failed connection"].map(
    (what): Case => [
      `of a stream with ${what} is reported once the watch includes it`,
      (lab) => {
        const fd = STANDING[what](lab);
        lab.stack.watch(fd, READY_PRI);
        returns(lab, 5);
        for (const events of [READY_IN, READY_END, READY_IN | READY_OUT]) {
          assert.equal(lab.ready(fd, events) & events, events);
        }
      },
    ],
  ),
  [
    "includes the error and the hang-up of a stream",
    (lab) => {
      assert.equal(lab.ready(resetStream(lab), READY_IN), READY_IN | READY_ERR | READY_HUP);
    },
  ],
  [
    "of a datagram socket with an error is READY_IN, and the next receive returns the error",
    (lab) => {
      const fd = refusedUdp(lab);
      assert.equal(lab.ready(fd, READY_IN), READY_IN);
      assert.equal(lab.recv(fd), -WSAECONNRESET);
      assert.equal(lab.ready(fd, READY_IN), 0);
      assert.equal(lab.recv(fd), -WSAEWOULDBLOCK);
    },
  ],
  [
    "is reported for a descriptor number that is used again",
    (lab) => {
      const reset = resetStream(lab);
      lab.stack.watch(reset, READY_PRI);
      returns(lab, 5);
      lab.close(reset);
      const [a, b] = [lab.boundUdp(), lab.boundUdp()];
      for (const fd of [a, b]) lab.stack.watch(fd, READY_IN);
      assert.equal(lab.stack.poll(new Int32Array(8)), 0);
      lab.sendto(a, "x", lab.name(b));
      lab.sendto(b, "x", lab.name(a));
      assert.isTrue(lab.platform.wait(1000));
      assert.isAtLeast(lab.stack.poll(new Int32Array(8)), 1);
    },
  ],
  [
    "is listed completely, for any number of ready descriptors",
    (lab) => {
      const sockets = Array.from({ length: 200 }, () => lab.boundUdp());
      for (const fd of sockets) lab.stack.watch(fd, READY_OUT);
      assert.isTrue(lab.platform.wait(1000));
      assert.equal(lab.stack.poll(new Int32Array(600)), sockets.length);
      assert.equal(lab.stack.poll(new Int32Array(600)), sockets.length);
    },
  ],
  [
    "is reported as long as it lasts",
    (lab) => {
      const [a, b] = [lab.boundUdp(), lab.boundUdp()];
      lab.sendto(a, "x", lab.name(b));
      lab.until(b, READY_IN);
      assert.equal(lab.ready(b, READY_IN), READY_IN);
      assert.equal(lab.ready(b, READY_IN), READY_IN);
      lab.recv(b);
      assert.equal(lab.ready(b, READY_IN), 0);
    },
  ],
  [
    "is reported only for watched descriptors, and only for the conditions of their watch",
    (lab) => {
      const [a, b] = [lab.boundUdp(), lab.boundUdp()];
      lab.sendto(a, "x", lab.name(b));
      lab.until(b, READY_IN);
      const pairs = new Int32Array(8);
      assert.equal(lab.stack.poll(pairs), 0);
      lab.stack.watch(a, READY_IN);
      assert.equal(lab.stack.poll(pairs), 0);
      lab.stack.watch(a, READY_IN | READY_OUT);
      lab.stack.watch(b, READY_IN);
      assert.equal(lab.stack.poll(pairs), 2);
      const shown = new Map([
        [pairs[0], pairs[1]],
        [pairs[2], pairs[3]],
      ]);
      assert.equal(shown.get(a), READY_OUT);
      assert.equal(shown.get(b), READY_IN);
      lab.stack.watch(a, 0);
      assert.equal(lab.stack.poll(pairs), 1);
    },
  ],
  [
    "is reported for every descriptor in turn if the list is short",
    (lab) => {
      const sockets = [lab.boundUdp(), lab.boundUdp(), lab.boundUdp()];
      for (const fd of sockets) lab.stack.watch(fd, READY_OUT);
      const pair = new Int32Array(2);
      const shown = new Set<number>();
      for (let i = 0; i < sockets.length; i++) {
        assert.equal(lab.stack.poll(pair), 1);
        shown.add(pair[0]);
      }
      assert.deepEqual([...shown].sort(), [...sockets].sort());
    },
  ],
  [
    "ends a wait at once; without it, the timeout ends the wait",
    (lab) => {
      const [a, b] = [lab.boundUdp(), lab.boundUdp()];
      lab.stack.watch(b, READY_IN);
      const start = lab.platform.now();
      assert.isTrue(lab.platform.wait(5));
      assert.isAtLeast(lab.platform.now() - start, 4);
      lab.sendto(a, "x", lab.name(b));
      const sent = lab.platform.now();
      assert.isTrue(lab.platform.wait(60000));
      assert.isBelow(lab.platform.now() - sent, 1000);
    },
  ],
  [
    "is not reported once the descriptor is closed",
    (lab) => {
      const fd = lab.boundUdp();
      lab.stack.watch(fd, READY_OUT);
      lab.close(fd);
      assert.equal(lab.stack.poll(new Int32Array(2)), 0);
    },
  ],
];
