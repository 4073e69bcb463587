import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, rmSync } from "node:fs";
import { type AddressInfo, createServer, type Server, type Socket } from "node:net";
import { runDevice } from "@ws2kit/example-device/device-program";
import { build, readHost } from "@ws2kit/example-device/hosts";
import { assert } from "chai";
import { firmwareImage, SCRATCH } from "./images.js";

const LINE = `${SCRATCH}modem`;

const LENGTH = 10_000;

/** The modem's side of the line: answers each dialled number. A call echoes, and ends with the byte after `LENGTH`. */
function modem(): Server {
  return createServer((line) => void serve(line));
}

async function serve(line: Socket): Promise<void> {
  line.on("error", () => {});
  let dialled = "";
  for await (const byte of bytesOf(line)) {
    dialled += String.fromCharCode(byte);
    if (byte === 13) break;
  }
  const port = /^ATDT10\.0\.0\.7:(\d+)\r$/.exec(dialled)?.[1];
  line.write({ 80: "\r\nCONNECT 115200\r\n", 81: "\r\nBUSY\r\n" }[port ?? ""] ?? "\r\nNO CARRIER\r\n");
  if (port !== "80") return;
  let came = 0;
  line.on("data", (data) => {
    came += data.length;
    if (came <= LENGTH) line.write(data);
    else line.end();
  });
  line.resume();
}

/** Reads one byte at a time, so that the following bytes stay in the terminal. */
async function* bytesOf(line: Socket): AsyncGenerator<number> {
  for (;;) {
    const byte: Buffer | null = line.read(1);
    if (byte !== null) yield byte[0];
    else await once(line, "readable");
  }
}

/** A pseudo terminal that is connected to the modem for one call. */
async function wire(server: Server): Promise<ChildProcess> {
  const { port } = server.address() as AddressInfo;
  rmSync(LINE, { force: true });
  const socat = spawn("socat", [`pty,link=${LINE},raw,echo=0,wait-slave`, `tcp:127.0.0.1:${port}`]);
  while (!existsSync(LINE)) await new Promise((resolve) => setTimeout(resolve, 20));
  return socat;
}

describe("a provider whose transport is written in C, a modem on a serial line", function () {
  this.timeout(120_000);
  let server: Server;
  let line: ChildProcess;
  beforeEach(async () => {
    server = modem().listen(0, "127.0.0.1");
    await once(server, "listening");
    line = await wire(server);
  });
  afterEach(() => {
    line.kill();
    server.close();
  });

  const CALLS: readonly (readonly [what: string, port: number, says: string])[] = [
    ["talks until the other side hangs up", 80, `hung up after ${LENGTH} of ${LENGTH} bytes`],
    ["is refused if the number is busy", 81, "no call: 10061"],
    ["fails if there is no carrier", 82, "no call: 10065"],
  ];
  for (const name of ["x64", "armel"]) {
    const host = readHost(name);
    before(() => build(host));
    for (const [what, port, says] of CALLS) {
      it(`${what}, and one line serves one connection: ${name}`, async () => {
        const image = await firmwareImage(host, "modem-call", { line: LINE, port });
        const { code, log, complaints } = await runDevice(host, image);
        assert.equal(code, 0, complaints.join("\n"));
        assert.deepEqual(log, ["a second call: 10024", says]);
      });
    }
  }
});
