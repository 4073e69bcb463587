import { memoryNetwork, memoryPlatform } from "@ws2kit/platform-memory";
import { READY_IN, READY_OUT, sockaddr_in, WSAEWOULDBLOCK } from "@ws2kit/spi";
import { assert } from "chai";
import { alone, drain, joined, post, SERVER, world } from "./world.js";

describe("platform-memory: time", () => {
  it("starts at 0 and passes only in a wait", () => {
    const { platform } = alone();
    assert.equal(platform.now(), 0);
    assert.isTrue(platform.wait(1500));
    assert.equal(platform.now(), 1500);
  });

  it("fails a wait that no event can end", () => {
    const lab = alone();
    lab.stack.watch(lab.boundUdp(), READY_IN);
    assert.isFalse(lab.platform.wait(-1));
    assert.equal(lab.platform.now(), 0);
  });

  it("delivers on a loopback within the call that sends", () => {
    const lab = alone();
    const { client, server } = lab.pair();
    lab.send(client, "now");
    assert.equal(lab.recv(server), "now");
    assert.equal(lab.platform.now(), 0);
  });

  it("delivers to another host after the latency, and not before", () => {
    const { server, client } = world({ latency: 20 });
    const to = post(server, SERVER);
    client.sendto(client.udp(), "hello", to.name);
    server.stack.watch(to.fd, READY_IN);
    server.platform.wait(19);
    assert.equal(server.recv(to.fd), -WSAEWOULDBLOCK);
    assert.isTrue(server.platform.wait(-1));
    assert.equal(server.platform.now(), 20);
    assert.equal(server.recv(to.fd), "hello");
  });

  it("connects in one round trip", () => {
    const { server, client } = world({ latency: 20 });
    const listener = server.tcp();
    server.bind(listener, sockaddr_in("0.0.0.0", 80));
    server.stack.listen(listener, 5);
    const fd = client.tcp();
    assert.equal(client.connect(fd, sockaddr_in(SERVER, 80)), -WSAEWOULDBLOCK);
    assert.equal(client.ready(fd, READY_OUT), 0);
    client.until(fd, READY_OUT);
    assert.equal(client.platform.now(), 40);
  });

  it("delays bytes by the bandwidth of the link", () => {
    const { network, server, client } = world({ latency: 10 });
    network.link("client", "server", { bandwidth: 1000 });
    const to = post(server, SERVER);
    const from = client.udp();
    client.sendto(from, "x".repeat(500), to.name);
    client.sendto(from, "y".repeat(500), to.name);
    server.until(to.fd, READY_IN);
    assert.equal(server.platform.now(), 510);
    assert.equal(drain(server, to.fd).length, 1);
    server.until(to.fd, READY_IN);
    assert.equal(drain(server, to.fd).length, 1);
    assert.equal(server.platform.now(), 1010);
    server.platform.wait(990);
    client.sendto(from, "z".repeat(500), to.name);
    server.until(to.fd, READY_IN);
    assert.equal(server.platform.now(), 2510, "a pause is not saved up");
  });

  it("delivers the bytes of a stream in order when the latency falls", () => {
    const w = world({ latency: 100 });
    const { near, far } = joined(w);
    const start = w.client.platform.now();
    w.client.send(near, "first ");
    w.network.link("client", "server", { latency: 0 });
    w.client.send(near, "second");
    assert.equal(w.server.receive(far), "first second");
    assert.equal(w.server.platform.now() - start, 100);
  });

  it("calls another host's callbacks when data arrives there, and wakes the waiting host to check its condition", () => {
    const { server, client } = world();
    const to = post(server, SERVER);
    const seen: string[] = [];
    server.platform.onArrival?.(() => seen.push(String(server.recv(to.fd))));
    server.stack.watch(to.fd, READY_IN);
    client.sendto(client.udp(), "hello", to.name);
    assert.isTrue(client.platform.wait(-1));
    assert.deepEqual(seen, ["hello"]);
    assert.isFalse(client.platform.wait(-1), "it is told once");
  });

  it("does not call the callbacks of a host that waits", () => {
    const lab = alone();
    const [a, b] = [lab.boundUdp(), lab.boundUdp()];
    let calls = 0;
    lab.platform.onArrival?.(() => calls++);
    lab.stack.watch(b, READY_IN);
    lab.sendto(a, "x", lab.name(b));
    assert.isTrue(lab.platform.wait(-1));
    assert.equal(calls, 0);
  });

  it("does not call callbacks again for unread data, even if they watch the socket again", () => {
    const { server, client } = world();
    const to = post(server, SERVER);
    let calls = 0;
    server.platform.onArrival?.(() => {
      calls++;
      server.stack.watch(to.fd, READY_IN);
    });
    server.stack.watch(to.fd, READY_IN);
    client.sendto(client.udp(), "x", to.name);
    assert.isTrue(client.platform.wait(-1));
    assert.isFalse(client.platform.wait(-1));
    assert.equal(calls, 1);
  });

  it("never calls callbacks from within themselves", () => {
    const { server, client } = world();
    const to = post(server, SERVER);
    let depth = 0;
    let deepest = 0;
    let calls = 0;
    server.platform.onArrival?.(() => {
      calls++;
      depth++;
      deepest = Math.max(deepest, depth);
      drain(server, to.fd);
      client.sendto(from, "again", to.name);
      if (calls < 3) client.platform.wait(5);
      depth--;
    });
    server.stack.watch(to.fd, READY_IN);
    const from = client.udp();
    client.sendto(from, "first", to.name);
    while (calls < 3) client.platform.wait(-1);
    assert.equal(deepest, 1);
  });

  it("lets a host that waits outside a callback answer a host that waits inside one", () => {
    const { server, client } = world();
    const [a, b] = [post(server, SERVER), post(client, "10.0.0.2")];
    const seen: (string | number)[] = [];
    client.platform.onArrival?.(() => {
      if (client.recv(b.fd) === "question") client.sendto(b.fd, "answer", a.name);
    });
    server.platform.onArrival?.(() => {
      server.recv(a.fd);
      server.sendto(a.fd, "question", b.name);
      seen.push(server.receive(a.fd));
    });
    server.stack.watch(a.fd, READY_IN);
    client.stack.watch(b.fd, READY_IN);
    client.sendto(b.fd, "hello", a.name);
    client.platform.wait(-1);
    assert.deepEqual(seen, ["answer"]);
  });

  it("never decreases, even if a callback waits longer than the host around it", () => {
    const { server, client } = world();
    const to = post(server, SERVER);
    server.platform.onArrival?.(() => {
      drain(server, to.fd);
      server.platform.wait(500);
    });
    server.stack.watch(to.fd, READY_IN);
    client.sendto(client.udp(), "x", to.name);
    client.platform.wait(10);
    assert.equal(client.platform.now(), 501);
    client.platform.wait(10);
    assert.equal(client.platform.now(), 511);
  });

  it("draws the same random bytes for the same seed", () => {
    const bytes = (seed?: number) => {
      const platform = memoryPlatform({ network: memoryNetwork({ seed: 3 }), seed });
      const found = new Uint8Array(8);
      platform.random(found);
      return [...found];
    };
    assert.deepEqual(bytes(), bytes());
    assert.deepEqual(bytes(5), bytes(5));
    assert.notDeepEqual(bytes(5), bytes(6));
  });
});
