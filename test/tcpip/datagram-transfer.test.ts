import {
  AF_INET,
  DWORD,
  FIONBIO,
  MSG_PEEK,
  newWSABUF,
  ref,
  SO_RCVTIMEO,
  SOCK_DGRAM,
  type SOCKET,
  SOL_SOCKET,
  sockaddr_in,
  sockaddrText,
  WSAECONNRESET,
  WSAEINVAL,
  WSAEMSGSIZE,
  WSAENOTCONN,
  WSAETIMEDOUT,
  WSAEWOULDBLOCK,
} from "@ws2kit/spi";
import { assert } from "chai";
import { Computer, type Program } from "../fixture/computer.js";
import { SYSTEMS } from "../fixture/systems.js";

const here = (port: number) => sockaddr_in("127.0.0.1", port);

/** A datagram socket on a port of the loopback. */
function bound(ws2: Program, port: number): SOCKET {
  const s = ws2.socket(AF_INET, SOCK_DGRAM, 0);
  assert.equal(ws2.bind(s, here(port), 16), 0);
  return s;
}

const bytes = (length: number) => Uint8Array.from({ length }, (_, i) => i);

for (const system of SYSTEMS) {
  describe(`${system.name}: datagrams`, () => {
    it("arrive complete, gathered and scattered over buffers, with their sender", () => {
      const ws2 = new Computer(system).program();
      const [a, b] = [bound(ws2, 1), bound(ws2, 2)];
      const parts = [newWSABUF(bytes(5), 2, 3), newWSABUF(null), newWSABUF(bytes(4))];
      const sent = ref(0);
      assert.equal(ws2.WSASendTo(a, parts, 3, sent, 0, here(2), 16, null, null), 0);
      assert.equal(sent.value, 6);
      const targets = [newWSABUF(new Uint8Array(3)), newWSABUF(new Uint8Array(9))];
      const [got, from, length] = [ref(0), new Uint8Array(16), ref(16)];
      assert.equal(ws2.WSARecvFrom(b, targets, 2, got, ref(0), from, length, null, null), 0);
      assert.equal(got.value, 6);
      assert.deepEqual([...(targets[0].buf ?? []), ...(targets[1].buf ?? []).slice(0, 3)], [3, 4, 0, 1, 2, 3]);
      assert.equal(sockaddrText(from), "127.0.0.1:1");
      assert.equal(length.value, 16);
    });

    it("that are too long are cut, with WSAEMSGSIZE", () => {
      const ws2 = new Computer(system).program();
      const s = bound(ws2, 1);
      ws2.sendto(s, bytes(10), 10, 0, here(1), 16);
      const room = new Uint8Array(4);
      assert.equal(ws2.recv(s, room, 4, 0), -1);
      assert.equal(ws2.WSAGetLastError(), WSAEMSGSIZE);
      assert.deepEqual([...room], [0, 1, 2, 3]);
      ws2.sendto(s, bytes(10), 10, 0, here(1), 16);
      const two = [newWSABUF(new Uint8Array(2)), newWSABUF(new Uint8Array(2))];
      assert.equal(ws2.WSARecv(s, two, 2, ref(0), ref(0), null, null), -1);
      assert.equal(ws2.WSAGetLastError(), WSAEMSGSIZE);
      assert.deepEqual([...(two[1].buf ?? [])], [2, 3]);
    });

    it("may have no bytes, and can be peeked at", () => {
      const ws2 = new Computer(system).program();
      const s = bound(ws2, 1);
      assert.equal(ws2.sendto(s, null, 0, 0, here(1), 16), 0);
      ws2.sendto(s, bytes(3), 3, 0, here(1), 16);
      assert.equal(ws2.recv(s, bytes(9), 9, MSG_PEEK), 0);
      assert.equal(ws2.recv(s, bytes(9), 9, 0), 0);
      assert.equal(ws2.recv(s, bytes(9), 9, 0), 3);
    });

    it("are sent to the peer of connect, and received only from it, until the peer is removed", () => {
      const ws2 = new Computer(system).program();
      const [a, b, c] = [bound(ws2, 1), bound(ws2, 2), bound(ws2, 3)];
      assert.equal(ws2.send(a, bytes(1), 1, 0), -1);
      assert.equal(ws2.WSAGetLastError(), WSAENOTCONN);
      assert.equal(ws2.connect(a, here(2), 16), 0);
      assert.equal(ws2.send(a, bytes(2), 2, 0), 2);
      assert.equal(ws2.recv(b, bytes(9), 9, 0), 2);
      ws2.ioctlsocket(a, FIONBIO, ref(1));
      ws2.sendto(c, bytes(3), 3, 0, here(1), 16);
      assert.equal(ws2.recv(a, bytes(9), 9, 0), -1);
      assert.equal(ws2.WSAGetLastError(), WSAEWOULDBLOCK);
      assert.equal(ws2.connect(a, sockaddr_in(0, 0), 16), 0);
      ws2.sendto(c, bytes(4), 4, 0, here(1), 16);
      assert.equal(ws2.recv(a, bytes(9), 9, 0), 4);
      assert.equal(ws2.connect(a, new Uint8Array(16), 16), 0, "an address of no family frees it too");
    });

    it("to an unreachable port cause WSAECONNRESET", () => {
      const ws2 = new Computer(system).program();
      const s = bound(ws2, 1);
      ws2.setsockopt(s, SOL_SOCKET, SO_RCVTIMEO, DWORD(100), 4);
      ws2.connect(s, here(9), 16);
      ws2.send(s, bytes(1), 1, 0);
      assert.equal(ws2.recv(s, bytes(1), 1, 0), -1);
      assert.equal(ws2.WSAGetLastError(), WSAECONNRESET);
    });

    it("are waited for during SO_RCVTIMEO, but not on a socket without a name", () => {
      const ws2 = new Computer(system).program();
      const s = bound(ws2, 1);
      ws2.setsockopt(s, SOL_SOCKET, SO_RCVTIMEO, DWORD(100), 4);
      assert.equal(ws2.recvfrom(s, bytes(1), 1, 0, null, null), -1);
      assert.equal(ws2.WSAGetLastError(), WSAETIMEDOUT);
      assert.equal(ws2.recv(ws2.socket(AF_INET, SOCK_DGRAM, 0), bytes(1), 1, 0), -1);
      assert.equal(ws2.WSAGetLastError(), WSAEINVAL);
    });
  });
}
