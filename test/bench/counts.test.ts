import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { memoryNetwork, memoryPlatform } from "@ws2kit/platform-memory";
import * as winsock from "@ws2kit/spi";
import { openMachine } from "@ws2kit/target-desktop";
import { expect } from "chai";
import { ADDRESS_SIZE, bound, connected, nameOf, started } from "./calls.js";

const { FD_CLOSE, FD_READ, fd_set, newWSABUF, newWSAOVERLAPPED, ref } = winsock;
const SIZE = 64;
/**
 * Bytes that a pair of send and recv allocates besides the view of the bytes that recv copies: 0 in Node 20. V8 of Node
 * 22 keeps an object of 40 bytes that it could leave out, and that of Node 24 two.
 */
const MOST_BESIDES_THE_VIEW = process.versions.node.startsWith("20.") ? 32 : 80;
const PAIR_ALLOCATION = fileURLToPath(new URL("./pair-allocation.js", import.meta.url));
/** V8 compiles on the main thread, and does not collect during the count. */
const STEADY = ["--single-threaded", "--min-semi-space-size=64"];

/** Functions of the stack whose calls are counted. */
type Counted = "poll" | "watch" | "available" | "recv";

/** A process on the memory network, and the number of calls of its stack. */
function counted() {
  const platform = memoryPlatform({ network: memoryNetwork() });
  const calls: Record<Counted, number> = { poll: 0, watch: 0, available: 0, recv: 0 };
  const network = new Proxy(platform.network, {
    get(stack, name) {
      const member = stack[name as keyof typeof stack] as (...args: unknown[]) => unknown;
      return (...args: unknown[]) => {
        if (name in calls) calls[name as Counted]++;
        return member.apply(stack, args);
      };
    },
  });
  const members = Object.getOwnPropertyDescriptors(platform);
  const machine = openMachine({ platform: Object.create(null, { ...members, network: { value: network } }) });
  const ws2 = started(machine);
  return {
    ws2,
    /** Calls of the stack in one round, once the first has made what stays. */
    during(round: () => void, names: readonly Counted[] = ["poll", "watch"]) {
      round();
      for (const name of names) calls[name] = 0;
      round();
      return Object.fromEntries(names.map((name) => [name, calls[name]]));
    },
  };
}

describe("exact counts", () => {
  describe("polls and watches of the stack", () => {
    it("of send and recv: none", () => {
      const { ws2, during } = counted();
      const [client, server] = connected(ws2);
      const bytes = new Uint8Array(SIZE);
      expect(
        during(() => {
          ws2.send(client, bytes, SIZE, 0);
          expect(ws2.recv(server, bytes, SIZE, 0)).to.equal(SIZE);
        }),
      ).to.deep.equal({ poll: 0, watch: 0 });
    });

    it("of a wait for an event and its enumeration: one poll and no watch, among few sockets and many", () => {
      for (const idle of [0, 500]) {
        const { ws2, during } = counted();
        const event = ws2.WSACreateEvent();
        for (let i = 0; i < idle; i++) ws2.WSAEventSelect(bound(ws2), event, FD_READ);
        const [sender, s] = [bound(ws2), bound(ws2)];
        ws2.WSAEventSelect(s, event, FD_READ);
        const [name, bytes, found] = [nameOf(ws2, s), new Uint8Array(SIZE), winsock.newWSANETWORKEVENTS()];
        const calls = during(() => {
          ws2.sendto(sender, bytes, SIZE, 0, name, ADDRESS_SIZE);
          expect(ws2.WSAWaitForMultipleEvents(1, [event], false, 1000, false)).to.equal(0);
          ws2.WSAEnumNetworkEvents(s, event, found);
          expect(ws2.recv(s, bytes, SIZE, 0)).to.equal(SIZE);
        });
        expect(calls, `${idle} idle`).to.deep.equal({ poll: 1, watch: 0 });
      }
    });

    it("of FD_READ and two receives, the second in vain: the bytes are counted once, when they arrive", () => {
      const { ws2, during } = counted();
      const [client, server] = connected(ws2);
      const event = ws2.WSACreateEvent();
      ws2.WSAEventSelect(server, event, FD_READ | FD_CLOSE);
      const [bytes, room] = [new Uint8Array(SIZE), new Uint8Array(2 * SIZE)];
      const calls = during(() => {
        ws2.send(client, bytes, SIZE, 0);
        expect(ws2.WSAWaitForMultipleEvents(1, [event], false, 1000, false)).to.equal(0);
        ws2.WSAResetEvent(event);
        expect(ws2.recv(server, room, room.length, 0)).to.equal(SIZE);
        expect(ws2.recv(server, room, room.length, 0)).to.equal(winsock.SOCKET_ERROR);
      }, ["available", "recv"]);
      expect(calls).to.deep.equal({ available: 1, recv: 2 });
    });

    it("of select over quiet sockets: one poll, and no watch after the first call", () => {
      const { ws2, during } = counted();
      const all = Array.from({ length: 200 }, () => bound(ws2));
      const calls = during(() => {
        expect(ws2.select(0, fd_set(...all), null, null, { tv_sec: 0, tv_usec: 0 })).to.equal(0);
      });
      expect(calls).to.deep.equal({ poll: 1, watch: 0 });
    });

    it("of an overlapped receive, from its call to its packet", () => {
      const { ws2, during } = counted();
      const { kernel32 } = ws2;
      const [client, server] = connected(ws2);
      const port = kernel32.CreateIoCompletionPort(server, null, 1, 0) as winsock.HANDLE;
      const [bytes, overlapped] = [new Uint8Array(SIZE), newWSAOVERLAPPED()];
      const which = ref<winsock.WSAOVERLAPPED | null>(null);
      const calls = during(() => {
        ws2.WSARecv(server, [newWSABUF(bytes)], 1, null, ref(0), overlapped, null);
        ws2.send(client, bytes, SIZE, 0);
        expect(kernel32.GetQueuedCompletionStatus(port, ref(0), ref<unknown>(null), which, 1000)).to.equal(true);
      });
      expect(calls).to.deep.equal({ poll: 1, watch: 0 });
    });
  });

  it("bytes that send and recv allocate: one view of an array", () => {
    const said = execFileSync(process.execPath, [...STEADY, PAIR_ALLOCATION], { encoding: "utf8" });
    const { pair, view } = JSON.parse(said) as { pair: number; view: number };
    expect(view).to.be.within(64, 128);
    expect(pair).to.be.within(view - 8, view + MOST_BESIDES_THE_VIEW);
  });
});
