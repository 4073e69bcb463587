/** Installs the layer on machines of a simulated network, whose time is virtual. */
import { installLayer } from "@ws2kit/layers";
import { memoryNetwork, memoryPlatform } from "@ws2kit/platform-memory";
import { AF_INET, IPPROTO_TCP, MAKEWORD, newWSADATA, SOCK_STREAM, sockaddr_in, WSAEACCES } from "@ws2kit/spi";
// __imports__
import { assert } from "chai";
import layer from "../src/layer.js";

for (const [target, openMachine] of Object.entries({ __openMachines__ })) {
  describe(`__title__ on ${target}`, () => {
    /** Connects through the layer to a server that listens on `port`; 0, or the error. */
    function connectTo(port: number): number {
      const network = memoryNetwork();
      const server = openMachine({ platform: memoryPlatform({ network, host: "server" }) }).openProcess();
      server.WSAStartup(MAKEWORD(2, 2), newWSADATA());
      const listener = server.socket(AF_INET, SOCK_STREAM, IPPROTO_TCP);
      server.bind(listener, sockaddr_in("10.0.0.1", port), 16);
      server.listen(listener, 1);

      const machine = openMachine({ platform: memoryPlatform({ network, host: "client" }) });
      const client = machine.openProcess();
      machine.installModule("layer.dll", layer);
      assert.equal(installLayer(client, "layer.dll", { ProviderId: "__guid__", name: "__title__" }), 0);
      client.WSAStartup(MAKEWORD(2, 2), newWSADATA());
      const s = client.socket(AF_INET, SOCK_STREAM, IPPROTO_TCP);
      return client.connect(s, sockaddr_in("10.0.0.1", port), 16) === 0 ? 0 : client.WSAGetLastError();
    }

    it("refuses a connection to a closed port", () => assert.equal(connectTo(25), WSAEACCES));

    it("passes on a connection to any other port", () => assert.equal(connectTo(80), 0));
  });
}
