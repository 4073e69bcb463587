import { Guest } from "@ws2kit/engine-quickjs";
import { assert } from "chai";
import { bundle } from "./bundle.js";

/** Each exported function is a case of platform-device over this engine's half of the interface. */
const cases = `
  import { devicePlatform } from "@ws2kit/platform-device";
  import * as spi from "@ws2kit/spi";
  const platform = devicePlatform();
  const { network } = platform;
  const ready = new Int32Array(8);
  const loopback = (family, port) =>
    family === 23 ? spi.sockaddr_in6("::1", port) : spi.sockaddr_in("127.0.0.1", port);
  const nameOf = (fd) => {
    const name = new Uint8Array(28);
    return name.subarray(0, network.getsockname(fd, name));
  };
  const udp = (family = 2) => {
    const fd = network.open(family, 2, 17);
    const name = loopback(family, 0);
    network.bind(fd, name, name.length);
    return fd;
  };

  export function datagrams(family) {
    const [a, b] = [udp(family), udp(family)];
    const text = Uint8Array.from([9, 1, 2, 3, 4, 5, 9]);
    const to = nameOf(b);
    network.sendto(a, text, 1, 5, 0, to, to.length);
    network.watch(b, spi.READY_IN);
    platform.wait(-1);
    const n = network.poll(ready);
    const buf = new Uint8Array(8).subarray(2);
    const from = new Uint8Array(28);
    const whole = network.recvfrom(b, buf, 1, 3, 0, from);
    const seen = {
      pairs: n, ready: ready[1], own: ready[0] === b, whole, bytes: [...new Uint8Array(buf.buffer)],
      sender: spi.sockaddrText(from) === spi.sockaddrText(nameOf(a)), family: spi.sockaddrFamily(from),
      rest: network.recv(b, buf, 0, 6, 0), peer: network.getpeername(a, from),
    };
    for (const fd of [a, b]) network.close(fd);
    return seen;
  }

  export function options() {
    const fd = network.open(2, 1, 6);
    const value = new Uint8Array(8);
    const set = network.setsockopt(fd, spi.SOL_SOCKET, spi.SO_LINGER, spi.LINGER(1, 7), 4);
    return { set, size: network.getsockopt(fd, spi.SOL_SOCKET, spi.SO_LINGER, value), value: [...value] };
  }

  export function waiting() {
    const fds = Array.from({ length: 1200 }, () => udp());
    for (const fd of fds) network.watch(fd, spi.READY_IN);
    const before = platform.now();
    platform.wait(30);
    const waited = platform.now() - before;
    const last = nameOf(fds[1199]);
    network.sendto(fds[0], new Uint8Array(1), 0, 1, 0, last, 16);
    platform.wait(-1);
    const n = network.poll(ready);
    const found = n === 1 && ready[0] === fds[1199];
    for (const fd of fds) network.close(fd);
    return { waited, found, nothingCanEndThis: platform.wait(-1) };
  }

  export function ranges() {
    const host = globalThis.ws2host;
    const fd = host.open(2, 2, 17);
    const buf = new ArrayBuffer(8);
    const name = new ArrayBuffer(28);
    const calls = {
      bind: (memory, off, len) => host.bind(fd, memory, off, len),
      connect: (memory, off, len) => host.connect(fd, memory, off, len),
      send: (memory, off, len) => host.send(fd, memory, off, len, 0),
      recv: (memory, off, len) => host.recv(fd, memory, off, len, 0),
      sendto: (memory, off, len) => host.sendto(fd, memory, off, len, 0, name, 0, 16),
      "sendto's name": (memory, off, len) => host.sendto(fd, buf, 0, 8, 0, memory, off, len),
      recvfrom: (memory, off, len) => host.recvfrom(fd, memory, off, len, 0, name, 0),
      "recvfrom's name": (memory, off) => host.recvfrom(fd, buf, 0, 8, 0, memory, off),
      accept: (memory, off) => host.accept(fd, memory, off),
      getsockname: (memory, off) => host.getsockname(fd, memory, off),
      getpeername: (memory, off) => host.getpeername(fd, memory, off),
      getsockopt: (memory, off, len) => host.getsockopt(fd, 0xffff, 4, memory, off, len),
      setsockopt: (memory, off, len) => host.setsockopt(fd, 0xffff, 4, memory, off, len),
      resolve: (memory, off, len) => host.resolve("127.0.0.1", 2, memory, off, len),
      random: (memory, off, len) => host.random(memory, off, len),
      poll: (memory, off, len) => host.poll(memory, len < 0 ? len : 2, 0),
    };
    const bad = [[buf, 8, 1], [buf, 0, 9], [buf, -1, 1], [buf, 0, -1], [buf, 2 ** 31, 1], [null, 0, 1], [3, 0, 1]];
    const wrong = Object.keys(calls).filter((each) => bad.some((range) => calls[each](...range) !== -10014));
    host.close(fd);
    return wrong;
  }

  export function randomness() {
    const bytes = new Uint8Array(300000);
    platform.random(bytes.subarray(1));
    return { first: bytes[0], distinct: [0, 100000, 200000].map((at) => new Set(bytes.subarray(at, at + 5000)).size) };
  }

  export function names() {
    const out = new Uint8Array(56);
    // whose last eight bits are the digits of 127.0.0.1
    const others = network.resolve("\u0131\u0132\u0137.0.0.1", 2, out);
    return [network.resolve("192.0.2.9", 2, out), spi.sockaddrHost(out), network.resolve("::1", 2, out), others];
  }

  export function log() {
    const cycle = {};
    cycle.cycle = cycle;
    platform.log("a", 1, { code: "FIRST", args: ["x"] }, "b", { code: "SECOND", args: [cycle] });
  }
`;

describe("platform-device over engine-quickjs", () => {
  const log: unknown[][] = [];
  let guest: Guest;
  before(async () => {
    const code = await bundle(cases);
    guest = await Guest.boot({
      code,
      heap: 1 << 20,
      stack: 64 * 1024,
      watchdog: 2000,
      log: (...values) => log.push(values),
    });
    assert.equal(guest.ended.outcome, "done", guest.ended.message);
  });
  after(() => guest.dispose());

  for (const family of [2, 23]) {
    it(`transfers datagrams with their addresses (family ${family})`, () => {
      assert.deepEqual(guest.call("datagrams", family).value, {
        pairs: 1,
        ready: 1,
        own: true,
        whole: 5,
        bytes: [0, 0, 0, 1, 2, 3, 0, 0],
        sender: true,
        family,
        rest: -10035,
        peer: -10057,
      });
    });
  }

  it("transfers option values", () => {
    assert.deepEqual(guest.call("options").value, { set: 0, size: 4, value: [1, 0, 7, 0, 0, 0, 0, 0] });
  });

  it("waits for more than a thousand descriptors in one call", () => {
    const { waited, found, nothingCanEndThis } = guest.call("waiting").value as Record<string, unknown>;
    assert.isAtLeast(waited as number, 29);
    assert.isTrue(found);
    assert.isFalse(nothingCanEndThis);
  });

  it("refuses a range outside a buffer in every call, and does not throw", () => {
    assert.deepEqual(guest.call("ranges").value, []);
  });

  it("fills whole ranges with random bytes", () => {
    const { first, distinct } = guest.call("randomness").value as { first: number; distinct: number[] };
    assert.equal(first, 0, "does not change bytes before them");
    for (const count of distinct) assert.equal(count, 256);
  });

  it("resolves names", () => {
    assert.deepEqual(guest.call("names").value, [1, "192.0.2.9", -11001, -11001]);
  });

  it("passes records as records, and texts as lines", () => {
    const { outcome, message } = { message: "", ...guest.call("log") };
    assert.equal(outcome, "done", message);
    assert.deepEqual(log, [
      ["a 1"],
      [{ code: "FIRST", args: ["x"] }],
      ["b"],
      [{ code: "SECOND", args: ["[object Object]"] }],
    ]);
  });

  it("requires a host of the same version", async () => {
    const budgets = { heap: 1 << 20, stack: 64 * 1024, watchdog: 2000 };
    const source = (tamper: string) => `
      import { devicePlatform } from "@ws2kit/platform-device";
      ${tamper}
      devicePlatform();`;
    for (const [tamper, said] of [
      ["delete globalThis.ws2host;", /ws2host/],
      ["globalThis.ws2host.abi = 99;", /version 99 .* version 2\./],
    ] as const) {
      const other = await Guest.boot({ ...budgets, code: await bundle(source(tamper)) });
      assert.equal(other.ended.outcome, "error");
      assert.match(other.ended.message, said);
      assert.include(other.ended.message, "[ws2kit] platform-device");
      other.dispose();
    }
  });
});
