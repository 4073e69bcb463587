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

/** A line about sockets: an import, the process, a call of Winsock, a call that opens a socket, and its close. */
const CEREMONY =
  /from "@ws2kit\/(sockets|target)|\.openProcess\(|\bws2\.\w+\(|\b(connect|listen|openDatagram)\(|\.close\(/;
/** The most of them in each program with promises. */
const MOST = { redis: 8, http: 8, dns: 8, telemetry: 8, chat: 9 };

describe("examples/sockets: lines about sockets", () => {
  const root = new URL("../../../", import.meta.url);
  const textOf = (file: string) => readFileSync(new URL(file, root), "utf8");
  const readme = textOf("examples/sockets/README.md");
  const page = textOf("docs/sockets.md").replace(/\s+/g, " ");
  const linesOf = (file: string) => textOf(`examples/sockets/${file}`).split("\n");
  const aboutSockets = (lines: readonly string[]) => lines.filter((line) => CEREMONY.test(line)).length;
  const code = (lines: readonly string[]) => lines.filter((line) => /^(?!\s*(\/?\*|\/\/)).*\S/.test(line)).length;

  /** Asserts that the README states the count of a program's lines, and returns it. */
  function count(name: string): number {
    // the columns of a row: the program's files, its purpose, and the count
    const [, files, stated] = new RegExp(`^\\| (\`${name}\\.ts\`[^|]*)\\|.* (\\d+) \\|$`, "m").exec(readme) ?? [];
    const found = aboutSockets([...files.matchAll(/`(.+?)`/g)].flatMap(([, file]) => linesOf(file)));
    assert.equal(found, Number(stated));
    return found;
  }

  for (const [name, most] of Object.entries(MOST)) {
    it(`${name}: as its README counts them, and at most ${most}`, () => assert.isAtMost(count(name), most));
  }

  it("telemetry in both styles: as README and docs/sockets.md count them, and promises need a third", () => {
    const [promises, calls] = ["telemetry", "telemetry-calls"].map((name) => ({
      sockets: count(name),
      code: code(linesOf(`${name}.ts`)),
    }));
    assert.isAtMost(3 * promises.sockets, calls.sockets);
    assert.include(
      readme,
      `\`telemetry.ts\` has ${promises.code} lines of code, and \`telemetry-calls.ts\` ${calls.code}.`,
    );
    const stated = `With promises, ${promises.sockets} of its ${promises.code} lines are about sockets; with Winsock's calls, ${calls.sockets} of ${calls.code}.`;
    assert.include(page, stated);
  });
});

// all of them, on every target and in every engine: programs.long.ts and test/device/sockets.device.ts
describe("examples/sockets in QuickJS, over loopback", function () {
  this.timeout(60_000);

  it("redis on ce", () => runExample({ engine: quickjs, target: "ce", host: "" }, "redis"));
});
