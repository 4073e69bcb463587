import { spawn } from "node:child_process";
import { once } from "node:events";
import { assert } from "chai";

/** A program with a server of the adapter, which does `more` once it listens. */
const program = (more: string) => `
  import { drive } from "@ws2kit/core";
  import { nodePlatform } from "@ws2kit/platform-node";
  import { netOver } from "@ws2kit/sockets/node";
  import { openMachine } from "@ws2kit/target-desktop";
  const machine = openMachine({ platform: nodePlatform({ tls: null }) });
  const running = drive(machine);
  const net = netOver(machine.openProcess(), running);
  const server = net.createServer((socket) => socket.pipe(socket));
  server.listen(0, "127.0.0.1", () => {
    ${more}
  });`;

/** Runs a program: its output, once it has ended by itself. */
async function outputOf(more: string): Promise<string> {
  const child = spawn(process.execPath, ["--input-type=module", "-e", program(more)], {
    cwd: import.meta.dirname,
    stdio: ["ignore", "pipe", "inherit"],
  });
  let output = "";
  child.stdout.on("data", (text) => {
    output += text;
  });
  const [code] = await once(child, "close");
  assert.equal(code, 0);
  return output;
}

describe("sockets/node: what holds the process", function () {
  this.timeout(60_000);

  it("nothing holds it once every socket and server is closed", async () => {
    const output = await outputOf(`
      const client = net.createConnection(server.address().port, "127.0.0.1", () => client.end("hello"));
      client.on("data", (text) => console.log(String(text))).on("close", () => server.close());
    `);
    assert.equal(output, "hello\n");
  });

  it("servers and sockets after unref do not hold it, and still work while something else holds it", async () => {
    const output = await outputOf(`
      const client = net.createConnection(server.address().port, "127.0.0.1", () => client.write("hello"));
      client.once("data", (text) => {
        console.log(String(text));
        client.unref();
      });
      server.on("connection", (socket) => socket.unref());
      server.unref();
    `);
    assert.equal(output, "hello\n");
  });
});
