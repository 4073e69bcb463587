import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buildFirmware } from "@ws2kit/build";
import { profile as desktop } from "@ws2kit/target-desktop";
import { assert } from "chai";
import { node } from "#cli/firmware/node-engine.js";
import { quickjs } from "#cli/firmware/quickjs-engine.js";
import { TARGET_NAMES } from "../conformance/targets.js";
import { EVERYTHING } from "../fixture/everything.js";
import { exampleFolder } from "./program.js";

for (const engine of [quickjs, node]) {
  describe(`examples in ${engine.title}, over loopback`, function () {
    this.timeout(300_000);
    let folder: string;
    beforeEach(() => {
      folder = mkdtempSync(join(tmpdir(), "ws2kit-"));
    });
    afterEach(() => rmSync(folder, { recursive: true }));

    /** Builds an example, runs it to its end, and returns its lines. */
    async function run(example: string, target: string, config: object, hear: (line: string) => void = () => {}) {
      const lines: string[] = [];
      const log = (line: string) => {
        lines.push(line);
        hear(line);
      };
      const file = join(folder, `program.${engine.form === "module" ? "mjs" : "js"}`);
      const configFile = join(folder, "config.json");
      writeFileSync(configFile, JSON.stringify(config));
      const app = `${exampleFolder(example.split("/")[0])}${example.split("/")[1]}.ts`;
      const minify = EVERYTHING && engine.form === "firmware";
      await buildFirmware({ app, target, out: file, config: configFile, form: engine.form, minify });
      const { ended } = await engine.start({ file, budgets: desktop.device, host: "", log });
      const { outcome, message } = await ended;
      assert.equal(outcome, "done", message);
      return lines;
    }

    it("threads", async () => {
      const lines = await run("threads/threads", "desktop", {});
      assert.deepEqual(lines, ["closed: 10004", "cancelled: 995", "terminated: 0", "exit code: 42"]);
    });

    it("messages", async () => {
      const heard: string[] = [];
      const lines = await run("messages/messages", "desktop", {}, (line) => {
        const [, port] = /^listening .*:(\d+)$/.exec(line) ?? [];
        if (port !== undefined) converse(Number(port));
      });
      assert.equal(lines[lines.length - 1], "2 in the room");
      assert.deepEqual(heard, ["bob hears hello", "ann hears hello back"]);

      /** Two clients: one says hello, the other answers, and the first closes the room. */
      function converse(port: number): void {
        const ann: Socket = connect(port, "127.0.0.1", () => {
          const bob = connect(port, "127.0.0.1");
          bob.on("data", (text) => {
            if (String(text) !== "hello") return;
            heard.push(`bob hears ${text}`);
            bob.write("hello back");
          });
          bob.on("connect", () => ann.write("hello"));
          bob.on("error", () => {});
        });
        ann.on("data", (text) => {
          heard.push(`ann hears ${text}`);
          ann.write("\x04");
        });
        ann.on("error", () => {});
      }
    });

    for (const [example, targets] of [
      ["finger", EVERYTHING ? TARGET_NAMES : ["ce"]],
      ["winfinger", ["desktop"]],
    ] as const) {
      for (const target of targets) {
        it(`${example} on ${target}`, async () => {
          const server = createServer((socket) => {
            socket.once("data", (query) => socket.end(`Login: ${String(query).trim()}\r\nNo plan.\r\n`));
          });
          await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
          const service = String((server.address() as AddressInfo).port);
          const lines = await run(`port/${example}`, target, { query: "ann@localhost", service });
          server.close();
          assert.deepEqual(lines, ["Login: ann", "No plan."]);
        });
      }
    }
  });
}
