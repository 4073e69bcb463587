/** Opens a machine of the target on a simulated network. */
import { memoryNetwork, memoryPlatform } from "@ws2kit/platform-memory";
import { AF_INET, MAKEWORD, newWSADATA, SOCK_DGRAM, sockaddr_in } from "@ws2kit/spi";
import { openMachine, profile } from "__name__";
import { assert } from "chai";

describe("__title__", () => {
  it("follows the rules of __target__", () => {
    assert.include(profile.lineage, "__target__");
  });

  it("sends a datagram from one machine to another", () => {
    const network = memoryNetwork();
    const [a, b] = ["a", "b"].map((host) => openMachine({ platform: memoryPlatform({ network, host }) }).openProcess());
    for (const ws2 of [a, b]) ws2.WSAStartup(MAKEWORD(2, 2), newWSADATA());
    const address = sockaddr_in("10.0.0.2", 7);
    const receiver = b.socket(AF_INET, SOCK_DGRAM, 0);
    assert.equal(b.bind(receiver, address, address.length), 0);
    const sender = a.socket(AF_INET, SOCK_DGRAM, 0);
    assert.equal(a.sendto(sender, Uint8Array.of(7), 1, 0, address, address.length), 1);
    assert.equal(b.recv(receiver, new Uint8Array(1), 1, 0), 1);
  });

  it("lacks gethostbyname", () => {
    const machine = openMachine({ platform: memoryPlatform({ network: memoryNetwork() }) });
    assert.notProperty(machine.openProcess(), "gethostbyname");
  });
});
