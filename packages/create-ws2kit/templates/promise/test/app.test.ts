/**
 * Builds the program for each target, and runs what was built on a simulated network. Time there is virtual: ten
 * seconds take no time.
 */
import { type Application, loadApplication } from "@ws2kit/build";
import { type MemoryNetwork, memoryNetwork, memoryPlatform } from "@ws2kit/platform-memory";
import { listen } from "@ws2kit/sockets";
import { lines, writeText } from "@ws2kit/sockets/text";
import { openMachine } from "@ws2kit/target-__target__";
import { assert } from "chai";

for (const target of __targets__) {
  describe(`the device on ${target}`, () => {
    let app: Application;
    let network: MemoryNetwork;
    before(async () => {
      app = await loadApplication({ app: "src/app.ts", target, config: "test/config.json" });
    });
    beforeEach(() => {
      network = memoryNetwork();
    });

    /** Runs the program until it has ended, and returns its log. */
    async function run(): Promise<string[]> {
      const log: string[] = [];
      const platform = memoryPlatform({ network, host: "device", log: (...words) => log.push(words.join(" ")) });
      const step = app.openMachine({ platform }).start(app.main);
      do await new Promise((resolve) => setImmediate(resolve));
      while (step());
      return log;
    }

    /** Starts a collector that stores lines, and loses its connection once, before it answers the line `lost`. */
    function collect(lost: string): string[] {
      const stored: string[] = [];
      const ws2 = openMachine({ platform: memoryPlatform({ network, host: "collector" }) }).openProcess();
      const listener = listen(ws2, { port: 7009 });
      void serve();
      return stored;

      async function serve(): Promise<void> {
        let isLost = false;
        for await (const device of listener) {
          for await (const line of lines(device)) {
            if (line === lost && !isLost) {
              isLost = true;
              device.reset();
              break;
            }
            stored.push(line);
            await writeText(device, `${line.split(" ")[1]}\n`);
          }
        }
      }
    }

    it("sends its readings to the collector, one each second", async () => {
      const stored = collect("");
      assert.deepEqual(await run(), ["stored 1", "stored 2", "stored 3"]);
      assert.deepEqual(stored, ["test 1 20.0", "test 2 20.1", "test 3 20.2"]);
    });

    it("connects again after a lost connection, and loses no reading", async () => {
      const stored = collect("test 2 20.1");
      const log = await run();
      assert.match(log[1], /^WinsockError|^WSAE.*; next attempt in a second$/);
      assert.deepEqual(
        stored.map((line) => line.split(" ")[1]),
        ["1", "2", "3"],
      );
    });
  });
}
