import { MSG_PEEK, SO_RCVBUF, SO_SNDBUF, SOL_SOCKET, WSAEWOULDBLOCK } from "@ws2kit/spi";
import { assert } from "chai";
import fc from "fast-check";
import type { Lab } from "../network-stack/lab.js";
import { alone, joined, world } from "./world.js";

/** The byte at a position of the stream. */
const byteAt = (place: number) => (place * 31 + (place >> 8)) & 0xff;

const step = fc.oneof(
  fc.record({ send: fc.integer({ min: 1, max: 700 }) }),
  fc.record({ recv: fc.integer({ min: 1, max: 700 }) }),
  fc.record({ peek: fc.integer({ min: 1, max: 700 }) }),
  fc.record({ wait: fc.integer({ min: 0, max: 8 }) }),
);
const limits = fc.record({ send: fc.integer({ min: 1, max: 900 }), receive: fc.integer({ min: 1, max: 900 }) });

/** Both ends of a stream, and the numbers of sent and received bytes. */
class Courier {
  sent = 0;
  received = 0;

  constructor(
    readonly from: Lab,
    readonly near: number,
    readonly to: Lab,
    readonly far: number,
  ) {}

  send(len: number): void {
    const bytes = Uint8Array.from({ length: len + 2 }, (_, i) => byteAt(this.sent + i - 1));
    const count = this.from.stack.send(this.near, bytes, 1, len, 0);
    if (count !== -WSAEWOULDBLOCK) this.sent += count;
  }

  recv(len: number, flags = 0): number {
    const bytes = new Uint8Array(len + 2);
    const count = this.to.stack.recv(this.far, bytes, 1, len, flags);
    if (count <= 0) return count;
    for (let i = 0; i < count; i++) assert.equal(bytes[1 + i], byteAt(this.received + i), `byte ${this.received + i}`);
    assert.equal(bytes[1 + count], 0, "nothing beyond the count");
    if (flags === 0) this.received += count;
    return count;
  }

  /** Reads until the end of the stream. */
  finish(): void {
    this.from.close(this.near);
    for (;;) {
      const count = this.recv(500);
      if (count === 0) return;
      if (count < 0) assert.isTrue(this.to.platform.wait(1));
    }
  }
}

type Step = { send?: number; recv?: number; peek?: number; wait?: number };

function follow(courier: Courier, steps: readonly Step[]): void {
  for (const { send, recv, peek, wait } of steps) {
    if (send !== undefined) courier.send(send);
    if (recv !== undefined) courier.recv(recv);
    if (peek !== undefined) courier.recv(peek, MSG_PEEK);
    if (wait !== undefined) courier.to.platform.wait(wait);
  }
  courier.finish();
  assert.equal(courier.received, courier.sent);
}

describe("platform-memory: streams", () => {
  it("deliver every byte once, in order, on a loopback", () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), limits, (steps, limit) => {
        const lab = alone();
        const { client, server } = lab.pair();
        lab.set(client, SOL_SOCKET, SO_SNDBUF, limit.send);
        lab.set(server, SOL_SOCKET, SO_RCVBUF, limit.receive);
        follow(new Courier(lab, client, lab, server), steps);
      }),
      { seed: 20, numRuns: 200 },
    );
  });

  it("deliver every byte once, in order, over a slow link", () => {
    const link = fc.record({ latency: fc.integer({ min: 0, max: 9 }), bandwidth: fc.constantFrom(Infinity, 50000) });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), limits, link, (steps, limit, conditions) => {
        const w = world();
        const { near, far } = joined(w);
        w.network.link("server", "client", conditions);
        w.client.set(near, SOL_SOCKET, SO_SNDBUF, limit.send);
        w.server.set(far, SOL_SOCKET, SO_RCVBUF, limit.receive);
        follow(new Courier(w.client, near, w.server, far), steps);
      }),
      { seed: 21, numRuns: 200 },
    );
  });

  it("hold no more than the send buffer and the receive window", () => {
    const lab = alone();
    const { client, server } = lab.pair();
    lab.set(client, SOL_SOCKET, SO_SNDBUF, 1000);
    lab.set(server, SOL_SOCKET, SO_RCVBUF, 500);
    assert.equal(lab.send(client, "x".repeat(5000)), 1500);
    assert.equal(lab.stack.available(server), 500);
    assert.equal(lab.send(client, "y"), -WSAEWOULDBLOCK);
    lab.set(server, SOL_SOCKET, SO_RCVBUF, 800);
    assert.equal(lab.stack.available(server), 800);
    assert.equal(lab.send(client, "y".repeat(5000)), 300);
  });
});
