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

// all of them, on every target and in every engine: programs.long.ts and test/device/sockets.device.ts
describe("examples/sockets in QuickJS, over loopback", function () {
  this.timeout(60_000);

  it("redis on ce", () => runExample({ engine: quickjs, target: "ce", host: "" }, "redis"));
});
