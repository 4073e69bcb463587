import {
  INVALID_SOCKET,
  JL_BOTH,
  newWSABUF,
  type Ref,
  ref,
  type SlotName,
  type SOCKET,
  sockaddr_in,
  WSA_FLAG_OVERLAPPED,
  WSA_IO_PENDING,
  WSA_WAIT_TIMEOUT,
  WSAECONNRESET,
  type WSAOVERLAPPED,
  WSS_OPERATION_IN_PROGRESS,
} from "@ws2kit/spi";
import type { Bench } from "../../bench/bench.js";
import {
  awaitEvent,
  awaitingReceive,
  isSignalled,
  newEvent,
  outcomeOf,
  receiveOverlapped,
  recordingRoutine,
} from "../../bench/overlapping.js";
import { bytes } from "../../bench/pairs.js";
import { newPort, take, tie } from "../../bench/ports.js";
import type { Program } from "../../bench/program.js";
import { endBelow, pendingSlots, RecordedChain } from "../../bench/recorded-chain.js";
import { equal, holds, sameCode, sameList } from "../../findings/finding.js";
import type { Check } from "../../running/check.js";

const PEER = sockaddr_in("10.9.8.7", 99);
const DATA = bytes("through the layer");
const buffers = () => [newWSABUF(DATA.slice())];

type IO = (program: Program, s: SOCKET) => number;
type Make = (program: Program, s: SOCKET) => SOCKET;

/** Every function that transfers data, and the slot that receives its data. */
const TRANSFERS: readonly (readonly [name: string, SlotName, IO])[] = [
  ["send", "WSPSend", ({ ws2 }, s) => ws2.send(s, DATA, DATA.length, 0)],
  ["recv", "WSPRecv", ({ ws2 }, s) => ws2.recv(s, new Uint8Array(9), 9, 0)],
  ["sendto", "WSPSendTo", ({ ws2 }, s) => ws2.sendto(s, DATA, DATA.length, 0, PEER, PEER.length)],
  ["recvfrom", "WSPRecvFrom", ({ ws2 }, s) => ws2.recvfrom(s, new Uint8Array(9), 9, 0, null, null)],
  ["WSASend", "WSPSend", ({ ws2 }, s) => ws2.WSASend(s, buffers(), 1, ref(0), 0, null, null)],
  ["WSARecv", "WSPRecv", ({ ws2 }, s) => ws2.WSARecv(s, buffers(), 1, ref(0), ref(0), null, null)],
  ["WSASendTo", "WSPSendTo", ({ ws2 }, s) => ws2.WSASendTo(s, buffers(), 1, ref(0), 0, PEER, PEER.length, null, null)],
  [
    "WSARecvFrom",
    "WSPRecvFrom",
    ({ ws2 }, s) => ws2.WSARecvFrom(s, buffers(), 1, ref(0), ref(0), null, null, null, null),
  ],
];

/** The calls that make a further socket from a socket, and their slots. */
const FURTHER: readonly (readonly [of: string, slot: "WSPAccept" | "WSPJoinLeaf", Make])[] = [
  ["an accepted socket", "WSPAccept", ({ ws2 }, s) => ws2.accept(s, null, null)],
  ["a leaf", "WSPJoinLeaf", ({ ws2 }, s) => ws2.WSAJoinLeaf(s, PEER, PEER.length, null, null, null, null, JL_BOTH)],
];

/** Opens a socket of the chain. Returns it with its handle below. */
function opened(bench: Bench, options = {}) {
  const chain = new RecordedChain(bench, options);
  const s = chain.program.works(chain.open(chain.entry, WSA_FLAG_OVERLAPPED));
  // a layer forwards listen unchanged, so the call below has the lower handle
  chain.program.works(chain.program.ws2.listen(s, 1));
  return { chain, program: chain.program, below: chain.below, s, lower: chain.callBelow("WSPListen")[0] as SOCKET };
}

const handles: readonly Check[] = [
  {
    rule: "WPUCreateSocketHandle/layer/may-use",
    run(bench) {
      const chain = new RecordedChain(bench);
      const made: (readonly [entryId: number, s: SOCKET])[] = [];
      const slots = chain.start((original) => ({
        ...original,
        WPUCreateSocketHandle(entryId, context, lpErrno) {
          const s = original.WPUCreateSocketHandle(entryId, context, lpErrno);
          made.push([entryId, s]);
          return s;
        },
      }));
      const { iAddressFamily, iSocketType, iProtocol, dwCatalogEntryId } = chain.entry;
      const s = slots.WSPSocket(iAddressFamily, iSocketType, iProtocol, chain.entry, 0, 0, ref(0));
      const own = made.find(([entryId]) => entryId === dwCatalogEntryId);
      equal(own?.[1], s, "the handle that the layer made for the chain's entry");
    },
  },
  ...TRANSFERS.map(
    ([name, slot, call]): Check => ({
      rule: "WPUCreateSocketHandle/layer/sees-all-io",
      of: name,
      run(bench) {
        const { program, below, s, lower } = opened(bench);
        holds(s !== lower, "whether the layer's handle is its own");
        program.works(call(program, s));
        equal(below.callsOf(slot).length, 1, `${slot} calls below`);
        equal(below.callsOf(slot)[0].args[0], lower, "the handle below");
      },
    }),
  ),
  {
    rule: "WPUCreateSocketHandle/layer/sees-file-io",
    run(bench) {
      const { program, chain, s, lower } = opened(bench);
      const { ReadFile, WriteFile } = program.desktop.kernel32;
      holds(WriteFile(s, DATA, DATA.length, ref(0), null), "whether WriteFile works");
      equal(chain.callBelow("WSPSend")[0], lower, "the handle at WSPSend below");
      const [{ buf, off, len }] = chain.callBelow("WSPSend")[1] as ReturnType<typeof buffers>;
      sameList((buf as Uint8Array).subarray(off, off + len), DATA, "the data at WSPSend below");
      holds(ReadFile(s, new Uint8Array(9), 9, ref(0), null), "whether ReadFile works");
      equal(chain.callBelow("WSPRecv")[0], lower, "the handle at WSPRecv below");
    },
  },
  ...FURTHER.map(
    ([of, slot, call]): Check => ({
      rule: "WPUCreateSocketHandle/layer/sees-all-io",
      of,
      run(bench) {
        let made: SOCKET = INVALID_SOCKET;
        const slots = {
          [slot]: (...args: unknown[]) => {
            const { upcalls } = chain.below;
            const { dwCatalogEntryId } = chain.baseEntries[0];
            made = upcalls.WPUCreateSocketHandle(dwCatalogEntryId, {}, args[args.length - 1] as Ref<number>);
            return made;
          },
        };
        const { chain, program, s } = opened(bench, { slots });
        const upper = program.works(call(program, s));
        holds(upper !== made, "whether the layer's handle is its own");
        program.works(program.send(upper, DATA));
        equal(chain.callBelow("WSPSend")[0], made, "the handle at WSPSend below");
        program.works(program.ws2.closesocket(upper));
        equal(chain.callBelow("WSPCloseSocket")[0], made, "the handle at WSPCloseSocket below");
      },
    }),
  ),
  {
    rule: "WPUCreateSocketHandle/layer/needed-to-process",
    run(bench) {
      const chain = new RecordedChain(bench);
      const { WSPSocket, WSPListen, WSPSend, WSPRecv, WSPSendTo, WSPRecvFrom } = chain.start((original) => original);
      const { iAddressFamily, iSocketType, iProtocol } = chain.entry;
      const s = WSPSocket(iAddressFamily, iSocketType, iProtocol, chain.entry, 0, 0, ref(0));
      WSPListen(s, 1, ref(0));
      const [lower] = chain.callBelow("WSPListen");
      holds(s !== lower, "whether the layer's handle is its own");
      // a table with the next provider's own functions would pass the layer's handle to the provider below
      WSPSend(s, buffers(), 1, ref(0), 0, null, null, null, ref(0));
      WSPRecv(s, buffers(), 1, ref(0), ref(0), null, null, null, ref(0));
      WSPSendTo(s, buffers(), 1, ref(0), 0, PEER, PEER.length, null, null, null, ref(0));
      WSPRecvFrom(s, buffers(), 1, ref(0), ref(0), null, null, null, null, null, ref(0));
      for (const slot of ["WSPSend", "WSPRecv", "WSPSendTo", "WSPRecvFrom"] as const) {
        for (const { args } of chain.below.callsOf(slot)) equal(args[0], lower, `the handle at ${slot} below`);
      }
    },
  },
];

/** The overlapped structure of the latest call of the slot below. */
function substituteOf(args: readonly unknown[]): WSAOVERLAPPED | null {
  return args[args.length - 4] as WSAOVERLAPPED | null;
}

const completions: readonly Check[] = [
  {
    rule: "WPUCreateSocketHandle/layer/substitutes-overlapped",
    needs: ["overlapped"],
    run(bench) {
      const { program, chain, s } = opened(bench, { slots: pendingSlots() });
      const { overlapped } = awaitingReceive(program, s, 9, { event: newEvent(program) });
      const substitute = substituteOf(chain.callBelow("WSPRecv"));
      holds(substitute !== null && substitute !== overlapped, "whether the structure below is the layer's own");
      equal(overlapped.Internal, WSS_OPERATION_IN_PROGRESS, "Internal of the client's");
      endBelow(chain.below, chain.callBelow("WSPRecv"), 0, 1);
    },
  },
  {
    rule: "WPUCreateSocketHandle/layer/completion-path",
    needs: ["overlapped"],
    run(bench) {
      const { program, chain, s } = opened(bench, { slots: pendingSlots() });
      const event = newEvent(program);
      const { routine } = recordingRoutine();
      awaitingReceive(program, s, 9, { event });
      const withEvent = chain.callBelow("WSPRecv");
      holds(substituteOf(withEvent)?.hEvent !== event, "whether the layer does not pass on the client's event");
      awaitingReceive(program, s, 9, { routine });
      const withRoutine = chain.callBelow("WSPRecv");
      holds(withRoutine[withRoutine.length - 3] !== routine, "whether the layer does not pass on the client's routine");
      for (const args of [withEvent, withRoutine]) endBelow(chain.below, args, 0, 1);
      holds(awaitEvent(program, event), "whether the event is signalled when both operations have completed below");
    },
  },
  {
    rule: "WPUCreateSocketHandle/layer/forwards-completion",
    of: "an event",
    needs: ["overlapped"],
    run(bench) {
      const { program, chain, s } = opened(bench, { slots: pendingSlots() });
      const event = newEvent(program);
      const { overlapped } = awaitingReceive(program, s, 9, { event });
      holds(!isSignalled(program, event), "whether the event is unsignalled while the operation is pending below");
      endBelow(chain.below, chain.callBelow("WSPRecv"), 0, 5);
      holds(awaitEvent(program, event), "whether the event is signalled once the operation has completed below");
      const { code, bytes: count } = outcomeOf(program, s, overlapped);
      sameCode(code, 0, "the operation's error");
      equal(count, 5, "the bytes that the operation transferred");
    },
  },
  {
    rule: "WPUCreateSocketHandle/layer/forwards-completion",
    of: "a routine",
    needs: ["overlapped"],
    run(bench) {
      const { program, chain, s } = opened(bench, { slots: pendingSlots() });
      const { routine, told } = recordingRoutine();
      const { overlapped } = awaitingReceive(program, s, 9, { routine });
      endBelow(chain.below, chain.callBelow("WSPRecv"), 0, 5);
      program.ws2.WSAWaitForMultipleEvents(1, [newEvent(program)], false, 10, true);
      equal(told.length, 1, "times that the routine ran");
      equal(told[0].slice(0, 2).join(), "0,5", "the code and the bytes that the routine received");
      holds(told[0][2] === overlapped, "whether the routine received the client's structure");
    },
  },
  {
    rule: "WPUCreateSocketHandle/layer/forwards-completion",
    of: "a failure",
    needs: ["overlapped"],
    run(bench) {
      const { program, chain, s } = opened(bench, { slots: pendingSlots() });
      const event = newEvent(program);
      const { overlapped } = awaitingReceive(program, s, 9, { event });
      endBelow(chain.below, chain.callBelow("WSPRecv"), WSAECONNRESET, 0);
      holds(awaitEvent(program, event), "whether the event is signalled once the operation has failed below");
      sameCode(outcomeOf(program, s, overlapped).code, WSAECONNRESET, "the operation's error");
    },
  },
  {
    rule: "WPUCreateSocketHandle/layer/port-unseen",
    needs: ["overlapped"],
    run(bench) {
      const { program, chain, s } = opened(bench, { slots: pendingSlots() });
      const port = newPort(program);
      equal(tie(program, s, port, "upper"), port, "the result of CreateIoCompletionPort");
      const started = receiveOverlapped(program, s, 9, {});
      sameCode(started.code, WSA_IO_PENDING, "WSARecv's code");
      endBelow(chain.below, chain.callBelow("WSPRecv"), 0, 5);
      const packet = take(program, port, 100);
      sameCode(packet.code, 0, "GetQueuedCompletionStatus's error");
      equal(packet.key, "upper", "its key");
      equal(packet.bytes, 5, "its bytes");
      holds(packet.overlapped === started.overlapped, "whether the packet has the client's structure");
      sameCode(take(program, port).code, WSA_WAIT_TIMEOUT, "the port's error afterwards");
    },
  },
];

/** The documented rules for a layer's handles: all I/O and all completions pass through the layer. */
export const LAYER_HANDLE_CHECKS: readonly Check[] = [...handles, ...completions];
