import { DWORD, LINGER, SO_LINGER, SO_RCVBUF, SO_SNDBUF, SOCKET_ERROR, SOL_SOCKET, WSAECONNRESET } from "@ws2kit/spi";
import { assert } from "chai";
import { Computer, type Program } from "../fixture/computer.js";
import { conversation } from "../fixture/conversation.js";
import { SYSTEMS } from "../fixture/systems.js";

/** A stream with more unsent bytes than its peer, which does not read, has room for. */
function stuffed(ws2: Program) {
  const { client, server, listener } = conversation(ws2);
  ws2.closesocket(listener);
  ws2.setsockopt(server, SOL_SOCKET, SO_RCVBUF, DWORD(1000), 4);
  ws2.setsockopt(client, SOL_SOCKET, SO_SNDBUF, DWORD(4000), 4);
  ws2.send(client, new Uint8Array(3000), 3000, 0);
  return { client, server };
}

for (const system of SYSTEMS) {
  describe(`${system.name}: closesocket with SO_LINGER and a time`, () => {
    it("does not wait if everything has arrived", () => {
      const computer = new Computer(system);
      const ws2 = computer.program();
      const { client } = conversation(ws2);
      ws2.setsockopt(client, SOL_SOCKET, SO_LINGER, LINGER(1, 5), 4);
      ws2.send(client, new Uint8Array(3), 3, 0);
      const before = computer.platform.now();
      assert.equal(ws2.closesocket(client), 0);
      assert.equal(computer.platform.now(), before);
    });

    it("waits the linger time for a peer that does not read, and then resets the connection", () => {
      const computer = new Computer(system);
      const ws2 = computer.program();
      const { client, server } = stuffed(ws2);
      ws2.setsockopt(client, SOL_SOCKET, SO_LINGER, LINGER(1, 2), 4);
      const before = computer.platform.now();
      assert.equal(ws2.closesocket(client), 0);
      assert.equal(computer.platform.now() - before, 2000);
      let result = 1;
      for (let i = 0; i < 9 && result > 0; i++) result = ws2.recv(server, new Uint8Array(4000), 4000, 0);
      assert.equal(result, SOCKET_ERROR);
      assert.equal(ws2.WSAGetLastError(), WSAECONNRESET);
    });

    it("sends the rest in the background without a linger time", () => {
      const computer = new Computer(system);
      const ws2 = computer.program();
      const { client, server } = stuffed(ws2);
      const before = computer.platform.now();
      assert.equal(ws2.closesocket(client), 0);
      assert.equal(computer.platform.now(), before);
      let total = 0;
      for (let got = 1; got > 0; total += got) got = ws2.recv(server, new Uint8Array(4000), 4000, 0);
      assert.equal(total, 3000);
    });
  });
}
