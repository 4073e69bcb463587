import { readdirSync } from "node:fs";
import { performance } from "node:perf_hooks";
import { setTimeout as after } from "node:timers/promises";
import { nodePlatform } from "@ws2kit/platform-node";
import { AF_INET, READY_IN, READY_OUT } from "@ws2kit/spi";
import { assert } from "chai";
import { Loopback } from "./loopback.js";

describe("platform-node: waiting", () => {
  const net = new Loopback();
  const { network, platform } = net;
  const ready = new Int32Array(2 * 8);
  afterEach(() => net.close());

  it("ends when data arrives, or after its time, or by a signal", () => {
    const { client, server } = net.pair();
    network.watch(server, READY_IN);
    const until = platform.now() + 20;
    let waits = 0;
    for (let left = 20; left > 0; left = until - platform.now()) {
      assert.isTrue(platform.wait(left));
      waits++;
    }
    // a child process of an earlier test may end meanwhile
    assert.isBelow(waits, 5);
    assert.equal(network.poll(ready), 0);
    net.send(client, "x");
    platform.wait(-1);
    assert.equal(network.poll(ready), 1);
    assert.deepEqual([...ready.subarray(0, 2)], [server, READY_IN]);
  });

  it("is level-triggered, and lists only watched conditions", () => {
    const { client, server } = net.pair();
    net.send(client, "x");
    net.until(server, READY_IN);
    network.watch(server, READY_IN);
    for (let i = 0; i < 2; i++) assert.equal(network.poll(ready), 1);
    network.watch(server, READY_OUT);
    network.poll(ready);
    assert.deepEqual([...ready.subarray(0, 2)], [server, READY_OUT]);
    network.watch(server, 0);
    assert.equal(network.poll(ready), 0);
  });

  it("reports that no event can end a wait without a watch", () => {
    assert.isFalse(nodePlatform().wait(-1));
  });

  it("stops watching a descriptor that is closed", () => {
    const fd = network.open(AF_INET, 2, 17);
    network.watch(fd, READY_OUT);
    assert.equal(network.poll(ready), 1);
    network.close(fd);
    assert.equal(network.poll(ready), 0);
  });

  it("watches more descriptors than one list holds, and reports each of them in turn", () => {
    const fds = Array.from({ length: 1100 }, () => net.udp());
    for (const fd of fds) network.watch(fd, READY_IN);
    for (const fd of fds) {
      const name = net.name(fd);
      network.sendto(fds[0], Buffer.from("x"), 0, 1, 0, name, name.length);
    }
    const seen = new Set<number>();
    for (let i = 0; i < 1100 / 8 + 1; i++) {
      const n = network.poll(ready);
      for (let j = 0; j < n; j++) seen.add(ready[2 * j]);
    }
    assert.equal(seen.size, 1100);
  });

  describe("waitAsync", () => {
    it("resolves when data arrives", async () => {
      const { client, server } = net.pair();
      network.watch(server, READY_IN);
      const woken = platform.waitAsync(-1);
      setImmediate(() => net.send(client, "x"));
      await woken;
      assert.equal(network.poll(ready), 1);
    });

    it("resolves in time, without blocking Node's loop", async () => {
      const started = platform.now();
      let ticks = 0;
      const ticking = setInterval(() => ticks++, 2);
      await platform.waitAsync(30);
      clearInterval(ticking);
      assert.isAtLeast(platform.now() - started, 29);
      assert.isAbove(ticks, 2);
    });

    it("lets timers run under dense traffic", async () => {
      const { client, server } = net.pair();
      network.watch(server, READY_IN);
      net.send(client, "never read");
      let timer = false;
      setTimeout(() => {
        timer = true;
      }, 1);
      for (let i = 0; i < 100000 && !timer; i++) await platform.waitAsync(-1);
      assert.isTrue(timer);
    });

    it("reacts to watches that are added after its start", async () => {
      const { client, server } = net.pair();
      net.send(client, "x");
      const woken = platform.waitAsync(-1);
      await after(5);
      network.watch(server, READY_IN);
      await woken;
    });

    it("runs several times at once on one platform", async () => {
      const { client, server } = net.pair();
      network.watch(server, READY_IN);
      const waits = [platform.waitAsync(-1), platform.waitAsync(1), platform.waitAsync(-1)];
      await waits[1];
      net.send(client, "x");
      await Promise.all(waits);
    });

    it("costs nothing between two waits although data is unread, and waits again", async () => {
      const { client, server } = net.pair();
      network.watch(server, READY_IN);
      await platform.waitAsync(1);
      net.send(client, "x");
      const begun = performance.eventLoopUtilization();
      await after(60);
      assert.isBelow(
        performance.eventLoopUtilization(begun).utilization,
        0.8,
        "the part of the time that Node's loop is busy",
      );
      await platform.waitAsync(-1);
      assert.equal(network.recv(server, new Uint8Array(8), 0, 8, 0), 1);
      const woken = platform.waitAsync(-1);
      net.send(client, "y");
      await woken;
    });

    it("serves several platforms", async () => {
      const others = Array.from({ length: 8 }, () => new Loopback());
      const pairs = others.map((other) => other.pair());
      others.forEach((other, i) => {
        other.network.watch(pairs[i].server, READY_IN);
      });
      const order: number[] = [];
      const waits = others.map((other, i) => other.platform.waitAsync(-1).then(() => order.push(i)));
      for (const i of [5, 2, 7, 0, 1, 3, 4, 6]) {
        others[i].send(pairs[i].client, "x");
        await waits[i];
      }
      assert.deepEqual(order, [5, 2, 7, 0, 1, 3, 4, 6]);
      for (const other of others) other.close();
    });

    it("releases a closed listener's port at once, during a wait for it", async () => {
      const listener = net.listener();
      const name = net.name(listener);
      network.watch(listener, READY_IN);
      const woken = platform.waitAsync(40);
      await after(5);
      network.close(listener);
      assert.equal(network.bind(net.tcp(), name, 16), 0);
      await woken;
    });

    it("leaks no descriptor", async () => {
      const open = () => readdirSync("/proc/self/fd").length;
      await platform.waitAsync(1);
      const before = open();
      for (let i = 0; i < 20; i++) {
        const other = new Loopback();
        const { server } = other.pair();
        other.network.watch(server, READY_IN);
        await other.platform.waitAsync(1);
        other.close();
      }
      assert.equal(open(), before);
    });
  });
});
