/** Installs the provider on a machine, in place of the shipped one, and sends a letter from one process to another. */
import { thirdParty } from "@ws2kit/conformance";
import { memoryNetwork, memoryPlatform } from "@ws2kit/platform-memory";
import { AF_INET, MAKEWORD, newWSADATA, SOCK_DGRAM, sockaddr_in } from "@ws2kit/spi";
// __imports__
import { assert } from "chai";
import provider from "../src/provider.js";

for (const [target, openMachine] of Object.entries({ __openMachines__ })) {
  describe(`the provider on ${target}`, () => {
    it("delivers a letter to another process", () => {
      const platform = memoryPlatform({ network: memoryNetwork() });
      const machine = thirdParty(openMachine, provider).openMachine({ platform });
      const [alice, bob] = [machine.openProcess(), machine.openProcess()];
      for (const ws2 of [alice, bob]) ws2.WSAStartup(MAKEWORD(2, 2), newWSADATA());
      const [a, b] = [alice.socket(AF_INET, SOCK_DGRAM, 0), bob.socket(AF_INET, SOCK_DGRAM, 0)];
      const address = sockaddr_in("127.0.0.1", 7);
      assert.equal(bob.bind(b, address, address.length), 0);

      const letter = Uint8Array.of(1, 2, 3);
      assert.equal(alice.sendto(a, letter, letter.length, 0, address, address.length), 3);

      const received = new Uint8Array(10);
      assert.equal(bob.recv(b, received, received.length, 0), 3);
      assert.deepEqual(received.subarray(0, 3), letter);
    });
  });
}
