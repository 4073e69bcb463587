import { memoryNetwork } from "@ws2kit/platform-memory";
import {
  AF_INET,
  sockaddr_in,
  WSAECONNREFUSED,
  WSAECONNRESET,
  WSAEHOSTUNREACH,
  WSAENETDOWN,
  WSAETIMEDOUT,
} from "@ws2kit/spi";
import { assert } from "chai";
import { Computer, type Program } from "../fixture/computer.js";
import { conversation, streamSocket } from "../fixture/conversation.js";
import { SYSTEMS, type System } from "../fixture/systems.js";

/** Two computers of a network; the second listens on port 7. */
function neighbours(system: System) {
  const network = memoryNetwork();
  const [client, server] = [new Computer(system, { network }), new Computer(system, { network })];
  const [near, far] = [client.program(), server.program()];
  const address = sockaddr_in(server.platform.addresses[0], 7);
  const listener = streamSocket(far);
  far.bind(listener, address, 16);
  far.listen(listener, 5);
  const hosts = [client.platform.host, server.platform.host] as const;
  return { network, client, server, near, far, address, listener, hosts };
}

function connected(near: Program, far: Program, address: Uint8Array, listener: Parameters<Program["accept"]>[0]) {
  const s = streamSocket(near);
  assert.equal(near.connect(s, address, 16), 0);
  return { s, peer: far.accept(listener, null, null) };
}

for (const system of SYSTEMS) {
  describe(`${system.name}: a network that fails`, () => {
    it("is WSAENETDOWN while it is down, and works again after", () => {
      const { network, near, far, address, listener, hosts } = neighbours(system);
      network.down(hosts[0]);
      assert.equal(near.socket(AF_INET, 1, 0), -1);
      assert.equal(near.WSAGetLastError(), WSAENETDOWN);
      network.up(hosts[0]);
      connected(near, far, address, listener);
    });

    it("data that cannot be delivered breaks the connection: WSAETIMEDOUT, from then on", () => {
      const { network, near, far, address, listener, hosts } = neighbours(system);
      const { s } = connected(near, far, address, listener);
      network.link(...hosts, { path: "silent" });
      assert.equal(near.send(s, new Uint8Array(10), 10, 0), 10);
      const begin = network.now();
      assert.equal(near.recv(s, new Uint8Array(10), 10, 0), -1);
      assert.equal(near.WSAGetLastError(), WSAETIMEDOUT);
      assert.isAbove(network.now() - begin, 10_000);
      network.heal(...hosts);
      for (const call of [
        () => near.recv(s, new Uint8Array(10), 10, 0),
        () => near.send(s, new Uint8Array(10), 10, 0),
      ]) {
        assert.equal(call(), -1);
        assert.equal(near.WSAGetLastError(), WSAETIMEDOUT);
      }
      assert.equal(near.closesocket(s), 0);
    });

    it("a connect to a host that does not answer times out", () => {
      const { network, near, address, hosts } = neighbours(system);
      network.link(...hosts, { path: "silent" });
      const s = streamSocket(near);
      assert.equal(near.connect(s, address, 16), -1);
      assert.equal(near.WSAGetLastError(), WSAETIMEDOUT);
    });

    it("a connect without a route is WSAEHOSTUNREACH; without a listener, WSAECONNREFUSED", () => {
      const { network, near, address, hosts } = neighbours(system);
      const s = streamSocket(near);
      const nobody = address.slice();
      nobody[3] = 8;
      assert.equal(near.connect(s, nobody, 16), -1);
      assert.equal(near.WSAGetLastError(), WSAECONNREFUSED);
      network.partition(...hosts);
      assert.equal(near.connect(s, address, 16), -1);
      assert.equal(near.WSAGetLastError(), WSAEHOSTUNREACH);
      network.heal(...hosts);
      assert.equal(near.connect(s, address, 16), 0);
    });

    it("a peer that crashes resets the connection", () => {
      const computer = new Computer(system);
      const [one, other] = [computer.program(), computer.program()];
      const here = sockaddr_in("127.0.0.1", 9);
      const listener = streamSocket(one);
      one.bind(listener, here, 16);
      one.listen(listener, 1);
      const s = streamSocket(other);
      other.connect(s, here, 16);
      one.accept(listener, null, null);
      other.send(s, new Uint8Array(5), 5, 0);
      one.WSACleanup();
      assert.equal(other.recv(s, new Uint8Array(5), 5, 0), -1);
      assert.equal(other.WSAGetLastError(), WSAECONNRESET);
    });

    it("counters are zero once all sockets are closed", () => {
      const computer = new Computer(system);
      const ws2 = computer.program();
      const { listener, client, server } = conversation(ws2);
      ws2.send(client, new Uint8Array(5), 5, 0);
      ws2.recv(server, new Uint8Array(5), 5, 0);
      for (const s of [listener, client, server]) assert.equal(ws2.closesocket(s), 0);
      const { sockets, handles, operations, bytesSent, bytesReceived } = computer.machine.counters;
      assert.deepEqual([sockets, handles], [0, 0]);
      assert.deepEqual([operations, bytesSent, bytesReceived], [2, 5, 5]);
    });
  });
}
