import type { Pipe, StreamFilter } from "@ws2kit/layers";
import {
  FD_WRITE,
  fd_set,
  LINGER,
  newWSABUF,
  newWSANETWORKEVENTS,
  newWSAOVERLAPPED,
  ref,
  SD_BOTH,
  SD_SEND,
  SO_LINGER,
  type SOCKET,
  SOCKET_ERROR,
  SOL_SOCKET,
  WSAEWOULDBLOCK,
} from "@ws2kit/spi";
import { expect } from "chai";
import { TARGET_NAMES } from "../conformance/targets.js";
import { connected, type Ws2 } from "./ends.js";
import { bytesOf, received, textOf, through } from "./filtered.js";

/** Calls that end a stream's sending; each is made twice. */
const ENDS: readonly (readonly [how: string, end: (ws2: Ws2, s: SOCKET) => number])[] = [
  ["shutdown of sending", (ws2, s) => ws2.shutdown(s, SD_SEND)],
  ["shutdown of both ways", (ws2, s) => ws2.shutdown(s, SD_BOTH)],
  ["WSASendDisconnect", (ws2, s) => ws2.WSASendDisconnect(s, null)],
];

for (const target of TARGET_NAMES) {
  describe(`stream filters that delay bytes on ${target}`, () => {
    /** In each direction, each piece takes 30 ms, and the next piece waits for it. */
    const slow = (): StreamFilter => {
      const pass = (way: "down" | "up") => (bytes: Uint8Array, pipe: Pipe) => {
        pipe.pause(way);
        pipe.later(30, () => {
          pipe[way](bytes);
          pipe.resume(way);
        });
      };
      return { down: pass("down"), up: pass("up") };
    };
    /** Two ends, the server's slow. */
    function slowServer() {
      const { machine, ws2 } = through(target, slow);
      const [client, server] = connected(ws2);
      return { machine, ws2, client, server, since: () => machine.platform.now() };
    }

    it("make a blocking receive wait, and pass no byte early", () => {
      const { ws2, client, server, since } = slowServer();
      ws2.send(client, bytesOf("ab"), 2, 0);
      expect(received(ws2, server)).to.equal("ab");
      expect(since()).to.equal(60);
    });

    it("make select wait for input and for room, together with other sockets", () => {
      const { ws2, client, server, since } = slowServer();
      const [other] = connected(ws2);
      ws2.send(client, bytesOf("ab"), 2, 0);
      const writable = fd_set(client);
      expect(ws2.select(0, null, writable, null, null)).to.equal(1);
      expect(since()).to.equal(30);
      const readable = fd_set(other, server);
      expect(ws2.select(0, readable, null, null, { tv_sec: 1, tv_usec: 0 })).to.equal(1);
      expect(readable.fd_array[0]).to.equal(server);
      expect(since()).to.be.within(60, 70);
      expect(received(ws2, server)).to.equal("ab");
    });

    it("refuse bytes of a non-blocking sender until there is room, which FD_WRITE reports", () => {
      const { ws2, client, since } = slowServer();
      const event = ws2.WSACreateEvent();
      ws2.WSAEventSelect(client, event, FD_WRITE);
      const events = newWSANETWORKEVENTS();
      ws2.WSAEnumNetworkEvents(client, event, events);
      expect(ws2.send(client, bytesOf("a"), 1, 0)).to.equal(1);
      expect(ws2.send(client, bytesOf("b"), 1, 0)).to.equal(SOCKET_ERROR);
      expect(ws2.WSAGetLastError()).to.equal(WSAEWOULDBLOCK);
      expect(ws2.WSAWaitForMultipleEvents(1, [event], false, 1000, false)).to.equal(0);
      expect(since()).to.equal(30);
      ws2.WSAEnumNetworkEvents(client, event, events);
      expect(events.lNetworkEvents).to.equal(FD_WRITE);
      expect(ws2.send(client, bytesOf("b"), 1, 0)).to.equal(1);
    });

    it("complete overlapped operations when their bytes have arrived", () => {
      const { ws2, client, server, since } = slowServer();
      const event = ws2.WSACreateEvent();
      const buffer = new Uint8Array(4);
      const overlapped = newWSAOVERLAPPED(event);
      ws2.WSARecv(server, [newWSABUF(buffer)], 1, null, ref(0), overlapped, null);
      ws2.send(client, bytesOf("ab"), 2, 0);
      expect(ws2.WSAWaitForMultipleEvents(1, [event], false, 1000, false)).to.equal(0);
      expect([since(), overlapped.InternalHigh, textOf(buffer, 2)]).to.deep.equal([60, 2, "ab"]);
    });

    it("lose no bytes by closesocket, and the end follows the last byte", () => {
      const { machine, ws2, client, server, since } = slowServer();
      ws2.send(client, bytesOf("ab"), 2, 0);
      ws2.closesocket(client);
      expect(received(ws2, server)).to.equal("ab");
      expect(received(ws2, server)).to.equal("");
      expect(since()).to.equal(60);
      ws2.closesocket(server);
      machine.run();
      expect(machine.counters.sockets).to.equal(0);
    });

    it("release the handles within their delay when the stream is reset", () => {
      const { machine, ws2, client, server } = slowServer();
      ws2.setsockopt(client, SOL_SOCKET, SO_LINGER, LINGER(1, 0), 4);
      ws2.send(client, bytesOf("ab"), 2, 0);
      ws2.closesocket(client);
      ws2.closesocket(server);
      machine.run();
      expect(machine.platform.now()).to.equal(30);
      expect(machine.counters.sockets).to.equal(0);
    });

    for (const [how, end] of ENDS) {
      it(`lose no bytes by ${how}, and the end follows all of them`, () => {
        const { machine, ws2, client, server } = slowServer();
        ws2.send(server, bytesOf("ab"), 2, 0);
        for (let times = 0; times < 2; times++) expect(end(ws2, server)).to.equal(0);
        expect(received(ws2, client)).to.equal("ab");
        expect(received(ws2, client)).to.equal("");
        for (const s of [client, server]) ws2.closesocket(s);
        machine.run();
        expect(machine.counters.sockets).to.equal(0);
      });
    }
  });
}
