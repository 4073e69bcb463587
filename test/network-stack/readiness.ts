import { READY_IN, READY_OUT } from "@ws2kit/spi";
import { assert } from "chai";
import type { Case } from "./contract.js";

export const readiness: readonly Case[] = [
  [
    "is told as long as it lasts",
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
    "is told of watched descriptors alone, for the events they are watched for",
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
    "gives every descriptor its turn when the list is short",
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
    "ends a wait at once, and its time ends it otherwise",
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
    "is forgotten when the descriptor closes",
    (lab) => {
      const fd = lab.boundUdp();
      lab.stack.watch(fd, READY_OUT);
      lab.close(fd);
      assert.equal(lab.stack.poll(new Int32Array(2)), 0);
    },
  ],
];
