import { type ShapeOptions, shape } from "@ws2kit/layers";
import {
  AF_INET,
  FIONBIO,
  fd_set,
  MAKEWORD,
  MSG_WAITALL,
  newWSABUF,
  newWSADATA,
  newWSAOVERLAPPED,
  newWSAPROTOCOL_INFOW,
  ref,
  SOCK_STREAM,
  WSASYSCALLFAILURE,
} from "@ws2kit/spi";
import { expect } from "chai";
import { TARGET_NAMES } from "../../../../test/lib/conformance/targets.js";
import { connected } from "../../../../test/lib/layers/ends.js";
import { stacked } from "../../../../test/lib/layers/machines.js";

const KINDS = { shape };

for (const target of TARGET_NAMES) {
  describe(`shape on ${target}`, () => {
    const shaped = (options: ShapeOptions) => stacked(target, [{ layer: "shape", ...options }], KINDS);
    const SENT = Uint8Array.from({ length: 5000 }, (_, i) => i * 31);
    /** Sends 5,000 bytes on a non-blocking or blocking socket and receives them; when each 1,000 had come. */
    function course(options: ShapeOptions, isBlocking: boolean) {
      const { machine, ws2 } = shaped(options);
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
      it(`limits ${how} senders to the rate, after a burst`, () => {
        const times = course({ sendRate: 1000, burst: 1000 }, isBlocking);
        for (const [i, time] of times.entries()) expect(time).to.be.at.least(1000 * i);
        expect(times[4]).to.equal(4000);
      });

      it(`limits what is received to the rate, with a ${how} sender`, () => {
        const times = course({ receiveRate: 10_000, burst: 100 }, isBlocking);
        for (const [i, time] of times.entries()) expect(time).to.be.within(100 * (i + 1) - 11, 100 * (i + 1) + 1);
      });
    }

    it("without a rate supports everything that a stream supports, including duplicates", () => {
      const duplicate = ({ machine, ws2 }: ReturnType<typeof shaped>) => {
        const [client, server] = connected(ws2);
        const info = newWSAPROTOCOL_INFOW();
        const other = machine.openProcess();
        if (ws2.WSADuplicateSocketW(client, other.processId, info) !== 0) return ws2.WSAGetLastError();
        expect(other.WSAStartup(MAKEWORD(2, 2), newWSADATA())).to.equal(0);
        const s = other.WSASocketW(AF_INET, SOCK_STREAM, 0, info, 0, 0);
        expect(other.send(s, new Uint8Array(3), 3, 0)).to.equal(3);
        return ws2.recv(server, new Uint8Array(4), 4, 0);
      };
      expect(duplicate(shaped({}))).to.equal(duplicate(stacked(target, [], KINDS)));
      expect(duplicate(shaped({ sendRate: 1000 }))).to.equal(WSASYSCALLFAILURE);
    });

    it("applies the lower of both rates", () => {
      const [, , , , last] = course({ sendRate: 5000, receiveRate: 2000, burst: 500 }, false);
      expect(last).to.be.within(2250, 2500);
    });

    it("is shared by the streams of a process or of the machine, with the option `per`", () => {
      for (const [per, last] of [
        ["socket", 1000],
        ["process", 3000],
      ] as const) {
        const { machine, ws2 } = shaped({ sendRate: 1000, burst: 1000, per });
        const pairs = [connected(ws2), connected(ws2)];
        for (const [client] of pairs) ws2.send(client, new Uint8Array(2000), 2000, 0);
        for (const [, server] of pairs) {
          expect(ws2.recv(server, new Uint8Array(2000), 2000, MSG_WAITALL)).to.equal(2000);
        }
        expect(Math.round(machine.platform.now())).to.equal(last);
      }
    });

    it("ends overlapped receives when the rate allows their bytes, and select waits for these", () => {
      const { machine, ws2 } = shaped({ sendRate: 100, burst: 10 });
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
}
