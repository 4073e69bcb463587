import type { Pipe } from "@ws2kit/layers";
import {
  FD_READ,
  FD_WRITE,
  FIONREAD,
  fd_set,
  getUint32,
  LINGER,
  MSG_PEEK,
  MSG_WAITALL,
  newWSABUF,
  newWSANETWORKEVENTS,
  newWSAOVERLAPPED,
  ref,
  SO_LINGER,
  SOCKET_ERROR,
  SOL_SOCKET,
  WSA_IO_PENDING,
  WSAECONNRESET,
  WSAEWOULDBLOCK,
} from "@ws2kit/spi";
import { expect } from "chai";
import { TARGET_NAMES } from "../conformance/targets.js";
import { connected, listening, makeNonBlocking } from "./ends.js";
import { bytesOf, doubling, received, textOf, through } from "./filtered.js";

for (const target of TARGET_NAMES) {
  describe(`transfers through stream filters on ${target}`, () => {
    it("change the bytes on the wire, and the application receives its own bytes", () => {
      const { machine, ws2, wire } = through(target, doubling);
      const [client, server] = connected(ws2);
      expect(ws2.send(client, bytesOf("hello"), 5, 0)).to.equal(5);
      expect(received(ws2, server, MSG_PEEK)).to.equal("hello");
      expect(received(ws2, server)).to.equal("hello");
      machine.turn();
      expect(wire).to.deep.equal([10]);
    });

    it("bytes that they hold back cannot be read: not by recv, select, FIONREAD or FD_READ", () => {
      const { ws2 } = through(target, () => ({ ...doubling(), down: (bytes, pipe) => pipe.down(bytes) }));
      const [client, server] = connected(ws2);
      const event = ws2.WSACreateEvent();
      expect(ws2.WSAEventSelect(server, event, FD_READ)).to.equal(0);
      const look = () => {
        const size = new Uint8Array(4);
        ws2.WSAIoctl(server, FIONREAD, null, 0, size, 4, ref(0), null, null);
        const events = newWSANETWORKEVENTS();
        ws2.WSAEnumNetworkEvents(server, event, events);
        const selected = ws2.select(0, fd_set(server), null, null, { tv_sec: 0, tv_usec: 1000 });
        return [getUint32(size, 0), events.lNetworkEvents, selected, received(ws2, server, MSG_PEEK)];
      };
      ws2.send(client, bytesOf("a"), 1, 0);
      expect(look()).to.deep.equal([0, 0, 0, WSAEWOULDBLOCK]);
      ws2.send(client, bytesOf("b"), 1, 0);
      expect(ws2.WSAWaitForMultipleEvents(1, [event], false, 100, false)).to.equal(0);
      expect(look()).to.deep.equal([1, FD_READ, 1, "b"]);
    });

    it("select waits until a filter delivers bytes, together with sockets without a filter", () => {
      const { ws2 } = through(target, () => ({ ...doubling(), down: (bytes, pipe) => pipe.down(bytes) }));
      const [client, server] = connected(ws2);
      const [listener] = listening(ws2);
      for (const one of ["a", "b"]) ws2.send(client, bytesOf(one), 1, 0);
      const readable = fd_set(listener, server);
      expect(ws2.select(0, readable, null, null, { tv_sec: 1, tv_usec: 0 })).to.equal(1);
      expect(readable.fd_array.slice(0, readable.fd_count)).to.deep.equal([server]);
    });

    it("overlapped operations complete by event and by routine, in their order", () => {
      const { ws2 } = through(target, doubling);
      const [client, server] = connected(ws2);
      const event = ws2.WSACreateEvent();
      const [first, second] = [newWSAOVERLAPPED(event), newWSAOVERLAPPED()];
      const buffers = [new Uint8Array(2), new Uint8Array(9)];
      const order: string[] = [];
      const start = (i: number, overlapped: typeof first, routine: ((code: number, bytes: number) => void) | null) => [
        ws2.WSARecv(server, [newWSABUF(buffers[i])], 1, null, ref(0), overlapped, routine),
        ws2.WSAGetLastError(),
      ];
      expect(start(0, first, null)).to.deep.equal([SOCKET_ERROR, WSA_IO_PENDING]);
      expect(start(1, second, (code, bytes) => void order.push(`${code} ${bytes}`))).to.deep.equal([
        -1,
        WSA_IO_PENDING,
      ]);
      ws2.send(client, bytesOf("hello"), 5, 0);
      expect(ws2.WSAWaitForMultipleEvents(1, [event], false, 100, false)).to.equal(0);
      ws2.WSAResetEvent(event);
      ws2.WSAWaitForMultipleEvents(1, [event], false, 10, true);
      expect([textOf(buffers[0]), textOf(buffers[1], 3), order]).to.deep.equal(["he", "llo", ["0 3"]]);
    });

    it("a large transfer from a non-blocking sender arrives complete at a receiver with MSG_WAITALL", () => {
      const { ws2 } = through(target, doubling);
      const [client, server] = connected(ws2);
      makeNonBlocking(ws2, client);
      const all = Uint8Array.from({ length: 300_000 }, (_, i) => i % 251);
      const got = new Uint8Array(all.length);
      let sent = 0;
      let at = 0;
      let refusals = 0;
      while (at < all.length) {
        if (sent < all.length) {
          const count = ws2.send(client, all, all.length - sent, 0, sent);
          if (count > 0) sent += count;
          else refusals += Number(ws2.WSAGetLastError() === WSAEWOULDBLOCK);
        }
        const count = ws2.recv(server, got, Math.min(10_000, all.length - at), MSG_WAITALL, at);
        if (count <= 0) break;
        at += count;
      }
      expect([sent, at, refusals > 0]).to.deep.equal([all.length, all.length, true]);
      expect(got).to.deep.equal(all);
    });

    it("MSG_WAITALL reports the bytes before a reset, and the reset by the next call", () => {
      const { ws2 } = through(target, doubling);
      const [client, server] = connected(ws2);
      const overlapped = newWSAOVERLAPPED(ws2.WSACreateEvent());
      const buffer = new Uint8Array(9);
      expect(ws2.WSARecv(server, [newWSABUF(buffer)], 1, null, ref(MSG_WAITALL), overlapped, null)).to.equal(-1);
      ws2.send(client, bytesOf("hello"), 5, 0);
      const transferred = ref(0);
      expect(ws2.WSAGetOverlappedResult(server, overlapped, transferred, false, ref(0))).to.equal(false);
      ws2.setsockopt(client, SOL_SOCKET, SO_LINGER, LINGER(1, 0), 4);
      ws2.closesocket(client);
      expect(ws2.WSAGetOverlappedResult(server, overlapped, transferred, true, ref(0))).to.equal(true);
      expect([transferred.value, textOf(buffer, 5)]).to.deep.equal([5, "hello"]);
      expect(ws2.recv(server, buffer, 9, 0)).to.equal(-1);
      expect(ws2.WSAGetLastError()).to.equal(WSAECONNRESET);
    });

    it("FD_WRITE reports that a filter accepts bytes again", () => {
      const { ws2 } = through(target, doubling);
      const [client, server] = connected(ws2);
      const event = ws2.WSACreateEvent();
      ws2.WSAEventSelect(client, event, FD_WRITE);
      const events = newWSANETWORKEVENTS();
      ws2.WSAEnumNetworkEvents(client, event, events);
      const chunk = new Uint8Array(50_000);
      let sent = 0;
      for (let count = 0; count >= 0; count = ws2.send(client, chunk, chunk.length, 0)) sent += count;
      expect(ws2.WSAGetLastError()).to.equal(WSAEWOULDBLOCK);
      ws2.WSAEnumNetworkEvents(client, event, events);
      expect(events.lNetworkEvents).to.equal(0);
      for (let got = 0; got < sent; ) got += ws2.recv(server, chunk, chunk.length, 0);
      expect(ws2.WSAWaitForMultipleEvents(1, [event], false, 100, false)).to.equal(0);
      ws2.WSAEnumNetworkEvents(client, event, events);
      expect(events.lNetworkEvents).to.equal(FD_WRITE);
    });

    it("a connection for which no filter is opened passes unchanged", () => {
      const seen: Pipe[] = [];
      const { ws2, wire } = through(target, () => null);
      const [client, server] = connected(ws2);
      ws2.send(client, bytesOf("plain"), 5, 0);
      expect([received(ws2, server), wire, seen]).to.deep.equal(["plain", [5], []]);
    });
  });
}
