/**
 * Builds the program for each target, and runs what was built on a simulated network. Time there is virtual: ten
 * seconds take no time.
 */
import { type Application, loadApplication } from "@ws2kit/build";
import { type MemoryNetwork, memoryNetwork, memoryPlatform } from "@ws2kit/platform-memory";
import {
  AF_INET,
  FIONREAD,
  MAKEWORD,
  newWSADATA,
  openMachine,
  ref,
  SOCK_DGRAM,
  sockaddr_in,
} from "@ws2kit/target-__target__";
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

    /** Runs the program to its end, and returns its log. */
    function run(): string[] {
      const log: string[] = [];
      const platform = memoryPlatform({ network, host: "device", log: (...words) => log.push(words.join(" ")) });
      app.main(app.openMachine({ platform }));
      return log;
    }

    it("sends its readings to the collector, one each second", () => {
      const collector = openMachine({ platform: memoryPlatform({ network, host: "collector" }) });
      const ws2 = collector.openProcess();
      ws2.WSAStartup(MAKEWORD(2, 2), newWSADATA());
      const s = ws2.socket(AF_INET, SOCK_DGRAM, 0);
      ws2.bind(s, sockaddr_in("10.0.0.1", 7008), 16);

      run();

      const buffer = new Uint8Array(100);
      for (const expected of ["test 1 20.0\n", "test 2 20.1\n", "test 3 20.2\n"]) {
        const received = ws2.recv(s, buffer, buffer.length, 0);
        assert.equal(Buffer.from(buffer.subarray(0, received)).toString(), expected);
      }
      assert.equal(ws2.ioctlsocket(s, FIONREAD, ref(0)), 0);
      assert.closeTo(collector.platform.now(), 2000, 10);
    });

    it("continues without a collector", () => {
      assert.deepEqual(run(), ["sent test 1 20.0", "sent test 2 20.1", "sent test 3 20.2"]);
    });
  });
}
