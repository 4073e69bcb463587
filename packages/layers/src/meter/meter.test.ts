import { type MeterOptions, meter, type Reading } from "@ws2kit/layers";
import { layerEventText } from "@ws2kit/layers/words";
import { memoryNetwork } from "@ws2kit/platform-memory";
import { codeText } from "@ws2kit/rules";
import { newWSABUF, newWSAOVERLAPPED, ref } from "@ws2kit/spi";
import { expect } from "chai";
import fc from "fast-check";
import { TARGET_NAMES } from "../../../../test/lib/conformance/targets.js";
import { connected, listening, started } from "../../../../test/lib/layers/ends.js";
import { datagrams, stacked } from "../../../../test/lib/layers/machines.js";
import { Flow } from "./tally.js";

const KINDS = { meter };

for (const target of TARGET_NAMES) {
  describe(`meter on ${target}`, () => {
    const metered = (options: MeterOptions = {}) => {
      const network = memoryNetwork();
      return stacked(target, [{ layer: "meter", ...options }], KINDS, network);
    };
    const totalsOf = ({ scope, socket, sent, received }: Reading) => [
      scope,
      socket,
      sent.bytes,
      sent.operations,
      received.bytes,
      received.operations,
    ];

    it("reports the bytes and operations of a socket when it is closed, plain and overlapped", () => {
      const { machine, ws2, events } = metered();
      const [client, server] = connected(ws2);
      events.length = 0;
      ws2.send(client, new Uint8Array(3), 3, 0);
      ws2.recv(server, new Uint8Array(9), 9, 0);
      ws2.WSARecv(server, [newWSABUF(new Uint8Array(9))], 1, null, ref(0), newWSAOVERLAPPED(), null);
      ws2.WSASend(client, [newWSABUF(new Uint8Array(4))], 1, null, 0, newWSAOVERLAPPED(), null);
      machine.turn();
      ws2.closesocket(client);
      ws2.closesocket(server);
      expect(events.map(totalsOf)).to.deep.equal([
        ["socket", client, 7, 2, 0, 0],
        ["socket", server, 0, 0, 7, 2],
      ]);
    });

    it("does not count failed calls", () => {
      const { ws2, events } = metered();
      const [listener] = listening(ws2);
      ws2.send(listener, new Uint8Array(3), 3, 0);
      ws2.closesocket(listener);
      expect(events.map(totalsOf)).to.deep.equal([["socket", listener, 0, 0, 0, 0]]);
    });

    it("reports the totals of each process, and of the machine, at the last WSACleanup", () => {
      const { machine, ws2, events } = metered();
      const other = started(machine);
      for (const [one, length] of [
        [ws2, 5],
        [other, 7],
      ] as const) {
        const [client, server] = connected(one);
        one.send(client, new Uint8Array(length), length, 0);
        one.recv(server, new Uint8Array(9), 9, 0);
        events.length = 0;
        one.WSACleanup();
        const [ofProcess, ofMachine] = events.slice(-2).map(totalsOf);
        expect(ofProcess).to.deep.equal(["process", -1, length, 1, length, 1]);
        expect(ofMachine.slice(0, 3)).to.deep.equal(["machine", -1, one === ws2 ? 5 : 12]);
      }
    });

    it("reports totals and rates at intervals of the platform's clock, while there is traffic", () => {
      const { machine, ws2, events } = metered({ every: 500 });
      const [s, port] = datagrams(ws2);
      ws2.connect(s, Uint8Array.of(2, 0, port >>> 8, port & 255, 127, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0), 16);
      for (let i = 0; i < 12; i++) {
        machine.platform.wait(100);
        ws2.send(s, new Uint8Array(10), 10, 0);
      }
      const told = events.filter(({ scope }) => scope === "machine").map(({ at, sent }) => [at, sent.bytes, sent.rate]);
      expect(told).to.deep.equal([
        [500, 50, 50],
        [1000, 100, 100],
      ]);
      expect(layerEventText(events[0], codeText)).to.equal(
        `   500.000 ms  process ${ws2.processId}  meter of the process: ` +
          "sent 50 bytes in 5 operations (50 a second), received 0 bytes in 0 operations (0 a second)",
      );
    });
  });
}

describe("meter: rates", () => {
  it("are the bytes a second of an even flow, at any time of reading", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 1000 }),
        fc.integer({ min: 1, max: 50 }),
        fc.integer({ min: 2000, max: 9000 }),
        (bytes, gap, until) => {
          const flow = new Flow();
          let at = 0;
          for (; at <= until; at += gap) flow.count(bytes, at);
          const even = (bytes * 1000) / gap;
          expect(flow.read(at - gap).rate).to.be.within(even * 0.9 - bytes, even * 1.1 + bytes);
        },
      ),
      { seed: 3 },
    );
  });

  it("are 0 after two seconds without traffic", () => {
    const flow = new Flow();
    flow.count(1000, 100);
    expect([flow.read(999).rate, flow.read(1500).rate, flow.read(2100).rate]).to.deep.equal([1000, 500, 0]);
    expect(flow.read(2100)).to.include({ bytes: 1000, operations: 1 });
  });
});
