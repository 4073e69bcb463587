import { type Kinds, meter, type StackRow, shape, trace } from "@ws2kit/layers";
import { newWSABUF, newWSAOVERLAPPED, ref, SOCKET_ERROR, WSA_IO_PENDING } from "@ws2kit/spi";
import { assert } from "chai";
import { TARGET_NAMES } from "../conformance/targets.js";
import { connected, type Ws2 } from "./ends.js";
import { datagrams, stacked } from "./machines.js";
import { streamFilterKind, veil } from "./stream-filter-kinds.js";

/** Sends in pieces so small that most of a send waits until completions below are reported. */
const chop = streamFilterKind("0F1C2B6E-8C0A-4B7E-9D5A-3E9B1C7D4100", "Chop", () => ({
  down(bytes, pipe) {
    for (let at = 0; at < bytes.length; at += 1000) pipe.down(bytes.slice(at, at + 1000));
  },
  up: (bytes, pipe) => pipe.up(bytes),
}));

const ALL = { chop, meter, shape, trace, veil };
const STACKS: Readonly<Record<string, readonly StackRow<typeof ALL>[]>> = {
  "no layer": [],
  "a layer": [{ layer: "meter" }],
  "three layers": [{ layer: "trace" }, { layer: "meter" }, { layer: "trace" }],
  "a stream filter": [{ layer: "veil" }],
  "a stream filter under a layer": [{ layer: "meter" }, { layer: "veil" }],
  "a stream filter over a layer": [{ layer: "veil" }, { layer: "meter" }],
  shape: [{ layer: "shape", sendRate: 5e9, receiveRate: 5e9, burst: 1e9 }],
};

/** Several times more operations than a layer leaves unreported. */
const CALLS = 200;

type Pair = ReturnType<typeof connected>;
const PAIRS: Readonly<Record<string, (ws2: Ws2) => Pair>> = {
  stream: connected,
  datagram(ws2) {
    const [s] = datagrams(ws2);
    const [client] = datagrams(ws2);
    const name = new Uint8Array(16);
    ws2.getsockname(s, name, ref(16));
    name.set([127, 0, 0, 1], 4);
    ws2.connect(client, name, 16);
    return [client, s];
  },
};

for (const target of TARGET_NAMES) {
  describe(`completion routines of an application that never waits on ${target}`, () => {
    for (const [place, stack] of Object.entries(STACKS)) {
      for (const [kind, pairOf] of Object.entries(PAIRS)) {
        it(`do not run inside its calls: ${kind} sockets through ${place}`, () => {
          const { machine, ws2 } = stacked(target, stack as never, ALL as Kinds as typeof ALL);
          const [client, server] = pairOf(ws2);
          let isInCall = false;
          const ended: string[] = [];
          const call = (name: string, run: (routine: (code: number) => void) => number) => {
            isInCall = true;
            const result = run((code) => {
              assert.isFalse(isInCall, `${name} runs inside a call`);
              assert.equal(code, 0);
              ended.push(name);
            });
            isInCall = false;
            if (result === SOCKET_ERROR) assert.equal(ws2.WSAGetLastError(), WSA_IO_PENDING, name);
          };
          const expected: string[] = [];
          for (let i = 0; i < CALLS; i++) {
            call(`send ${i}`, (routine) =>
              ws2.WSASend(client, [newWSABUF(Uint8Array.of(i))], 1, null, 0, newWSAOVERLAPPED(), routine),
            );
            call(`receive ${i}`, (routine) =>
              ws2.WSARecv(server, [newWSABUF(new Uint8Array(1))], 1, null, ref(0), newWSAOVERLAPPED(), routine),
            );
            expected.push(`send ${i}`, `receive ${i}`);
          }
          assert.lengthOf(ended, 0);
          // the turn, or on a system with APCs an alertable wait, runs them all
          const never = ws2.WSACreateEvent();
          for (let i = 0; i < 20; i++) ws2.WSAWaitForMultipleEvents(1, [never], false, 5, true);
          assert.sameMembers(ended, expected);
          for (const way of ["send", "receive"]) {
            const ofWay = (names: string[]) => names.filter((name) => name.startsWith(way));
            assert.deepEqual(ofWay(ended), ofWay(expected), "the order");
          }
          ws2.WSACleanup();
          assert.include(machine.counters, { sockets: 0, bytesHeld: 0 });
          assert.lengthOf(machine.records, 0);
        });
      }
    }

    for (const above of [[], [{ layer: "meter" }], [{ layer: "veil" }]] as StackRow<typeof ALL>[][]) {
      const place = above[0]?.layer ?? "no layer";
      it(`run for sends that continue before their call has returned, from ${place} above a filter`, () => {
        const { machine, ws2 } = stacked(target, [...above, { layer: "chop" }] as never, ALL as Kinds as typeof ALL);
        const [client, server] = connected(ws2);
        const bytes = Uint8Array.from({ length: 50_000 }, (_, i) => i);
        const into = new Uint8Array(bytes.length);
        const never = ws2.WSACreateEvent();
        for (let round = 1, ended = 0; round <= 5; round++) {
          const routine = () => void ended++;
          ws2.WSASend(client, [newWSABUF(bytes)], 1, null, 0, newWSAOVERLAPPED(), routine);
          assert.equal(ended, round - 1);
          let got = 0;
          while (got < bytes.length) {
            const n = ws2.recv(server, into.subarray(got), bytes.length - got, 0);
            assert.isAbove(n, 0);
            got += n;
          }
          assert.deepEqual(into, bytes);
          ws2.WSAWaitForMultipleEvents(1, [never], false, 5, true);
          assert.equal(ended, round);
        }
        ws2.WSACleanup();
        assert.include(machine.counters, { sockets: 0, bytesHeld: 0 });
      });
    }

    it("do not run once their process has ended", () => {
      const { machine, ws2 } = stacked(target, STACKS["three layers"] as never, ALL as Kinds as typeof ALL);
      const [client] = connected(ws2);
      let ran = 0;
      for (let i = 0; i < CALLS; i++) {
        ws2.WSASend(client, [newWSABUF(Uint8Array.of(i))], 1, null, 0, newWSAOVERLAPPED(), () => void ran++);
      }
      ws2.terminate();
      machine.run();
      assert.equal(ran, 0);
      assert.isFalse(machine.busy);
    });
  });
}

describe("completion routines that wait inside themselves on desktop", () => {
  for (const [place, stack] of Object.entries(STACKS)) {
    it(`do not nest with other routines of their socket: through ${place}`, () => {
      const { ws2 } = stacked("desktop", stack as never, ALL as Kinds as typeof ALL);
      const [client, server] = connected(ws2);
      const never = ws2.WSACreateEvent();
      const wait = () => ws2.WSAWaitForMultipleEvents(1, [never], false, 5, true);
      const seen: number[] = [];
      let depth = 0;
      let deepest = 0;
      for (let i = 0; i < 4; i++) {
        ws2.WSARecv(server, [newWSABUF(new Uint8Array(1))], 1, null, ref(0), newWSAOVERLAPPED(), () => {
          deepest = Math.max(deepest, ++depth);
          wait();
          seen.push(i);
          depth--;
        });
      }
      ws2.send(client, new Uint8Array(4), 4, 0);
      for (let i = 0; i < 12; i++) wait();
      assert.deepEqual([seen, deepest], [[0, 1, 2, 3], 1]);
    });
  }
});
