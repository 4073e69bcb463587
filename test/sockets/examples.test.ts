import { readFileSync } from "node:fs";
import { chat } from "@ws2kit/example-sockets/chat-session";
import { assert } from "chai";
import { quickjs } from "#cli/firmware/quickjs-engine.js";
import { SYSTEMS } from "../fixture/systems.js";
import { runExample } from "./programs.js";
import { World } from "./world.js";

describe("examples/sockets: two devices chat on a simulated network", () => {
  for (const system of SYSTEMS) {
    it(`on ${system.name}, in virtual time`, async () => {
      const world = new World(system);
      const [here, there] = [world.station(), world.station()];
      const heard: string[] = [];
      const note = (line: string) => void heard.push(`${Math.round(here.platform.now())} ${line}`);
      const host = chat(here.ws2, { peer: "", listen: true, port: 7009 }, note);
      const guest = chat(there.ws2, { peer: "10.0.0.1", listen: false, port: 7009 }, note);
      await world.run(Promise.all([host, guest]));
      assert.deepEqual(
        heard.filter((line) => line.includes("10.0.0.2")),
        ["103 10.0.0.2 says hello", "203 10.0.0.2 says how are you?", "303 10.0.0.2 says goodbye"],
      );
      assert.lengthOf(heard, 6);
    });
  }
});

/** A line about sockets: an import, the process, a call that opens a socket, and its close. */
const CEREMONY = /from "@ws2kit\/(sockets|target)|\.openProcess\(|\b(connect|listen|openDatagram)\(|\.close\(/;
/** The most of them in each program. */
const MOST = { redis: 8, http: 8, dns: 8, telemetry: 8, chat: 9 };

describe("examples/sockets: lines about sockets", () => {
  const folder = new URL("../../../examples/sockets/", import.meta.url);
  const readme = readFileSync(new URL("README.md", folder), "utf8");
  for (const [name, most] of Object.entries(MOST)) {
    it(`${name}: as its README counts them, and at most ${most}`, () => {
      // the columns of a row: the program's files, its purpose, and the count
      const [, files, stated] = new RegExp(`^\\| (\`${name}\\.ts\`[^|]*)\\|.* (\\d+) \\|$`, "m").exec(readme) ?? [];
      const lines = [...files.matchAll(/`(.+?)`/g)].flatMap(([, file]) =>
        readFileSync(new URL(file, folder), "utf8").split("\n"),
      );
      const count = lines.filter((line) => CEREMONY.test(line)).length;
      assert.equal(count, Number(stated));
      assert.isAtMost(count, most);
    });
  }
});

// all of them, on every target and in every engine: programs.long.ts and test/device/sockets.device.ts
describe("examples/sockets in QuickJS, over loopback", function () {
  this.timeout(60_000);

  it("redis on ce", () => runExample({ engine: quickjs, target: "ce", host: "" }, "redis"));
});
