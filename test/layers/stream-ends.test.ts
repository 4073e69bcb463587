import type { StreamFilter } from "@ws2kit/layers";
import {
  FD_CLOSE,
  fd_set,
  LINGER,
  newWSABUF,
  newWSANETWORKEVENTS,
  newWSAOVERLAPPED,
  ref,
  SD_BOTH,
  SD_RECEIVE,
  SD_SEND,
  SO_LINGER,
  SOL_SOCKET,
  WSA_OPERATION_ABORTED,
  WSAECONNRESET,
  WSAESHUTDOWN,
  WSASYSCALLFAILURE,
} from "@ws2kit/spi";
import { expect } from "chai";
import { TARGET_NAMES } from "../conformance/targets.js";
import { connected, makeNonBlocking } from "./ends.js";
import { bytesOf, doubling, received, textOf, through } from "./filtered.js";

for (const target of TARGET_NAMES) {
  describe(`ends of filtered streams on ${target}`, () => {
    it("the end follows the filter's last bytes, in both directions", () => {
      const last: StreamFilter = {
        down: (bytes, pipe) => pipe.down(bytes),
        up: (bytes, pipe) => pipe.up(bytes),
        downEnded: (pipe) => pipe.down(bytesOf("!")),
        upEnded: (pipe) => pipe.up(bytesOf("?")),
      };
      const { ws2 } = through(target, () => ({ ...last }));
      const [client, server] = connected(ws2);
      ws2.send(client, bytesOf("bye"), 3, 0);
      expect(ws2.shutdown(client, SD_SEND)).to.equal(0);
      let all = "";
      for (let part = received(ws2, server); part !== ""; part = received(ws2, server)) all += part;
      expect(all).to.equal("bye!?");
      expect(received(ws2, server)).to.equal("");
    });

    it("bytes sent before closesocket are still delivered, and the handles are released afterwards", () => {
      const { machine, ws2 } = through(target, doubling);
      const [client, server] = connected(ws2);
      makeNonBlocking(ws2, client);
      const chunk = new Uint8Array(50_000).fill(7);
      let sent = 0;
      for (let count = 0; count >= 0; count = ws2.send(client, chunk, chunk.length, 0)) sent += count;
      expect(ws2.closesocket(client)).to.equal(0);
      let got = 0;
      for (let count = 1; count > 0; got += count) count = ws2.recv(server, chunk, chunk.length, 0);
      expect(got).to.equal(sent);
      ws2.closesocket(server);
      machine.turn();
      expect(machine.counters).to.include({ sockets: 0, handles: 0 });
    });

    it("closesocket ends pending operations with WSA_OPERATION_ABORTED", () => {
      const { machine, ws2 } = through(target, doubling);
      const [client, server] = connected(ws2);
      const event = ws2.WSACreateEvent();
      const overlapped = newWSAOVERLAPPED(event);
      ws2.WSARecv(server, [newWSABUF(new Uint8Array(9))], 1, null, ref(0), overlapped, null);
      expect(ws2.closesocket(server)).to.equal(0);
      expect(ws2.WSAWaitForMultipleEvents(1, [event], false, 100, false)).to.equal(0);
      expect(overlapped.OffsetHigh).to.equal(WSA_OPERATION_ABORTED);
      ws2.closesocket(client);
      ws2.WSACloseEvent(event);
      machine.turn();
      expect(machine.counters).to.include({ sockets: 0, handles: 0 });
    });

    for (const looksBefore of [false, true]) {
      const when = looksBefore ? "while the layer awaits bytes" : "before the layer has looked for bytes";
      it(`a stream that has ended receiving, ${when}, continues to send`, () => {
        const { machine, ws2 } = through(target, doubling);
        const [client, server] = connected(ws2);
        const look = () => ws2.select(0, fd_set(server), null, null, { tv_sec: 0, tv_usec: 1000 });
        if (looksBefore) expect(look()).to.equal(0);
        expect(ws2.shutdown(server, SD_RECEIVE)).to.equal(0);
        ws2.send(client, bytesOf("a"), 1, 0);
        look();
        machine.turn();
        expect(ws2.send(server, bytesOf("hello"), 5, 0)).to.equal(5);
        expect(received(ws2, client)).to.equal("hello");
        expect(received(ws2, server)).to.equal(WSAESHUTDOWN);
      });
    }

    for (const how of [SD_RECEIVE, SD_BOTH]) {
      it(`receives that were under way before shutdown(${how}) return data that arrives, as without a filter`, () => {
        const { ws2 } = through(target, doubling);
        const [client, server] = connected(ws2);
        const event = ws2.WSACreateEvent();
        const buffers = [new Uint8Array(1), new Uint8Array(1)];
        for (const buffer of buffers) {
          ws2.WSARecv(server, [newWSABUF(buffer)], 1, null, ref(0), newWSAOVERLAPPED(event), null);
        }
        expect(ws2.shutdown(server, how)).to.equal(0);
        for (const [i, letter] of ["a", "b"].entries()) {
          ws2.WSAResetEvent(event);
          ws2.send(client, bytesOf(letter), 1, 0);
          expect(ws2.WSAWaitForMultipleEvents(1, [event], false, 100, false)).to.equal(0);
          expect(textOf(buffers[i])).to.equal(letter);
        }
        expect(received(ws2, server)).to.equal(WSAESHUTDOWN);
      });
    }

    it("a reset is reported to receives and by FD_CLOSE", () => {
      const { ws2 } = through(target, doubling);
      const [client, server] = connected(ws2);
      const event = ws2.WSACreateEvent();
      ws2.WSAEventSelect(server, event, FD_CLOSE);
      ws2.setsockopt(client, SOL_SOCKET, SO_LINGER, LINGER(1, 0), 4);
      ws2.closesocket(client);
      expect(ws2.WSAWaitForMultipleEvents(1, [event], false, 100, false)).to.equal(0);
      const events = newWSANETWORKEVENTS();
      ws2.WSAEnumNetworkEvents(server, event, events);
      expect(events.lNetworkEvents).to.equal(FD_CLOSE);
      expect(received(ws2, server)).to.equal(WSAECONNRESET);
    });

    it("a filter that throws breaks only its own stream, with WSASYSCALLFAILURE", () => {
      let opened = 0;
      const throwing: StreamFilter = {
        down: (bytes, pipe) => pipe.down(bytes),
        up() {
          throw new Error("a filter's mistake");
        },
      };
      const { ws2 } = through(target, () => (opened++ === 1 ? { ...throwing } : doubling()));
      const [broken, other] = [connected(ws2), connected(ws2)];
      ws2.send(broken[0], bytesOf("a"), 1, 0);
      expect(received(ws2, broken[1])).to.equal(WSASYSCALLFAILURE);
      ws2.send(other[0], bytesOf("a"), 1, 0);
      expect(received(ws2, other[1])).to.equal("a");
    });
  });
}
