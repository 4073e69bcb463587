import { connect, listen, openDatagram } from "@ws2kit/sockets";
import type { NetworkStack } from "@ws2kit/spi";
import { AF_INET, AF_INET6, AF_UNSPEC, sockaddr_in, sockaddrHost, WSANO_DATA, WSATRY_AGAIN } from "@ws2kit/spi";
import { assert } from "chai";
import { BackgroundResolver } from "#platform-node/background-resolver.js";
import type { Libc } from "#platform-node/linux/libc.js";
import { linuxResolver } from "#platform-node/linux/resolver.js";
import { DESKTOP, SYSTEMS } from "../fixture/systems.js";
import { bytes, closeAll, fails, nothingIsOpen, text, World } from "./world.js";

/** A machine whose stack looks names up in the background, until `answer` is called. */
function station(world: World) {
  const pending: (() => void)[] = [];
  const there = world.station();
  const network = there.platform.network as { resolveInBackground?: NetworkStack["resolveInBackground"] };
  network.resolveInBackground = (_name, _family, done) => void pending.push(done);
  // as `drive` says
  there.machine.driven = true;
  const answer = () => {
    for (const done of pending.splice(0)) done();
  };
  return { ...there, pending, answer };
}

describe("a name that is looked up in the background", () => {
  it("does not stop the machine's other work: timers and sockets go on until it is found", async () => {
    const world = new World(DESKTOP);
    const near = station(world);
    const far = world.station({ host: "broker" });
    const listener = listen(far.ws2, { port: 7 });
    const datagrams = await openDatagram(far.ws2, { port: 8 });
    const connecting = connect(near.ws2, { host: "broker", port: 7, timeout: 5000 });
    const socket = await openDatagram(near.ws2);
    const sending = socket.send(bytes("x"), { host: "broker", port: 8 });
    await world.run(new Promise<void>((resolve) => void near.ws2.after(100, resolve)));
    assert.lengthOf(near.pending, 2);
    near.answer();
    const [connection, accepted] = await world.run(Promise.all([connecting, listener.accept(), sending]));
    assert.equal(connection.peer.host, "10.0.0.2");
    assert.equal(text((await world.run(datagrams.receive())).bytes), "x");
    assert.deepEqual(near.machine.records, [], "no call has blocked");
    await closeAll(world, connection, accepted, listener, datagrams, socket);
  });

  it("is cancelled by the limits of its operation; what is found later has no effect", async () => {
    const world = new World(DESKTOP);
    const near = station(world);
    await world.run(fails(connect(near.ws2, { host: "broker", port: 7, timeout: 50 }), "WSAETIMEDOUT"));
    const controller = new AbortController();
    const connecting = connect(near.ws2, { host: "broker", port: 7, signal: controller.signal });
    controller.abort();
    await world.run(fails(connecting, "WSA_OPERATION_ABORTED"));
    near.answer();
    await world.settle();
    nothingIsOpen(world);
  });

  it("is not looked up for an address in figures, for which a send is still made within the call", async () => {
    const world = new World(DESKTOP);
    const near = station(world);
    const socket = await openDatagram(near.ws2);
    void socket.send(bytes("x"), { host: "10.0.0.2", port: 9 });
    assert.deepEqual([near.pending.length, near.machine.counters.bytesSent], [0, 1]);
    await closeAll(world, socket);
  });
});

for (const system of SYSTEMS) {
  describe(`${system.name}: names without a look-up in the background`, () => {
    it("are found by Winsock, for a connection and for a datagram", async () => {
      const world = new World(system);
      const [near, far] = [world.station(), world.station({ host: "broker" })];
      const listener = listen(far.ws2, { port: 7 });
      const datagrams = await openDatagram(far.ws2, { port: 8 });
      const [connection, accepted] = await world.run(
        Promise.all([connect(near.ws2, { host: "broker", port: 7 }), listener.accept()]),
      );
      const socket = await world.run(openDatagram(near.ws2, { peer: { host: "broker", port: 8 } }));
      await world.run(socket.send(bytes("x")));
      assert.equal(text((await world.run(datagrams.receive())).bytes), "x");
      await closeAll(world, connection, accepted, listener, datagrams, socket);
    });
  });
}

describe("the Node platform's look-up in the background", () => {
  const IPV4 = sockaddr_in("10.0.0.9", 0);
  const room = () => new Uint8Array(28 * 4);

  /** A resolver over a system that finds one IPv4 address, or fails with EAI_AGAIN; `looks` counts calls that block. */
  function resolver(eai = 0) {
    const found: (() => void)[] = [];
    const looks = { blocking: 0 };
    const node = { ai_addr: 1n, ai_addrlen: 16 };
    const libc = {
      getaddrinfo(_node: string, _service: null, _hints: object, result: [bigint | null]) {
        looks.blocking++;
        result[0] = 1n;
        return 0;
      },
      getaddrinfoLater(
        _node: string,
        _service: null,
        _hints: object,
        result: [bigint | null],
        done: (e: null, eai: number) => void,
      ) {
        found.push(() => {
          result[0] = 1n;
          done(null, eai);
        });
      },
      freeaddrinfo() {},
      addrInfo: () => [node],
      bytesAt: () => IPV4,
      errno: () => 0,
    };
    const answer = () => {
      for (const each of found.splice(0)) each();
    };
    return { background: new BackgroundResolver(linuxResolver(libc as unknown as Libc)), looks, answer };
  }

  it("stores its result for the next resolve of the name, which does not block; another one does", () => {
    const { background, looks, answer } = resolver();
    let ends = 0;
    background.start("broker", AF_UNSPEC, () => {
      ends++;
    });
    assert.equal(ends, 0);
    answer();
    assert.equal(ends, 1);
    const out = room();
    assert.equal(background.resolve("broker", AF_INET, out), 1);
    assert.equal(sockaddrHost(out.subarray(0, 16)), "10.0.0.9");
    assert.equal(looks.blocking, 0);
    assert.equal(background.resolve("broker", AF_INET, room()), 1);
    assert.equal(looks.blocking, 1);
  });

  it("returns the addresses of the family that is asked for, and its own code", () => {
    const { background, answer } = resolver();
    background.start("broker", AF_UNSPEC, () => {});
    answer();
    assert.equal(background.resolve("broker", AF_INET6, room()), -WSANO_DATA);
    const failing = resolver(-3);
    failing.background.start("broker", AF_UNSPEC, () => {});
    failing.answer();
    assert.equal(failing.background.resolve("broker", AF_UNSPEC, room()), -WSATRY_AGAIN);
  });

  it("ends its waits when the program is about to block: once, also if the result comes later", () => {
    const { background, looks, answer } = resolver();
    let ends = 0;
    background.start("broker", AF_UNSPEC, () => {
      ends++;
    });
    assert.isTrue(background.interrupt());
    assert.isFalse(background.interrupt());
    assert.equal(background.resolve("broker", AF_UNSPEC, room()), 1);
    assert.equal(looks.blocking, 1);
    answer();
    assert.equal(ends, 1);
  });
});
