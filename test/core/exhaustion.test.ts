import {
  AF_INET,
  FIONBIO,
  INVALID_SOCKET,
  ref,
  SOCK_DGRAM,
  type SOCKET,
  sockaddr_in,
  WSAEMFILE,
  WSAENOBUFS,
  WSAEWOULDBLOCK,
} from "@ws2kit/spi";
import { assert } from "chai";
import { Computer, type Program } from "../fixture/computer.js";
import { conversation, streamSocket } from "../fixture/conversation.js";
import { SYSTEMS } from "../fixture/systems.js";

/** Opens sockets until opening fails. */
function openAll(ws2: Program): SOCKET[] {
  const all: SOCKET[] = [];
  for (;;) {
    const s = ws2.socket(AF_INET, SOCK_DGRAM, 0);
    if (s === INVALID_SOCKET) return all;
    all.push(s);
  }
}

/** The number of handles of one socket: one for each shipped layer, and the base's. */
function handlesOf(computer: Computer): number {
  return computer.machine.catalog.entries[0].ProtocolChain.ChainLen;
}

for (const system of SYSTEMS) {
  describe(`${system.name}: exhaustion of`, () => {
    it("handles, sockets are refused until one has been closed", function () {
      this.timeout(20_000);
      const computer = new Computer(system);
      const ws2 = computer.program();
      const all = openAll(ws2);
      assert.equal(ws2.WSAGetLastError(), WSAEMFILE);
      assert.lengthOf(all, computer.machine.profile.limits.handles / handlesOf(computer));
      assert.equal(ws2.closesocket(all[0]), 0);
      assert.notEqual(ws2.socket(AF_INET, SOCK_DGRAM, 0), INVALID_SOCKET);
      ws2.WSACleanup();
      assert.equal(computer.machine.counters.handles, 0);
    });

    it("descriptors, sockets are refused until one has been closed", () => {
      const ws2 = new Computer(system, { descriptors: 4 }).program();
      const all = openAll(ws2);
      assert.lengthOf(all, 4);
      assert.equal(ws2.WSAGetLastError(), WSAEMFILE);
      ws2.closesocket(all[2]);
      assert.notEqual(ws2.socket(AF_INET, SOCK_DGRAM, 0), INVALID_SOCKET);
    });

    it("descriptors, accept fails, and the connection waits until one has been closed", () => {
      const ws2 = new Computer(system, { descriptors: 4 }).program();
      const { listener } = conversation(ws2, 4000, false);
      const spare = streamSocket(ws2);
      ws2.ioctlsocket(listener, FIONBIO, ref(1));
      const first = ws2.accept(listener, null, null);
      if (first === INVALID_SOCKET) assert.include([WSAEMFILE, WSAEWOULDBLOCK], ws2.WSAGetLastError());
      ws2.closesocket(spare);
      const second = first === INVALID_SOCKET ? ws2.accept(listener, null, null) : first;
      assert.notEqual(second, INVALID_SOCKET);
    });

    it("buffers, datagrams are refused with WSAENOBUFS until some have been read", () => {
      const ws2 = new Computer(system, { buffers: 1000 }).program();
      const s = ws2.socket(AF_INET, SOCK_DGRAM, 0);
      const here = sockaddr_in("127.0.0.1", 4000);
      ws2.bind(s, here, 16);
      const bytes = new Uint8Array(400);
      assert.equal(ws2.sendto(s, bytes, 400, 0, here, 16), 400);
      assert.equal(ws2.sendto(s, bytes, 400, 0, here, 16), 400);
      assert.equal(ws2.sendto(s, bytes, 400, 0, here, 16), -1);
      assert.equal(ws2.WSAGetLastError(), WSAENOBUFS);
      assert.equal(ws2.recv(s, bytes, 400, 0), 400);
      assert.equal(ws2.sendto(s, bytes, 400, 0, here, 16), 400);
    });
  });
}
