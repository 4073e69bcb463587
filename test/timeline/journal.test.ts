import {
  DWORD,
  ref,
  SO_RCVTIMEO,
  SOCKET_ERROR,
  SOL_SOCKET,
  sockaddr_in,
  WSA_IO_PENDING,
  WSA_WAIT_TIMEOUT,
  WSAECONNREFUSED,
  type WSAEVENT,
} from "@ws2kit/spi";
import { type CallEvent, readTimeline, type Timeline } from "@ws2kit/timeline/convert";
import { assert } from "chai";
import { converse, observedMachine, SYSTEMS } from "./observed.js";

const calls = ({ events }: Timeline) => events.filter((event): event is CallEvent => event.kind === "call");

for (const system of SYSTEMS) {
  describe(`a timeline on ${system.name}`, () => {
    it("changes no result, no handle and no byte of a program", () => {
      const plain = converse(observedMachine(system, false).ws2);
      assert.deepEqual(converse(observedMachine(system).ws2), plain);
    });

    it("has a lane for each layer from the application to the wire, and each call in each lane", () => {
      const { ws2, text } = observedMachine(system);
      converse(ws2);
      const timeline = readTimeline(text());
      assert.deepEqual(timeline.lanes.slice(0, 2), ["trace.dll", "meter.dll"]);
      const base = timeline.lanes.length - 1;
      const sends = calls(timeline).filter(({ slot }) => slot === "WSPSend");
      assert.deepEqual(
        sends.map(({ lane, depth }) => [lane, depth]),
        [0, 1].flatMap(() => timeline.lanes.map((_, lane) => [lane, lane])),
      );
      assert.equal(sends[base].socket === sends[0].socket, false, "each lane has its own handles");
    });

    it("has an overlapped operation from its call to its end, in each lane, with the bytes that it received", () => {
      const { ws2, text } = observedMachine(system);
      converse(ws2);
      const pending = calls(readTimeline(text())).filter(({ code }) => code === WSA_IO_PENDING);
      assert.isAtLeast(pending.length, 3);
      for (const { slot, operation, start } of pending) {
        assert.equal(slot, "WSPRecv");
        assert.deepInclude(operation, { bytes: 5, code: 0 });
        assert.equal(operation?.written.data, btoa("hello"));
        assert.isAtLeast(operation?.end ?? -1, start);
      }
    });

    it("has errors with their codes, and times from 0, in their order", () => {
      const { ws2, text } = observedMachine(system);
      converse(ws2);
      const timeline = readTimeline(text());
      const failed = calls(timeline).filter(({ code }) => code === WSAECONNREFUSED);
      assert.deepEqual(
        failed.map(({ slot, lane }) => [slot, lane]),
        timeline.lanes.map((_, lane) => ["WSPConnect", lane]),
      );
      assert.equal(timeline.events[0].start, 0);
      const starts = timeline.events.map(({ start }) => start);
      assert.deepEqual(
        starts,
        [...starts].sort((a, b) => a - b),
      );
    });

    it("has the waits of the application, and those of calls in the lane that waits", () => {
      const { ws2, text } = observedMachine(system);
      const s = ws2.socket(2, 2, 0);
      ws2.bind(s, sockaddr_in("127.0.0.1", 7007), 16);
      const event = ws2.WSACreateEvent() as WSAEVENT;
      assert.equal(ws2.WSAWaitForMultipleEvents(1, [event], false, 50, false), WSA_WAIT_TIMEOUT);
      ws2.setsockopt(s, SOL_SOCKET, SO_RCVTIMEO, DWORD(70), 4);
      assert.equal(ws2.recv(s, new Uint8Array(9), 9, 0), SOCKET_ERROR);
      const { lanes, events } = readTimeline(text());
      const waits = events.flatMap((each) => (each.kind === "wait" ? [[each.lane, each.took]] : []));
      assert.deepEqual(waits, [
        [-1, 50],
        [lanes.length - 1, 70],
      ]);
    });

    it("has calls that never return, when their process waits", () => {
      const { ws2, text } = observedMachine(system);
      const s = ws2.socket(2, 2, 0);
      ws2.bind(s, sockaddr_in("127.0.0.1", 7007), 16);
      const before = text().split("\n").length;
      ws2.recv(s, new Uint8Array(9), 9, 0);
      const cut = text()
        .split("\n")
        .slice(0, before - 1 + 3)
        .join("\n");
      const open = calls(readTimeline(cut)).filter(({ took }) => took === Infinity);
      assert.deepEqual(
        open.map(({ slot, lane, result }) => [slot, lane, result]),
        [0, 1, 2].map((lane) => ["WSPRecv", lane, null]),
      );
    });

    it("has the names of hosts that were looked up", () => {
      const { ws2, text } = observedMachine(system);
      assert.equal(ws2.getaddrinfo("broker", null, null, ref(null)), 0);
      ws2.socket(2, 1, 0);
      assert.deepEqual(readTimeline(text()).hosts, { "192.0.2.7": "broker" });
    });
  });
}
