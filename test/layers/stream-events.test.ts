import { filterStreams, type StreamFilter } from "@ws2kit/layers";
import {
  FD_CLOSE,
  FD_CONNECT,
  FD_OOB,
  FD_READ,
  FD_WRITE,
  LINGER,
  newWSANETWORKEVENTS,
  SD_SEND,
  SO_LINGER,
  SOL_SOCKET,
} from "@ws2kit/spi";
import { expect } from "chai";
import type { TargetName } from "../conformance/targets.js";
import { connected, machineOf, started } from "./ends.js";
import { bytesOf, received } from "./filtered.js";
import { installStack } from "./stack.js";

const MASKS = [0, FD_OOB, FD_READ, FD_CLOSE, FD_CONNECT | FD_WRITE, FD_READ | FD_WRITE, FD_READ | FD_CLOSE, -1 & 0x3f];
const STEPS = 14;
const PROGRAMS = 24;

const asTheyAre: StreamFilter = {
  down: (bytes, pipe) => pipe.down(bytes),
  up: (bytes, pipe) => pipe.up(bytes),
};

/** Whole numbers below a bound, by a seed. */
function numbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

/** Runs random selections, transfers and ends. Returns the network events of one end of a connection. */
function eventsSeen(target: TargetName, depth: number, seed: number): string[] {
  const machine = machineOf(target);
  installStack(
    machine,
    Array.from({ length: depth }, () => (layer) => filterStreams(layer, () => ({ ...asTheyAre }))),
  );
  const ws2 = started(machine);
  const [client, server] = connected(ws2);
  const [event, never] = [ws2.WSACreateEvent(), ws2.WSACreateEvent()];
  const random = numbers(seed);
  const seen: string[] = [];
  let isOpen = true;
  ws2.WSAEventSelect(server, event, FD_READ);
  for (let i = 0; i < STEPS; i++) {
    // bytes under way arrive, and are recorded, before the next step
    ws2.WSAWaitForMultipleEvents(1, [never], false, 20, false);
    const what = random(8);
    if (what === 0) {
      const mask = MASKS[random(MASKS.length)];
      seen.push(`select ${mask}: ${ws2.WSAEventSelect(server, mask === 0 ? null : event, mask)}`);
    } else if (what === 1 && isOpen) {
      seen.push(`send: ${ws2.send(client, bytesOf("abcdef"), 6, 0)}`);
    } else if (what === 2) {
      seen.push(`receive some: ${received(ws2, server, 0, 3)}`);
    } else if (what === 3) {
      seen.push(`receive: ${received(ws2, server)}`);
    } else if (what === 4 && isOpen && random(3) === 0) {
      isOpen = false;
      const how = random(3);
      // a filter has already received data that a reset would discard
      if (how === 2) seen.push(`receive: ${received(ws2, server)}`);
      if (how === 0) ws2.shutdown(client, SD_SEND);
      if (how === 2) ws2.setsockopt(client, SOL_SOCKET, SO_LINGER, LINGER(1, 0), 4);
      if (how > 0) ws2.closesocket(client);
      seen.push(`the peer ends: ${["shuts down", "closes", "resets"][how]}`);
    } else {
      const isSignalled = ws2.WSAWaitForMultipleEvents(1, [event], false, 0, false) === 0;
      const found = newWSANETWORKEVENTS();
      found.iErrorCode.fill(77);
      ws2.WSAEnumNetworkEvents(server, event, found);
      seen.push(`signalled ${isSignalled}, events ${found.lNetworkEvents}, codes ${found.iErrorCode}`);
    }
  }
  return seen;
}

/** WSAEventSelect's record follows the base's rules: events outside the mask, re-enabling, clearing, codes. */
for (const target of ["desktop", "ce"] as const) {
  describe(`network events of filtered streams on ${target}`, () => {
    it("are those of the same stream without a filter, for any mask at the time of the event", () => {
      for (let seed = 1; seed <= PROGRAMS; seed++) {
        for (const depth of [1, 2]) {
          expect(eventsSeen(target, depth, seed), `seed ${seed}, ${depth} filters`).to.deep.equal(
            eventsSeen(target, 0, seed),
          );
        }
      }
    });
  });
}
