import { memoryNetwork, memoryPlatform } from "@ws2kit/platform-memory";
import {
  AF_INET,
  AF_INET6,
  AF_UNSPEC,
  IPPROTO_TCP,
  READY_ERR,
  READY_HUP,
  READY_IN,
  READY_OUT,
  SO_ERROR,
  SO_RCVBUF,
  SOCK_RAW,
  SOCK_STREAM,
  SOL_SOCKET,
  sockaddr_in,
  sockaddr_in6,
  sockaddrHost,
  WSAEACCES,
  WSAECONNREFUSED,
  WSAEHOSTUNREACH,
  WSAEMFILE,
  WSAENETDOWN,
  WSAENETUNREACH,
  WSAENOBUFS,
  WSAENOTSOCK,
  WSAETIMEDOUT,
  WSAEWOULDBLOCK,
  WSAHOST_NOT_FOUND,
  WSANO_DATA,
  WSATRY_AGAIN,
} from "@ws2kit/spi";
import { assert } from "chai";
import { Lab } from "../network-stack/lab.js";
import { alone, drain, joined, post, SERVER, world } from "./world.js";

describe("platform-memory: failures", () => {
  it("returns WSAENETDOWN while the host's network is down, except from close", () => {
    const { network, client } = world();
    const fd = client.udp();
    network.down("client");
    assert.equal(client.stack.open(AF_INET, SOCK_STREAM, IPPROTO_TCP), -WSAENETDOWN);
    assert.equal(client.recv(fd), -WSAENETDOWN);
    assert.equal(client.stack.resolve("localhost", AF_UNSPEC, new Uint8Array(28)), -WSAENETDOWN);
    client.close(fd);
    network.up("client");
    client.udp();
  });

  for (const [name, connectTo] of [
    ["an unused address", "10.0.0.99"],
    ["a host that is down", SERVER],
  ]) {
    it(`times a connect to ${name} out after 21 seconds`, () => {
      const { network, client } = world();
      network.down("server");
      const fd = client.tcp();
      assert.equal(client.connect(fd, sockaddr_in(connectTo, 80)), -WSAEWOULDBLOCK);
      client.stack.watch(fd, READY_OUT);
      assert.isTrue(client.platform.wait(-1));
      assert.equal(Math.round(client.platform.now()), 21001);
      assert.equal(client.ready(fd, READY_OUT), READY_OUT | READY_ERR | READY_HUP);
      assert.equal(client.int(fd, SOL_SOCKET, SO_ERROR), WSAETIMEDOUT);
    });
  }

  it("connects if the host comes up during the attempt", () => {
    const w = world();
    w.network.down("server");
    const fd = w.client.tcp();
    w.client.connect(fd, sockaddr_in(SERVER, 80));
    w.client.platform.wait(100);
    w.network.up("server");
    const listener = w.server.tcp();
    w.server.bind(listener, sockaddr_in(SERVER, 80));
    w.server.stack.listen(listener, 1);
    w.client.stack.watch(fd, READY_OUT);
    w.client.platform.wait(-1);
    assert.equal(w.client.ready(fd, READY_OUT), READY_OUT);
    assert.equal(w.client.platform.now(), 3002);
  });

  it("breaks a connection whose peer has vanished, once there are bytes to send", () => {
    const w = world();
    const { near } = joined(w);
    w.network.link("client", "server", { path: "silent" });
    const start = w.client.platform.now();
    assert.equal(w.client.send(near, "hello?"), 6);
    w.client.stack.watch(near, READY_IN);
    assert.isTrue(w.client.platform.wait(-1));
    assert.equal(w.client.recv(near), -WSAETIMEDOUT);
    assert.equal(w.client.send(near, "x"), -WSAETIMEDOUT);
    assert.approximately(w.client.platform.now() - start, 21000, 2);
  });

  it("delivers nothing of a broken connection when the link works again", () => {
    const w = world();
    const { near, far } = joined(w);
    w.network.link("client", "server", { path: "silent" });
    w.client.send(near, "one");
    w.client.platform.wait(5000);
    w.client.send(near, "two");
    w.client.platform.wait(17000);
    assert.equal(w.client.recv(near), -WSAETIMEDOUT);
    w.network.heal("client", "server");
    w.client.platform.wait(10000);
    assert.equal(w.server.stack.available(far), 0);
  });

  it("delivers bytes sent during an interruption once the link works again", () => {
    const w = world();
    const { near, far } = joined(w);
    w.network.partition("client", "server");
    w.client.send(near, "late ");
    w.client.platform.wait(4000);
    w.network.heal("client", "server");
    w.client.send(near, "but whole");
    w.server.platform.wait(10000);
    assert.equal(w.server.recv(far), "late but whole");
  });

  it("reports an unreachable host at once if the network is partitioned", () => {
    const { network, server, client } = world();
    network.partition("server", "client");
    const fd = client.tcp();
    assert.equal(client.connect(fd, sockaddr_in(SERVER, 80)), -WSAEHOSTUNREACH);
    assert.equal(client.sendto(client.udp(), "x", sockaddr_in(SERVER, 80)), -WSAEHOSTUNREACH);
    network.heal("server", "client");
    assert.equal(client.connect(fd, sockaddr_in(SERVER, 80)), -WSAEWOULDBLOCK, "it may try again");
    const to = post(server, SERVER);
    client.sendto(client.udp(), "x", to.name);
    assert.equal(server.receive(to.fd), "x");
  });

  it("cannot reach a family of which the host has no address", () => {
    const network = memoryNetwork();
    const lab = new Lab(memoryPlatform({ network, addresses: ["10.9.9.9"] }));
    assert.equal(lab.connect(lab.tcp(AF_INET6), sockaddr_in6("2001:db8::1", 80)), -WSAENETUNREACH);
  });

  it("reports to both ends that the link failed during a handshake", () => {
    const { network, server, client } = world({ latency: 10 });
    const listener = server.tcp();
    server.bind(listener, sockaddr_in(SERVER, 80));
    server.stack.listen(listener, 1);
    const fd = client.tcp();
    client.connect(fd, sockaddr_in(SERVER, 80));
    client.platform.wait(15);
    network.link("client", "server", { path: "silent" });
    client.platform.wait(30000);
    assert.equal(client.int(fd, SOL_SOCKET, SO_ERROR), WSAETIMEDOUT);
    assert.equal(server.recv(server.accept(listener)), -WSAETIMEDOUT);
  });

  it("refuses connections beyond the backlog", () => {
    const lab = alone();
    const listener = lab.listener(AF_INET, 2);
    const clients = [lab.tcp(), lab.tcp(), lab.tcp()];
    for (const fd of clients) lab.connect(fd, lab.name(listener));
    assert.deepEqual(
      clients.map((fd) => lab.int(fd, SOL_SOCKET, SO_ERROR)),
      [0, 0, WSAECONNREFUSED],
    );
    lab.accept(listener);
    assert.equal(lab.connect(clients[2], lab.name(listener)), -WSAEWOULDBLOCK, "it may try again");
    assert.equal(lab.ready(clients[2], READY_OUT), READY_OUT);
  });

  it("runs out of descriptors, and holds a connection until a descriptor is free", () => {
    const lab = alone({ descriptors: 2 });
    const listener = lab.listener();
    const client = lab.tcp();
    assert.equal(lab.stack.open(AF_INET, SOCK_STREAM, IPPROTO_TCP), -WSAEMFILE);
    lab.connect(client, lab.name(listener));
    assert.equal(lab.stack.accept(listener, new Uint8Array(28)), -WSAEMFILE);
    lab.send(client, "kept");
    lab.close(client);
    const server = lab.accept(listener);
    assert.equal(lab.recv(server), "kept");
  });

  it("counts only open descriptors", () => {
    const storage = { read: () => null, write: () => true };
    for (const extra of [{}, { storage }]) {
      const platform = memoryPlatform({ network: memoryNetwork(), ...extra });
      const fd = platform.network.open(AF_INET, SOCK_STREAM, IPPROTO_TCP);
      assert.equal(platform.openSockets, 1);
      platform.network.close(fd);
      assert.equal(platform.openSockets, 0);
    }
  });

  it("refuses a closed descriptor", () => {
    const lab = alone();
    const fd = lab.udp();
    lab.close(fd);
    assert.equal(lab.recv(fd), -WSAENOTSOCK);
    assert.equal(lab.stack.close(fd), -WSAENOTSOCK);
    assert.equal(lab.stack.watch(-1, READY_IN), -WSAENOTSOCK);
  });

  it("runs out of buffers, and has room again when sockets close", () => {
    const lab = alone({ buffers: 4096 });
    const { client, server } = lab.pair();
    assert.equal(lab.send(client, "x".repeat(3000)), 3000);
    assert.equal(lab.send(server, "y".repeat(3000)), -WSAENOBUFS);
    const [a, b] = [lab.boundUdp(), lab.boundUdp()];
    assert.equal(lab.sendto(a, "z".repeat(3000), lab.name(b)), -WSAENOBUFS);
    lab.close(server);
    lab.close(client);
    assert.equal(lab.sendto(a, "z".repeat(3000), lab.name(b)), 3000);
    lab.recv(b, 3000);
    assert.equal(lab.sendto(a, "z".repeat(3000), lab.name(b)), 3000);
  });

  it("runs out of ephemeral ports", () => {
    const lab = alone({ ephemeral: [5000, 5001] });
    lab.boundUdp();
    lab.boundUdp();
    assert.equal(lab.bind(lab.udp(), sockaddr_in("127.0.0.1", 0)), -WSAENOBUFS);
  });

  it("drops datagrams that the receive buffer has no room for", () => {
    const lab = alone();
    const [a, b] = [lab.boundUdp(), lab.boundUdp()];
    lab.set(b, SOL_SOCKET, SO_RCVBUF, 1000);
    for (let i = 0; i < 5; i++) assert.equal(lab.sendto(a, "x".repeat(400), lab.name(b)), 400);
    assert.equal(drain(lab, b).length, 2);
    for (let i = 0; i < 100; i++) lab.sendto(a, "", lab.name(b));
    let empty = 0;
    while (lab.recv(b) === 0) empty++;
    assert.isBelow(empty, 100, "empty ones take room too");
  });

  it("has no raw sockets", () => {
    assert.equal(alone().stack.open(AF_INET, SOCK_RAW, 1), -WSAEACCES);
  });

  it("loses, duplicates and reorders datagrams by the seed, the same on every run", () => {
    const run = (seed: number) => {
      const { network, server, client } = world({ seed });
      network.link("client", "server", { loss: 0.3, duplicate: 0.2, reorder: 0.3 });
      const to = post(server, SERVER);
      const from = client.udp();
      for (let i = 0; i < 60; i++) client.sendto(from, String(i).padStart(2, "0"), to.name);
      server.platform.wait(1000);
      return drain(server, to.fd);
    };
    const found = run(1);
    assert.deepEqual(run(1), found);
    assert.notDeepEqual(run(2), found);
    assert.isBelow(new Set(found).size, 60, "some are lost");
    assert.isAbove(found.length, new Set(found).size, "some come twice");
    assert.notDeepEqual(found, [...found].sort(), "some are overtaken");
  });

  it("resolves names from the table, hosts by name, and fails as the table says", () => {
    const network = memoryNetwork({ names: { "www.example": ["192.0.2.1", "2001:db8::1"], busy: WSATRY_AGAIN } });
    const lab = new Lab(memoryPlatform({ network, host: "here" }));
    const out = new Uint8Array(56);
    assert.equal(lab.stack.resolve("WWW.example", AF_UNSPEC, out), 2);
    assert.deepEqual([sockaddrHost(out), sockaddrHost(out.subarray(28))], ["192.0.2.1", "2001:db8::1"]);
    assert.equal(lab.stack.resolve("www.example", AF_INET6, out), 1);
    assert.equal(lab.stack.resolve("here", AF_INET, out), 1);
    assert.equal(sockaddrHost(out), "10.0.0.1");
    assert.equal(lab.stack.resolve("nowhere", AF_INET, out), -WSAHOST_NOT_FOUND);
    assert.equal(lab.stack.resolve("busy", AF_INET, out), -WSATRY_AGAIN);
    network.name("four", ["192.0.2.4"]);
    assert.equal(lab.stack.resolve("four", AF_INET6, out), -WSANO_DATA);
  });

  it("refuses a second host with the same name or address, and an invalid address", () => {
    const network = memoryNetwork();
    memoryPlatform({ network, host: "a", addresses: ["10.1.1.1"] });
    assert.throws(() => memoryPlatform({ network, host: "a" }), RangeError);
    assert.throws(() => memoryPlatform({ network, addresses: ["10.1.1.1"] }), RangeError);
    assert.throws(() => memoryPlatform({ network, addresses: ["10.1.1.999"] }), RangeError);
    assert.throws(() => network.down("b"), RangeError);
  });
});
