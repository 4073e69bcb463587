import { AF_INET, INVALID_SOCKET, MAKEWORD, newWSADATA, SOCK_STREAM, WSANOTINITIALISED } from "@ws2kit/spi";
import { assert } from "chai";
import { Computer } from "../fixture/computer.js";
import { conversation } from "../fixture/conversation.js";
import { SCRIPTED_FAMILY, ScriptedProvider } from "../fixture/scripted-provider.js";
import { SYSTEMS } from "../fixture/systems.js";

for (const system of SYSTEMS) {
  describe(`${system.name}: startups and cleanups`, () => {
    it("work until the last cleanup", () => {
      const ws2 = new Computer(system).process();
      for (let i = 0; i < 3; i++) assert.equal(ws2.WSAStartup(MAKEWORD(2, 2), newWSADATA()), 0);
      for (let i = 0; i < 2; i++) assert.equal(ws2.WSACleanup(), 0);
      assert.notEqual(ws2.socket(AF_INET, SOCK_STREAM, 0), INVALID_SOCKET);
      assert.equal(ws2.WSACleanup(), 0);
      assert.equal(ws2.socket(AF_INET, SOCK_STREAM, 0), INVALID_SOCKET);
      assert.equal(ws2.WSAGetLastError(), WSANOTINITIALISED);
      assert.equal(ws2.WSACleanup(), -1);
      assert.equal(ws2.WSAGetLastError(), WSANOTINITIALISED);
    });

    it("leave nothing open after the last cleanup, and ws2 can start again", () => {
      const computer = new Computer(system);
      const ws2 = computer.program();
      conversation(ws2);
      // a socket of each provider in its chain
      const { ChainLen } = computer.machine.catalog.entries[0].ProtocolChain;
      assert.equal(computer.machine.counters.sockets, 3 * ChainLen);
      assert.equal(ws2.WSACleanup(), 0);
      assert.equal(computer.machine.counters.sockets, 0);
      assert.equal(computer.machine.counters.handles, 0);
      assert.equal(ws2.WSAStartup(MAKEWORD(2, 2), newWSADATA()), 0);
      conversation(ws2);
    });

    it("match each successful WSPStartup with one WSPCleanup, for any number of startups", () => {
      const computer = new Computer(system);
      const provider = new ScriptedProvider();
      provider.install(computer.machine, computer.process());
      const ws2 = computer.program();
      ws2.WSAStartup(MAKEWORD(2, 2), newWSADATA());
      for (let i = 0; i < 3; i++) ws2.socket(SCRIPTED_FAMILY, SOCK_STREAM, 1);
      ws2.WSACleanup();
      assert.deepEqual(counts(provider), { WSPStartup: 1, WSPCleanup: 0 });
      ws2.WSACleanup();
      assert.deepEqual(counts(provider), { WSPStartup: 1, WSPCleanup: 1 });
      assert.equal(computer.machine.counters.sockets, 0, "what the provider left open");
      ws2.WSAStartup(MAKEWORD(2, 2), newWSADATA());
      ws2.socket(SCRIPTED_FAMILY, SOCK_STREAM, 1);
      assert.deepEqual(counts(provider), { WSPStartup: 2, WSPCleanup: 1 });
    });

    it("are counted for each process separately", () => {
      const computer = new Computer(system);
      const provider = new ScriptedProvider();
      provider.install(computer.machine, computer.process());
      const [one, other] = [computer.program(), computer.program()];
      for (const ws2 of [one, other]) ws2.socket(SCRIPTED_FAMILY, SOCK_STREAM, 1);
      assert.equal(counts(provider).WSPStartup, 2);
      one.WSACleanup();
      assert.equal(counts(provider).WSPCleanup, 1);
      assert.notEqual(other.socket(SCRIPTED_FAMILY, SOCK_STREAM, 1), INVALID_SOCKET);
    });
  });
}

function counts({ calls }: ScriptedProvider): { WSPStartup: number; WSPCleanup: number } {
  const count = (name: string) => calls.filter((call) => call === name).length;
  return { WSPStartup: count("WSPStartup"), WSPCleanup: count("WSPCleanup") };
}
