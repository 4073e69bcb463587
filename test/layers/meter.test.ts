import { type MeterOptions, meter, type Reading } from "@ws2kit/layers";
import { memoryNetwork } from "@ws2kit/platform-memory";
import { layerEventText } from "@ws2kit/rules";
import { FIONBIO, fd_set, MSG_WAITALL, newWSABUF, newWSAOVERLAPPED, ref } from "@ws2kit/spi";
import { expect } from "chai";
import fc from "fast-check";
import { Flow } from "#layers/meter/flow.js";
import { TARGET_NAMES } from "../conformance/targets.js";
import { connected, datagrams, listening, stacked, started } from "./machines.js";

const KINDS = { meter };

for (const target of TARGET_NAMES) {
  describe(`meter on ${target}`, () => {
    const metered = (options: MeterOptions = {}) => {
      const network = memoryNetwork();
      return stacked(target, [{ layer: "meter", ...options }], KINDS, { network });
    };
    const totalsOf = ({ scope, socket, sent, received }: Reading) => [
      scope,
      socket,
      sent.bytes,
      sent.operations,
      received.bytes,
      received.operations,
    ];

    it("tells a socket's bytes and operations when it is closed, plain and overlapped ones", () => {
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

    it("counts no call that failed", () => {
      const { ws2, events } = metered();
      const [listener] = listening(ws2);
      ws2.send(listener, new Uint8Array(3), 3, 0);
      ws2.closesocket(listener);
      expect(events.map(totalsOf)).to.deep.equal([["socket", listener, 0, 0, 0, 0]]);
    });

    it("tells the totals of each process, and of the machine, at the last WSACleanup", () => {
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

    it("tells totals and rates every so often on the platform's clock, with the traffic", () => {
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
      expect(layerEventText(events[0])).to.equal(
        `   500.000 ms  process ${ws2.processId}  meter of the process: ` +
          "sent 50 bytes in 5 operations (50 a second), received 0 bytes in 0 operations (0 a second)",
      );
    });

    describe("shaping", () => {
      const SENT = Uint8Array.from({ length: 5000 }, (_, i) => i * 31);
      /** Sends 5,000 bytes on a non-blocking or blocking socket and receives them; when each 1,000 had come. */
      function course(options: MeterOptions, isBlocking: boolean) {
        const { machine, ws2 } = metered(options);
        const [client, server] = connected(ws2);
        if (!isBlocking) ws2.ioctlsocket(client, FIONBIO, ref(1));
        const came: number[] = [];
        const times: number[] = [];
        const buffer = new Uint8Array(5000);
        for (let at = 0; came.length < SENT.length; ) {
          const part = SENT.subarray(at, at + 700);
          const taken = part.length === 0 ? 0 : ws2.send(client, part, part.length, 0);
          if (taken > 0) {
            at += taken;
            continue;
          }
          const received = ws2.recv(server, buffer, buffer.length, 0);
          for (let i = 0; i < received; i++) if (came.push(buffer[i]) % 1000 === 0) times.push(machine.platform.now());
        }
        expect(Buffer.from(came).equals(SENT)).to.equal(true);
        return times.map(Math.round);
      }

      for (const isBlocking of [true, false]) {
        const how = isBlocking ? "blocking" : "non-blocking";
        it(`lets ${how} senders be no faster, but for a burst`, () => {
          const times = course({ sendRate: 1000, burst: 1000 }, isBlocking);
          for (const [i, time] of times.entries()) expect(time).to.be.at.least(1000 * i);
          expect(times[4]).to.equal(4000);
        });

        it(`lets nothing come up faster, with a ${how} sender`, () => {
          const times = course({ receiveRate: 10_000, burst: 100 }, isBlocking);
          for (const [i, time] of times.entries()) expect(time).to.be.within(100 * (i + 1) - 11, 100 * (i + 1) + 1);
        });
      }

      it("takes the slower of both ways", () => {
        const [, , , , last] = course({ sendRate: 5000, receiveRate: 2000, burst: 500 }, false);
        expect(last).to.be.within(2250, 2500);
      });

      it("is shared by the streams of a process, or of the machine, where that is asked for", () => {
        for (const [per, last] of [
          ["socket", 1000],
          ["process", 3000],
        ] as const) {
          const { machine, ws2 } = metered({ sendRate: 1000, burst: 1000, per });
          const pairs = [connected(ws2), connected(ws2)];
          for (const [client] of pairs) ws2.send(client, new Uint8Array(2000), 2000, 0);
          for (const [, server] of pairs) {
            expect(ws2.recv(server, new Uint8Array(2000), 2000, MSG_WAITALL)).to.equal(2000);
          }
          expect(Math.round(machine.platform.now())).to.equal(last);
        }
      });

      it("ends overlapped receives when the bytes may come, and select waits for them", () => {
        const { machine, ws2 } = metered({ sendRate: 100, burst: 10 });
        const [client, server] = connected(ws2);
        ws2.send(client, new Uint8Array(30), 30, 0);
        ws2.recv(server, new Uint8Array(10), 10, 0);
        expect(ws2.select(0, fd_set(server), null, null, null)).to.equal(1);
        expect(Math.round(machine.platform.now())).to.equal(100);
        ws2.recv(server, new Uint8Array(10), 10, 0);
        const overlapped = newWSAOVERLAPPED(ws2.WSACreateEvent());
        ws2.WSARecv(server, [newWSABUF(new Uint8Array(10))], 1, null, ref(0), overlapped, null);
        ws2.WSAWaitForMultipleEvents(1, [overlapped.hEvent as never], false, 1000, false);
        expect([Math.round(machine.platform.now()), overlapped.InternalHigh]).to.deep.equal([200, 10]);
      });
    });
  });
}

describe("meter: rates", () => {
  it("are what an even flow carries a second, whenever it is read", () => {
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

  it("are 0 once nothing has flowed for two seconds", () => {
    const flow = new Flow();
    flow.count(1000, 100);
    expect([flow.read(999).rate, flow.read(1500).rate, flow.read(2100).rate]).to.deep.equal([1000, 500, 0]);
    expect(flow.read(2100)).to.include({ bytes: 1000, operations: 1 });
  });
});
