import { fault, meter } from "@ws2kit/layers";
import {
  FIONBIO,
  newWSABUF,
  newWSAOVERLAPPED,
  ref,
  type SOCKET,
  sockaddr_in,
  WSA_IO_PENDING,
  WSAENETDOWN,
  WSAENOBUFS,
} from "@ws2kit/spi";
import { expect } from "chai";
import fc from "fast-check";
import { TARGET_NAMES } from "../../../../test/lib/conformance/targets.js";
import { connected } from "../../../../test/lib/layers/ends.js";
import { datagrams, stacked } from "../../../../test/lib/layers/machines.js";

const FAULTS = {
  layer: "fault",
  latency: 3,
  jitter: 9,
  loss: 0.2,
  resets: 0.05,
  shortReads: 0.4,
  shortWrites: 0.4,
  codes: [
    { slot: "WSPSend", code: WSAENOBUFS, chance: 0.1 },
    { slot: "WSPRecv", code: WSAENETDOWN, chance: 0.1 },
  ],
} as const;

const act = fc.record({
  what: fc.constantFrom("send", "receive", "sendLater", "receiveLater", "close", "wait"),
  which: fc.nat(5),
  size: fc.integer({ min: 1, max: 400 }),
});

for (const target of TARGET_NAMES) {
  describe(`programs through faults on ${target}`, () => {
    it("lose no completion and no handle, with random calls", () => {
      fc.assert(
        fc.property(fc.nat(), fc.array(act, { maxLength: 40 }), (seed, acts) => {
          const { machine, ws2, events } = stacked(target, [{ ...FAULTS, seed }, { layer: "meter" }], { fault, meter });
          const [s, port] = datagrams(ws2);
          const here = sockaddr_in("127.0.0.1", port);
          const sockets: SOCKET[] = [...connected(ws2), ...connected(ws2), s];
          for (const one of sockets) ws2.ioctlsocket(one, FIONBIO, ref(1));
          let begun = 0;
          const ended: number[] = [];

          /** An overlapped call with a routine, which is to run once if it was begun. */
          const later = (call: (routine: () => void) => number) => {
            const number = begun;
            const result = call(() => void ended.push(number));
            if (result === 0 || ws2.WSAGetLastError() === WSA_IO_PENDING) begun++;
          };
          const wait = (ms: number) => ws2.WSAWaitForMultipleEvents(1, [ws2.WSACreateEvent()], false, ms, true);

          for (const { what, which, size } of acts) {
            const one = sockets[which % sockets.length];
            const bytes = new Uint8Array(size);
            const buffers = [newWSABUF(bytes)];
            if (what === "send") ws2.sendto(one, bytes, size, 0, here, 16);
            if (what === "receive") ws2.recv(one, bytes, size, 0);
            if (what === "sendLater") {
              later((end) => ws2.WSASendTo(one, buffers, 1, ref(0), 0, here, 16, newWSAOVERLAPPED(), end));
            }
            if (what === "receiveLater") {
              later((end) => ws2.WSARecv(one, buffers, 1, null, ref(0), newWSAOVERLAPPED(), end));
            }
            if (what === "close") ws2.closesocket(one);
            if (what === "wait") wait(size / 10);
          }
          for (const one of sockets) ws2.closesocket(one);
          machine.run();
          wait(1000);
          expect(ended.sort((a, b) => a - b)).to.deep.equal(Array.from({ length: begun }, (_, i) => i));
          expect(machine.counters.sockets).to.equal(0);
          const closed = events.filter(({ layer }) => layer === "meter").length;
          expect(closed).to.equal(7);
        }),
        { seed: 20, numRuns: 60 },
      );
    });
  });
}
