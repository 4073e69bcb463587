import { newWSABUF, ref, SLOTS, type SlotName, type SOCKET, UPCALLS } from "@ws2kit/spi";
import { assert } from "chai";
import { makeUpcalls } from "#core/providers/upcalls.js";
import { checkedTable, errnoOf } from "../fixture/checked.js";
import { Computer } from "../fixture/computer.js";
import { shippedProvider } from "../fixture/shipped-slots.js";
import { SYSTEMS, type System } from "../fixture/systems.js";
import { GARBAGE } from "./garbage.js";

type Calls = Readonly<Record<string, (...args: unknown[]) => unknown>>;

/** A provider's slots and a process's upcalls, with a non-blocking socket. */
function stage(system: System) {
  const computer = new Computer(system);
  const { process, slots } = shippedProvider(computer);
  const upcalls = makeUpcalls(process, "upcalls.dll");
  const info = process.entries[0];
  const s = slots.WSPSocket(0, 0, 0, info, 0, 1, ref(0));
  slots.WSPIoctl(s, 0x8004667e, new Uint8Array([1, 0, 0, 0]), 4, null, 0, ref(0), null, null, null, ref(0));
  const { counters, catalog } = computer.machine;
  return {
    info,
    s,
    slots: checkedTable(slots, system.lineage) as unknown as Calls,
    upcalls: checkedTable(upcalls, system.lineage) as unknown as Calls,
    observe: () => ({ ...counters, generation: catalog.generation, entries: catalog.entries.length }),
    undo(name: string, answer: unknown) {
      const errno = ref(0);
      if (name === "WSPSocket" && answer !== -1) slots.WSPCloseSocket(answer as SOCKET, errno);
      if (name === "WPUCreateEvent" && answer !== 0) upcalls.WPUCloseEvent(answer as never, errno);
      if (name === "WPUCreateSocketHandle" && answer !== -1) upcalls.WPUCloseSocketHandle(answer as SOCKET, errno);
    },
  };
}

type Stage = ReturnType<typeof stage>;

const address = () => new Uint8Array([2, 0, 0, 7, 127, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0]);
const buffers = () => [newWSABUF(new Uint8Array(4))];

/** Valid arguments of each slot, up to lpErrno; none of the calls blocks. */
const SLOT_ARGUMENTS: Readonly<Record<SlotName, (stage: Stage) => unknown[]>> = {
  WSPAccept: ({ s }) => [s, new Uint8Array(16), ref(16), null, 0],
  WSPAddressToString: ({ info }) => [address(), 16, info, ref(""), ref(0)],
  WSPAsyncSelect: ({ s }) => [s, 0, 0, 0],
  WSPBind: ({ s }) => [s, new Uint8Array([2, 0, 0, 7, 192, 0, 2, 1, 0, 0, 0, 0, 0, 0, 0, 0]), 16],
  WSPCancelBlockingCall: () => [],
  WSPCleanup: () => [],
  WSPCloseSocket: () => [0],
  WSPConnect: ({ s }) => [s, address(), 2, null, null, null, null],
  WSPDuplicateSocket: ({ s }) => [s, 3, {}],
  WSPEnumNetworkEvents: ({ s }) => [s, 0, {}],
  WSPEventSelect: ({ s }) => [s, 0, 0],
  WSPGetOverlappedResult: ({ s }) => [s, {}, ref(0), false, ref(0)],
  WSPGetPeerName: ({ s }) => [s, new Uint8Array(16), ref(16)],
  WSPGetSockName: ({ s }) => [s, new Uint8Array(16), ref(16)],
  WSPGetSockOpt: ({ s }) => [s, 0xffff, 8, new Uint8Array(4), ref(4)],
  WSPGetQOSByName: ({ s }) => [s, newWSABUF(null), {}],
  WSPIoctl: ({ s }) => [s, 0x4004667f, null, 0, new Uint8Array(4), 4, ref(0), null, null, null],
  WSPJoinLeaf: ({ s }) => [s, address(), 16, null, null, null, null, 0],
  WSPListen: ({ s }) => [s, 1],
  WSPRecv: ({ s }) => [s, buffers(), 1, ref(0), ref(0), null, null, null],
  WSPRecvDisconnect: ({ s }) => [s, null],
  WSPRecvFrom: ({ s }) => [s, buffers(), 1, ref(0), ref(0), new Uint8Array(16), ref(16), null, null, null],
  WSPSelect: ({ s }) => [0, { fd_count: 1, fd_array: [s] }, null, null, { tv_sec: 0, tv_usec: 0 }],
  WSPSend: ({ s }) => [s, buffers(), 1, ref(0), 0, null, null, null],
  WSPSendDisconnect: ({ s }) => [s, null],
  WSPSendTo: ({ s }) => [s, buffers(), 1, ref(0), 0, address(), 16, null, null, null],
  WSPSetSockOpt: ({ s }) => [s, 0xffff, 8, new Uint8Array(4), 4],
  WSPShutdown: ({ s }) => [s, 0],
  WSPSocket: ({ info }) => [2, 1, 6, info, 0, 1],
  WSPStringToAddress: ({ info }) => ["127.0.0.1", 2, info, new Uint8Array(16), ref(0)],
};

/** Valid arguments of each upcall, up to lpErrno. */
const UPCALL_ARGUMENTS: Readonly<Record<string, (stage: Stage) => unknown[]>> = {
  WPUCloseEvent: () => [4],
  WPUCloseSocketHandle: () => [0],
  WPUCreateEvent: () => [],
  WPUCreateSocketHandle: () => [0, {}],
  WPUFDIsSet: ({ s }) => [s, { fd_count: 1, fd_array: [s] }],
  WPUGetProviderPath: ({ info }) => [info.ProviderId, ref(""), ref(0)],
  WPUModifyIFSHandle: ({ info }) => [info.dwCatalogEntryId, 4],
  WPUPostMessage: () => [0, 0, 0, 0],
  WPUQueryBlockingCallback: ({ info }) => [info.dwCatalogEntryId, ref(null), ref(null)],
  WPUQuerySocketHandleContext: ({ s }) => [s, ref(null)],
  WPUQueueApc: () => [{}, () => undefined, 0],
  WPUResetEvent: () => [4],
  WPUSetEvent: () => [4],
  WPUOpenCurrentThread: () => [{}],
  WPUCloseThread: () => [{}],
};

/** Calls a function with each of its arguments, including `lpErrno`, replaced by each kind of garbage. */
function pelt(the: Stage, name: string, calls: Calls, sound: (stage: Stage) => unknown[]): void {
  const before = the.observe();
  const { length } = sound(the);
  // WPUPostMessage has no lpErrno
  const hasErrno = name !== "WPUPostMessage";
  for (let at = 0; at < length + Number(hasErrno); at++) {
    for (const garbage of GARBAGE) {
      const args = [...sound(the), ref(0)];
      args[at] = garbage.make();
      const what = `argument ${at} is ${garbage.name}`;
      try {
        const answer = calls[name](...args);
        const tells = hasErrno && at < length;
        if (tells && (answer === -1 || answer === false)) assert.notEqual(errnoOf(args), 0, "a code");
        the.undo(name, answer);
      } catch (error) {
        assert.fail(`${what}: ${error instanceof Error ? error.message : String(error)}`);
      }
      assert.deepEqual(the.observe(), before, what);
    }
  }
}

for (const system of SYSTEMS) {
  describe(`${system.name}: garbage in place of any argument of a slot or upcall`, () => {
    for (const name of SLOTS.filter((slot) => slot !== "WSPCleanup")) {
      it(`${name}: nothing throws, nothing changes, the code is in the row`, () => {
        const the = stage(system);
        pelt(the, name, the.slots, SLOT_ARGUMENTS[name]);
      });
    }
    for (const name of UPCALLS) {
      it(`${name}: nothing throws, nothing changes, the code is in the row`, () => {
        const the = stage(system);
        pelt(the, name, the.upcalls, UPCALL_ARGUMENTS[name]);
      });
    }
  });
}
