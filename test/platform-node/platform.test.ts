import { execFileSync, spawnSync } from "node:child_process";
import { nodePlatform } from "@ws2kit/platform-node";
import {
  AF_INET,
  AF_INET6,
  sockaddr_in,
  sockaddrHost,
  WSAEACCES,
  WSAEADDRNOTAVAIL,
  WSAEMFILE,
  WSAHOST_NOT_FOUND,
} from "@ws2kit/spi";
import { assert } from "chai";
import { Loopback } from "./loopback.js";

const here = import.meta.resolve("@ws2kit/platform-node");

describe("platform-node: the platform", () => {
  const net = new Loopback();
  const { network, platform } = net;
  afterEach(() => net.close());

  it("offers a clock that advances, and random bytes that differ", () => {
    const a = new Uint8Array(32);
    const b = new Uint8Array(32);
    platform.random(a);
    platform.random(b);
    assert.notDeepEqual(a, b);
    assert.isAtLeast(platform.now(), 0);
  });

  it("passes log values to the caller's function, or else to standard error", () => {
    const seen: unknown[][] = [];
    const record = { code: "SOME_CODE", args: ["a", 1] };
    nodePlatform({ log: (...values) => seen.push(values) }).log("text", record);
    assert.deepEqual(seen, [["text", record]]);
    const script = `import { nodePlatform } from ${JSON.stringify(here)};
      nodePlatform().log("text", ${JSON.stringify(record)});`;
    const { stderr } = spawnSync(process.execPath, ["--input-type=module", "-e", script], { encoding: "utf8" });
    assert.equal(stderr, "text SOME_CODE a 1\n");
  });

  it("resolves addresses as text, and reports an unknown host", () => {
    const out = new Uint8Array(28 * 4);
    assert.equal(network.resolve("192.0.2.7", AF_INET, out), 1);
    assert.equal(sockaddrHost(out), "192.0.2.7");
    assert.equal(network.resolve("2001:db8::7", AF_INET6, out), 1);
    assert.equal(sockaddrHost(out), "2001:db8::7");
    assert.equal(network.resolve("2001:db8::7", AF_INET, out), -WSAHOST_NOT_FOUND);
    assert.isAtLeast(network.resolve("localhost", AF_INET, out), 1);
    assert.equal(sockaddrHost(out), "127.0.0.1");
  });

  it("returns the system's errors as Winsock's numbers", () => {
    assert.equal(network.bind(net.tcp(), sockaddr_in("192.0.2.7", 0), 16), -WSAEADDRNOTAVAIL);
    assert.equal(
      network.sendto(net.udp(), new Uint8Array(1), 0, 1, 0, sockaddr_in("255.255.255.255", 9), 16),
      -WSAEACCES,
    );
  });

  it("returns WSAEMFILE when the process has no descriptors left", () => {
    const script = `import { nodePlatform } from ${JSON.stringify(here)};
      const { network } = nodePlatform();
      let fd;
      do fd = network.open(2, 2, 17); while (fd >= 0);
      console.log(fd);`;
    const command = `ulimit -n 64; exec "$0" --input-type=module -e "$1"`;
    const said = execFileSync("sh", ["-c", command, process.execPath, script], { encoding: "utf8" });
    assert.equal(Number(said), -WSAEMFILE);
  });

  it("reports in one sentence on which systems it has sockets", () => {
    const script = `Object.defineProperty(process, "platform", { value: "sunos" });
      const { nodePlatform } = await import(${JSON.stringify(here)});
      try { nodePlatform(); } catch (error) { console.log(error.message); }`;
    const said = execFileSync(process.execPath, ["--input-type=module", "-e", script], { encoding: "utf8" });
    assert.match(said, /^\[ws2kit\] platform-node: .*Linux or 64-bit Windows.*sunos[^\n]*\n$/);
  });

  it("does not delay the end of the process during a wait", () => {
    const script = `import { nodePlatform } from ${JSON.stringify(here)};
      nodePlatform().waitAsync(-1);
      setTimeout(() => process.exit(7), 10);`;
    const { status } = spawnSync(process.execPath, ["--input-type=module", "-e", script], { timeout: 30_000 });
    assert.equal(status, 7);
  });
});
