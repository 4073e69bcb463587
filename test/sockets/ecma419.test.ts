import { ecma419, type Packet, type TcpSocket } from "@ws2kit/sockets/ecma419";
import { assert } from "chai";
import { SYSTEMS, type System } from "../fixture/systems.js";
import { bytes, nothingIsOpen, text, World } from "./world.js";

/** ECMA-419, 2nd edition: the IO class pattern, and its socket classes. */
function suite(system: System): void {
  function classes() {
    const world = new World(system);
    const [near, far] = [world.station(), world.station()].map(({ ws2 }) => ecma419(ws2));
    return { world, near, far };
  }

  /** Runs the world until `done` is called. */
  const until = (world: World, act: (done: (value?: unknown) => void) => void) =>
    world.run(new Promise<unknown>((resolve) => act(resolve)));

  it("TCP and Listener: a request, its answer, an end; callbacks have the instance as this, and its target", async () => {
    const { world, near, far } = classes();
    const seen: string[] = [];
    const listener = new far.Listener({
      port: 80,
      onReadable(requests) {
        assert.equal(requests, 1);
        const from = this.read();
        assert.instanceOf(from, far.TCP);
        assert.isUndefined(this.read());
        new far.TCP({
          from: from as TcpSocket,
          onReadable(count) {
            const request = this.read() as ArrayBuffer;
            assert.equal(request.byteLength, count);
            this.write(bytes(`you said ${text(new Uint8Array(request))}`));
            this.close();
          },
        });
        assert.throws(() => from?.read(), "closed");
      },
    });
    assert.deepEqual([listener.port, listener.format], [80, "socket/tcp"]);
    await until(world, (done) => {
      const socket = new near.TCP({
        address: "10.0.0.2",
        port: 80,
        target: seen,
        onWritable(room) {
          assert.isAtLeast(room, 5);
          if (seen.length === 0) this.write(bytes("hello"));
          seen.push("writable");
        },
        onReadable() {
          assert.strictEqual(this.target, seen);
          assert.deepEqual([this.remoteAddress, this.remotePort], ["10.0.0.2", 80]);
          seen.push(text(new Uint8Array(this.read() as ArrayBuffer)) as string);
          assert.isUndefined(this.read());
        },
        onError: () => done(),
      });
      assert.deepEqual(seen, [], "callbacks within the constructor");
      assert.throws(() => socket.write(bytes("early")), "no room");
    });
    assert.deepEqual(seen, ["writable", "writable", "you said hello"]);
    listener.close();
    await world.settle();
    nothingIsOpen(world);
  });

  it("TCP: formats, counts and buffers of read; write accepts all bytes or throws", async () => {
    const { world, near, far } = classes();
    const listener = new far.Listener({
      port: 80,
      onReadable() {
        (this.read() as TcpSocket).write(bytes("abcdefg"));
      },
    });
    await until(world, (done) => {
      new near.TCP({
        address: "10.0.0.2",
        port: 80,
        format: "number",
        onReadable() {
          assert.equal(this.read(), 97);
          this.format = "buffer";
          assert.equal((this.read(2) as ArrayBuffer).byteLength, 2);
          const room = new Uint8Array(3);
          assert.equal(this.read(room), 3);
          assert.equal(text(room), "def");
          assert.equal(this.read(room), 1);
          assert.isUndefined(this.read(room));
          assert.throws(() => this.write(new Uint8Array(1 << 20)), "no room");
          assert.throws(() => {
            this.format = "text" as never;
          }, RangeError);
          this.close();
          this.close();
          assert.throws(() => this.read(), "closed");
          assert.throws(() => this.write(room), "closed");
          done();
        },
        onError: () => assert.fail("no callback follows close"),
      });
    });
    listener.close();
    await world.settle();
  });

  it("TCP: constructors refuse invalid options; a refused connection calls onError", async () => {
    const { world, near } = classes();
    for (const options of [{}, { address: "10.0.0.2" }, { address: "10.0.0.2", port: 70_000 }, { port: 1 }]) {
      assert.throws(() => new near.TCP(options), RangeError);
    }
    assert.throws(() => new near.TCP({ from: {} as never }), TypeError);
    await until(world, (done) => void new near.TCP({ address: "10.0.0.2", port: 9, onError: () => done() }));
    nothingIsOpen(world);
    const listener = new near.Listener({ port: 80 });
    assert.throws(() => new near.Listener({ port: 80 }), "WSAEADDRINUSE");
    listener.close();
    listener.close();
    assert.throws(() => listener.read(), "closed");
    nothingIsOpen(world);
  });

  it("UDP: packets with their senders, one read each", async () => {
    const { world, near, far } = classes();
    new far.UDP({
      port: 53,
      onReadable(packets) {
        assert.equal(packets, 1);
        const packet = this.read() as Packet;
        assert.isUndefined(this.read());
        this.write(packet.address, packet.port, packet);
        if (packet.byteLength === 2) this.close();
      },
    });
    const seen: string[] = [];
    await until(world, (done) => {
      const socket = new near.UDP({
        onReadable() {
          const packet = this.read() as Packet;
          seen.push(`${text(new Uint8Array(packet))} ${packet.address}:${packet.port}`);
          if (seen.length === 2) done(this.close());
        },
      });
      socket.write("10.0.0.2", 53, bytes("a"));
      socket.write("10.0.0.2", 53, bytes("bc"));
      assert.throws(() => socket.write("10.0.0.2", -1, bytes("c")), RangeError);
    });
    assert.deepEqual(seen, ["a 10.0.0.2:53", "bc 10.0.0.2:53"]);
    nothingIsOpen(world);
  });
}

for (const system of SYSTEMS) describe(`${system.name}: the socket classes of ECMA-419`, () => suite(system));
