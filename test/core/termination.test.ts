import { SOCK_STREAM } from "@ws2kit/spi";
import { assert } from "chai";
import { Computer } from "../fixture/computer.js";
import { conversation, streamSocket } from "../fixture/conversation.js";
import { SCRIPTED_FAMILY, ScriptedProvider } from "../fixture/scripted-provider.js";
import { SYSTEMS } from "../fixture/systems.js";

for (const system of SYSTEMS) {
  describe(`${system.name}: a process that crashes`, () => {
    it("releases all its descriptors of the network stack", () => {
      const computer = new Computer(system, { descriptors: 3 });
      for (let round = 0; round < 5; round++) {
        const ws2 = computer.program();
        conversation(ws2);
        ws2.terminate();
        assert.equal(computer.machine.counters.sockets, 0);
        assert.equal(computer.machine.counters.handles, 0);
      }
    });

    it("does not call WSPCleanup, and needs a WSAStartup for further calls", () => {
      const computer = new Computer(system);
      const provider = new ScriptedProvider();
      provider.install(computer.machine, computer.process());
      const ws2 = computer.program();
      ws2.socket(SCRIPTED_FAMILY, SOCK_STREAM, 1);
      ws2.terminate();
      assert.notInclude(provider.calls, "WSPCleanup");
      assert.equal(ws2.WSACleanup(), -1);
    });

    it("does not affect other processes", () => {
      const computer = new Computer(system);
      const [one, other] = [computer.program(), computer.program()];
      const { client, server } = conversation(other);
      streamSocket(one);
      one.terminate();
      assert.equal(other.send(client, new Uint8Array([7]), 1, 0), 1);
      const got = new Uint8Array(1);
      assert.equal(other.recv(server, got, 1, 0), 1);
      assert.equal(got[0], 7);
      assert.isFalse(computer.machine.processes.has(one.processId));
      assert.isTrue(computer.machine.processes.has(other.processId));
    });
  });
}
