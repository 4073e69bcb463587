import { filterStreams, type Layer, type LayerOverrides, type StreamFilter } from "@ws2kit/layers";
import { type LPINT, WSAEINTR } from "@ws2kit/spi";
import type { Ws2 } from "@ws2kit/target-desktop";
import { assert } from "chai";
import { Computer, type Program } from "../fixture/computer.js";
import { conversation } from "../fixture/conversation.js";
import { DESKTOP } from "../fixture/systems.js";
import { type Attach, installStack } from "./stack.js";

type DesktopProgram = Program & Ws2;

const unchanged: StreamFilter = {
  down: (bytes, pipe) => pipe.down(bytes),
  up: (bytes, pipe) => pipe.up(bytes),
};

/** Layers whose calls wait in the provider below, and layers that wait themselves. */
const KINDS: readonly [name: string, attach: (layer: Layer) => LayerOverrides][] = [
  ["layers that forward calls", () => ({})],
  ["filters, which wait by themselves", (layer) => filterStreams(layer, () => ({ ...unchanged }))],
];

/** Counts the calls of WSPCancelBlockingCall of a layer, besides what it does. */
const counting =
  (attach: (layer: Layer) => LayerOverrides, count: () => void): Attach =>
  (layer) => {
    const difference = attach(layer);
    const WSPCancelBlockingCall = (lpErrno: LPINT) => {
      count();
      return layer.pass.WSPCancelBlockingCall(lpErrno);
    };
    return { ...difference, slots: { ...difference.slots, WSPCancelBlockingCall } };
  };

describe("desktop: WSACancelBlockingCall through layers", () => {
  for (const [name, attach] of KINDS) {
    for (const depth of [1, 3]) {
      it(`ends a receive through ${depth}: ${name}`, () => {
        const computer = new Computer(DESKTOP);
        let calls = 0;
        const counted = counting(attach, () => void calls++);
        installStack(computer.machine, new Array(depth).fill(counted), false);
        const ws2 = computer.program(1, 1) as DesktopProgram;
        const { client } = conversation(ws2);
        let runs = 0;
        ws2.WSASetBlockingHook(() => {
          assert.isBelow(++runs, 100, "the call goes on");
          assert.equal(ws2.WSACancelBlockingCall(), 0);
        });
        assert.equal(ws2.recv(client, new Uint8Array(1), 1, 0), -1);
        assert.equal(ws2.WSAGetLastError(), WSAEINTR);
        assert.isAtLeast(calls, 1);
      });
    }
  }
});
