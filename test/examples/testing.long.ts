import { type Application, loadApplication } from "@ws2kit/build";
import { type MemoryNetwork, memoryNetwork, memoryPlatform } from "@ws2kit/platform-memory";
import {
  AF_INET,
  FD_CLOSE,
  FD_CONNECT,
  FD_READ,
  MAKEWORD,
  newWSADATA,
  newWSANETWORKEVENTS,
  openMachine,
  SOCK_STREAM,
  sockaddr_in,
} from "@ws2kit/target-ce";
import { assert } from "chai";

/** The code of `examples/testing/README.md`. */
describe("examples/testing", function () {
  this.timeout(60_000);
  let network: MemoryNetwork;
  beforeEach(() => {
    network = memoryNetwork();
  });

  /** A client that acts in callbacks: connects after 10 ms, sends a line, and passes on what arrives. */
  function call(line: string, heard: (text: string) => void): void {
    const platform = memoryPlatform({ network, host: "client" });
    const machine = openMachine({ platform });
    // the callbacks of this machine run while the program waits
    platform.onArrival(() => {
      while (machine.turn() === 0);
    });
    const ws2 = machine.openProcess();
    ws2.WSAStartup(MAKEWORD(2, 2), newWSADATA());
    const s = ws2.socket(AF_INET, SOCK_STREAM, 0);
    const event = ws2.WSACreateEvent();
    ws2.WSAEventSelect(s, event, FD_CONNECT | FD_READ | FD_CLOSE);
    const events = newWSANETWORKEVENTS();
    const buffer = new Uint8Array(256);
    ws2.onSignal(event, () => {
      ws2.WSAEnumNetworkEvents(s, event, events);
      if ((events.lNetworkEvents & FD_CONNECT) !== 0) ws2.send(s, Buffer.from(line), line.length, 0);
      if ((events.lNetworkEvents & FD_READ) !== 0) {
        heard(Buffer.from(buffer.subarray(0, ws2.recv(s, buffer, buffer.length, 0))).toString());
        ws2.closesocket(s);
      }
    });
    ws2.after(10, () => void ws2.connect(s, sockaddr_in("10.0.0.1", 7100), 16));
  }

  describe("a server that blocks", () => {
    let app: Application;
    before(async () => {
      app = await loadApplication({ app: "examples/testing/greeter.ts", target: "ce" });
    });

    it("greets a client", () => {
      const log: unknown[] = [];
      const machine = app.openMachine({
        platform: memoryPlatform({ network, host: "server", log: (...all) => log.push(...all) }),
      });
      const heard: string[] = [];
      call("ann\n", (text) => heard.push(text));
      // the server runs for ever: it ends when no event is left that could end its wait
      assert.throws(() => app.main(machine), "select: 10050");
      assert.deepEqual(heard, ["welcome ann\n"]);
      assert.deepEqual(log.slice(0, 2), ["listening on 7100", "greeted ann"]);
      assert.deepEqual(machine.records, [{ code: "wait-forever", args: ["process 8 thread 1 in select"] }]);
      assert.closeTo(network.now(), 14, 2);
    });

    it("greets a client over a slow link", () => {
      const machine = app.openMachine({ platform: memoryPlatform({ network, host: "server" }) });
      const heard: string[] = [];
      call("ann\n", (text) => heard.push(text));
      network.link("client", "server", { latency: 500, bandwidth: 2 });
      assert.throws(() => app.main(machine), "select: 10050");
      assert.deepEqual(heard, ["welcome ann\n"]);
      assert.isAbove(network.now(), 2000);
    });
  });
});
