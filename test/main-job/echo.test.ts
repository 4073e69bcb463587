import { spawn } from "node:child_process";
import { createSocket } from "node:dgram";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { connect, type Socket } from "node:net";
import { text } from "node:stream/consumers";
import { bootFirmware, type Firmware } from "@ws2kit/example-echo/firmware";
import { assert } from "chai";
import { ROOT } from "./job.js";

/** More than the kernel's buffers and the firmware's take while nobody reads. */
const MUCH = Buffer.alloc(12 << 20, "0123456789abcde");

async function call(port: number): Promise<Socket> {
  const socket = connect({ host: "127.0.0.1", port, allowHalfOpen: true });
  await once(socket, "connect");
  return socket;
}

async function answerOf(socket: Socket, words: string): Promise<string> {
  socket.end(words);
  return text(socket);
}

describe("echo firmware on ce", function () {
  this.timeout(20_000);
  const lines: string[] = [];
  let firmware: Firmware;
  beforeEach(async () => {
    lines.length = 0;
    firmware = await bootFirmware("ce", (line) => lines.push(line));
  });
  afterEach(() => firmware.stop());

  const figures = (wanted: RegExp) => lines.findLast((line) => line.startsWith("telemetry ") && wanted.test(line));
  const figuresSoon = async (wanted: RegExp) => {
    while (figures(wanted) === undefined) await new Promise((resolve) => setTimeout(resolve, 20));
  };

  it("echoes all bytes that a client sent before it ended the connection, and then ends it", async () => {
    assert.equal(await answerOf(await call(firmware.tcpPort), "hello"), "hello");
  });

  it("does not exceed its heap with fifteen peers that do not read, and still serves a sixteenth peer and datagrams", async () => {
    const slow = await Promise.all(Array.from({ length: 15 }, () => call(firmware.tcpPort)));
    for (const socket of slow) socket.pause().write(MUCH);
    await figuresSoon(/connections=15 /);
    assert.equal(await answerOf(await call(firmware.tcpPort), "quick"), "quick");
    const udp = createSocket("udp4");
    udp.send("packet", firmware.udpPort, "127.0.0.1");
    const [packet] = (await once(udp, "message")) as [Buffer];
    assert.equal(packet.toString(), "packet");
    udp.close();

    const [first, ...others] = slow;
    for (const socket of others) socket.destroy();
    first.end();
    const chunks: Buffer[] = [];
    for await (const chunk of first.resume()) chunks.push(chunk as Buffer);
    assert.isTrue(Buffer.concat(chunks).equals(MUCH));
  });

  it("reports once a second how much it has echoed", async () => {
    assert.equal(await answerOf(await call(firmware.tcpPort), "twelve bytes"), "twelve bytes");
    await figuresSoon(/^telemetry connections=0 in=12 out=12 dropped=0 operations=\d+$/);
  });

  it("drops a datagram longer than its buffer, and counts it", async () => {
    const udp = createSocket("udp4");
    udp.send(Buffer.alloc(20_000), firmware.udpPort, "127.0.0.1");
    await figuresSoon(/in=0 out=0 dropped=1 /);
    udp.close();
  });

  it("answers the commands that the README shows", async () => {
    const commands = readFileSync(`${ROOT}README.md`, "utf8").match(/^.*\b7007, "127\.0\.0\.1"\).*$/gm) ?? [];
    const ports = [firmware.tcpPort, firmware.udpPort];
    assert.lengthOf(commands, ports.length);
    for (const [i, command] of commands.entries()) {
      const child = spawn("sh", ["-c", command.replace("7007", String(ports[i]))]);
      assert.equal(await text(child.stdout), "hello\n");
    }
  });

  it("listens on another port when its port is in use", async () => {
    const other = await bootFirmware("desktop", () => {});
    assert.notEqual(other.tcpPort, firmware.tcpPort);
    assert.notEqual(other.udpPort, firmware.udpPort);
    assert.equal(await answerOf(await call(other.tcpPort), "elsewhere"), "elsewhere");
    await other.stop();
  });
});

describe("echo firmware under ws2kit run", function () {
  this.timeout(20_000);

  it("shows its lines until it is interrupted", async () => {
    const words = ["packages/cli/bin/ws2kit.js", "run", "dist/ce/echo.js", "--target", "ce"];
    const child = spawn(process.execPath, words, { cwd: ROOT });
    let out = "";
    for await (const chunk of child.stdout.setEncoding("utf8")) {
      out += chunk;
      if (/telemetry/.test(out)) child.kill("SIGINT");
    }
    assert.match(out, /^listening tcp 0\.0\.0\.0:\d+\nlistening udp 0\.0\.0\.0:\d+\ntelemetry /);
  });
});
