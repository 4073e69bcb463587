import {
  DWORD,
  FIONBIO,
  FIONREAD,
  LINGER,
  MSG_OOB,
  MSG_PEEK,
  MSG_WAITALL,
  newWSABUF,
  ref,
  SD_BOTH,
  SD_RECEIVE,
  SD_SEND,
  SO_LINGER,
  SO_RCVTIMEO,
  SO_SNDTIMEO,
  type SOCKET,
  SOL_SOCKET,
  WSAECONNRESET,
  WSAEFAULT,
  WSAEINVAL,
  WSAENOTCONN,
  WSAEOPNOTSUPP,
  WSAESHUTDOWN,
  WSAETIMEDOUT,
  WSAEWOULDBLOCK,
} from "@ws2kit/spi";
import { assert } from "chai";
import fc from "fast-check";
import { Computer, type Program } from "../fixture/computer.js";
import { conversation, streamSocket } from "../fixture/conversation.js";
import { SYSTEMS } from "../fixture/systems.js";

const bytesOf = (text: string) => Uint8Array.from(text, (unit) => unit.charCodeAt(0));

/** Receives once: the text, or the code. */
function receive(ws2: Program, s: SOCKET, room: number, flags = 0): string | number {
  const bytes = new Uint8Array(room);
  const count = ws2.recv(s, bytes, room, flags);
  return count < 0 ? ws2.WSAGetLastError() : String.fromCharCode(...bytes.subarray(0, count));
}

/** Sends a text. Returns the number of bytes sent, or the code. */
function send(ws2: Program, s: SOCKET, text: string, flags = 0): number {
  const count = ws2.send(s, bytesOf(text), text.length, flags);
  return count < 0 ? -ws2.WSAGetLastError() : count;
}

for (const system of SYSTEMS) {
  describe(`${system.name}: a stream`, () => {
    it("transfers the same bytes with any division into sends, receives and buffers", () => {
      const cuts = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 8 });
      fc.assert(
        fc.property(fc.uint8Array({ minLength: 1, maxLength: 300 }), cuts, cuts, (data, sends, rooms) => {
          const ws2 = new Computer(system).program();
          const { client, server } = conversation(ws2);
          const pieces: Uint8Array[] = [];
          for (let at = 0; at < data.length; at += sends[(pieces.length - 1) % sends.length]) {
            pieces.push(data.subarray(at, at + sends[pieces.length % sends.length]));
          }
          const sent = ref(0);
          const buffers = pieces.map((piece) => newWSABUF(piece));
          assert.equal(ws2.WSASend(client, buffers, buffers.length, sent, 0, null, null), 0);
          assert.equal(sent.value, data.length);
          const got: number[] = [];
          const targets = rooms.map((room) => newWSABUF(new Uint8Array(room + 2), room, 1));
          while (got.length < data.length) {
            const received = ref(0);
            assert.equal(ws2.WSARecv(server, targets, targets.length, received, ref(0), null, null), 0);
            const all = targets.flatMap(({ buf, len }) => [...(buf ?? []).slice(1, 1 + len)]);
            got.push(...all.slice(0, received.value));
          }
          assert.deepEqual(got, [...data]);
        }),
        { numRuns: 40 },
      );
    });

    it("returns bytes without removing them with MSG_PEEK, and fills the buffer with MSG_WAITALL", () => {
      const ws2 = new Computer(system).program();
      const { client, server } = conversation(ws2);
      send(ws2, client, "abc");
      assert.equal(receive(ws2, server, 9, MSG_PEEK), "abc");
      assert.equal(receive(ws2, server, 2), "ab");
      send(ws2, client, "def");
      assert.equal(receive(ws2, server, 4, MSG_WAITALL), "cdef");
    });

    it("returns the received bytes if MSG_WAITALL ends early: by a time-out, or by the end of the stream", () => {
      const ws2 = new Computer(system).program();
      const { client, server } = conversation(ws2);
      ws2.setsockopt(server, SOL_SOCKET, SO_RCVTIMEO, DWORD(50), 4);
      send(ws2, client, "abc");
      assert.equal(receive(ws2, server, 9, MSG_WAITALL), "abc");
      send(ws2, client, "de");
      ws2.shutdown(client, SD_SEND);
      assert.equal(receive(ws2, server, 9, MSG_WAITALL), "de");
      assert.equal(receive(ws2, server, 9, MSG_WAITALL), "");
    });

    it("does not deliver urgent data in the stream", () => {
      const ws2 = new Computer(system).program();
      const { client, server } = conversation(ws2);
      send(ws2, client, "ab");
      assert.equal(send(ws2, client, "!", MSG_OOB), 1);
      assert.equal(receive(ws2, server, 1, MSG_OOB), "!");
      assert.equal(receive(ws2, server, 9), "ab");
    });

    it("refuses unknown flags", () => {
      const ws2 = new Computer(system).program();
      const { client, server } = conversation(ws2);
      assert.equal(send(ws2, client, "a", 0x4000), -WSAEOPNOTSUPP);
      assert.equal(receive(ws2, server, 1, 0x4000), WSAEOPNOTSUPP);
    });

    it("does not wait if it is non-blocking, and sends as many bytes as there is room for", () => {
      const ws2 = new Computer(system).program();
      const { client, server } = conversation(ws2);
      for (const s of [client, server]) ws2.ioctlsocket(s, FIONBIO, ref(1));
      assert.equal(receive(ws2, server, 1), WSAEWOULDBLOCK);
      const much = new Uint8Array(1 << 20);
      const taken = ws2.send(client, much, much.length, 0);
      assert.isTrue(taken > 0 && taken < much.length);
      assert.equal(ws2.send(client, much, much.length, 0), -1);
      assert.equal(ws2.WSAGetLastError(), WSAEWOULDBLOCK);
      const pending = ref(0);
      ws2.ioctlsocket(server, FIONREAD, pending);
      assert.isAbove(pending.value, 0);
      const two = [newWSABUF(much), newWSABUF(much)];
      while (ws2.recv(server, much, much.length, 0) > 0);
      const sent = ref(0);
      assert.equal(ws2.WSASend(client, two, 2, sent, 0, null, null), 0);
      assert.isBelow(sent.value, 2 * much.length);
    });

    it("waits for SO_SNDTIMEO if there is no room", () => {
      const computer = new Computer(system);
      const ws2 = computer.program();
      const { client } = conversation(ws2);
      ws2.setsockopt(client, SOL_SOCKET, SO_SNDTIMEO, DWORD(700), 4);
      const much = new Uint8Array(1 << 20);
      const begin = computer.network.now();
      assert.isAbove(ws2.send(client, much, much.length, 0), 0, "the bytes that were accepted before the timeout");
      assert.equal(computer.network.now() - begin, 700);
      assert.equal(ws2.send(client, much, much.length, 0), -1);
      assert.equal(ws2.WSAGetLastError(), WSAETIMEDOUT);
    });

    it("ends in one direction or both, and both sides report it", () => {
      const ws2 = new Computer(system).program();
      const { client, server } = conversation(ws2);
      assert.equal(ws2.shutdown(client, SD_SEND), 0);
      assert.equal(send(ws2, client, "a"), -WSAESHUTDOWN);
      assert.equal(receive(ws2, server, 1), "");
      assert.equal(send(ws2, server, "b"), 1);
      assert.equal(receive(ws2, client, 1), "b");
      assert.equal(ws2.shutdown(client, SD_RECEIVE), 0);
      assert.equal(receive(ws2, client, 1), WSAESHUTDOWN);
      assert.equal(ws2.shutdown(server, SD_BOTH), 0);
      assert.equal(ws2.shutdown(server, 3), -1);
      assert.equal(ws2.WSAGetLastError(), WSAEINVAL);
      assert.equal(ws2.shutdown(streamSocket(ws2), SD_BOTH), -1);
      assert.equal(ws2.WSAGetLastError(), WSAENOTCONN);
    });

    it("is reset by a hard close, and stays broken", () => {
      const ws2 = new Computer(system).program();
      const { client, server } = conversation(ws2);
      assert.equal(ws2.setsockopt(client, SOL_SOCKET, SO_LINGER, LINGER(1, 0), 4), 0);
      assert.equal(ws2.closesocket(client), 0);
      for (let i = 0; i < 2; i++) assert.equal(receive(ws2, server, 1), WSAECONNRESET);
      assert.equal(send(ws2, server, "a"), -WSAECONNRESET);
    });

    it("closes gracefully otherwise: all sent bytes arrive, then the end", () => {
      const ws2 = new Computer(system).program();
      const { client, server } = conversation(ws2);
      send(ws2, client, "goodbye");
      assert.equal(ws2.closesocket(client), 0);
      assert.equal(receive(ws2, server, 99), "goodbye");
      assert.equal(receive(ws2, server, 99), "");
    });

    it("checks its buffers before anything is sent", () => {
      const ws2 = new Computer(system).program();
      const { client, server } = conversation(ws2);
      const good = newWSABUF(new Uint8Array(1));
      const cases: readonly [unknown, number, number][] = [
        [[good], 0, WSAEINVAL],
        [[good], 1.5, WSAEINVAL],
        [[good], Number.NaN, WSAEINVAL],
        [[good], 2, WSAEFAULT],
        [[good, null], 2, WSAEFAULT],
        [[good, { len: 1, buf: null, off: 0 }], 2, WSAEFAULT],
        [[good, { len: 2, buf: new Uint8Array(1), off: 0 }], 2, WSAEFAULT],
        [[good, { len: 1, buf: new Uint8Array(1), off: 1 }], 2, WSAEFAULT],
        [null, 1, WSAEFAULT],
        // test_empty_recv
        [null, 0, WSAEINVAL],
      ];
      for (const [buffers, count, code] of cases) {
        assert.equal(ws2.WSASend(client, buffers as never, count, ref(0), 0, null, null), -1);
        assert.equal(ws2.WSAGetLastError(), code);
      }
      assert.equal(ws2.WSASend(client, [good, newWSABUF(null)], 2, ref(0), 0, null, null), 0);
      assert.equal(receive(ws2, server, 9), "\0");
    });
  });
}
