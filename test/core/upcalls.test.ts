import {
  type fd_set,
  INVALID_SOCKET,
  ref,
  SOCK_STREAM,
  type SOCKET,
  type UpcallName,
  WSA_INVALID_HANDLE,
  WSA_NOT_ENOUGH_MEMORY,
  WSAEFAULT,
  WSAEINVAL,
  WSAENOBUFS,
  WSAENOTSOCK,
  WSAEOPNOTSUPP,
  type WSPUPCALLTABLE,
} from "@ws2kit/spi";
import { assert } from "chai";
import { checkedTable } from "../fixture/checked.js";
import { Computer } from "../fixture/computer.js";
import { streamSocket } from "../fixture/conversation.js";
import { SCRIPTED_FAMILY, ScriptedProvider } from "../fixture/scripted-provider.js";
import { SYSTEMS, type System } from "../fixture/systems.js";

const DESKTOP_LACKS: readonly UpcallName[] = [];
const CE_LACKS: readonly UpcallName[] = [
  "WPUPostMessage",
  "WPUCloseThread",
  "WPUModifyIFSHandle",
  "WPUOpenCurrentThread",
  "WPUQueryBlockingCallback",
  "WPUQueueApc",
];

/** A third party's provider in a running program, with its upcalls and imports. */
function provided(system: System, major = 2) {
  const computer = new Computer(system);
  const provider = new ScriptedProvider();
  provider.install(computer.machine, computer.process());
  const ws2 = computer.program(major, major);
  const s = ws2.socket(SCRIPTED_FAMILY, SOCK_STREAM, 1);
  const entry = ws2.explainSocket(SCRIPTED_FAMILY, SOCK_STREAM, 1).entry ?? assert.fail("no entry");
  if (provider.upcalls === null || provider.imports === null) throw new Error("the provider was not loaded");
  const upcalls = checkedTable<WSPUPCALLTABLE>(provider.upcalls, system.lineage);
  return { computer, provider, imports: provider.imports, ws2, s, upcalls, id: entry.dwCatalogEntryId };
}

const errno = ref(0);

for (const system of SYSTEMS) {
  describe(`${system.name}: upcalls`, () => {
    it("WPUCreateSocketHandle makes handles with a context, which are invalid once closed", () => {
      const { upcalls, id, computer } = provided(system);
      const context = { any: "value" };
      const before = computer.machine.counters.sockets;
      const s = upcalls.WPUCreateSocketHandle(id, context, errno);
      const found = ref<unknown>(null);
      assert.equal(upcalls.WPUQuerySocketHandleContext(s, found, errno), 0);
      assert.strictEqual(found.value, context);
      assert.equal(computer.machine.counters.sockets, before + 1);
      assert.equal(upcalls.WPUCloseSocketHandle(s, errno), 0);
      assert.equal(upcalls.WPUCloseSocketHandle(s, errno), -1);
      assert.equal(errno.value, WSAENOTSOCK);
      assert.equal(upcalls.WPUQuerySocketHandleContext(s, found, errno), -1);
      assert.equal(computer.machine.counters.sockets, before);
    });

    it("WPUCreateSocketHandle fails for an unknown entry", () => {
      const { upcalls } = provided(system);
      assert.equal(upcalls.WPUCreateSocketHandle(4711, null, errno), INVALID_SOCKET);
      assert.equal(errno.value, WSAENOBUFS);
    });

    it("WPUFDIsSet looks for a socket in a set", () => {
      const { upcalls } = provided(system);
      const set: fd_set = { fd_count: 1, fd_array: [4 as SOCKET, 8 as SOCKET] };
      assert.equal(upcalls.WPUFDIsSet(4 as SOCKET, set), 1);
      assert.equal(upcalls.WPUFDIsSet(8 as SOCKET, set), 0);
    });

    it("WPUGetProviderPath finds an installed provider's file, and reports the length of its path", () => {
      const { upcalls, provider } = provided(system);
      const [path, length] = [ref(""), ref(0)];
      assert.equal(upcalls.WPUGetProviderPath(provider.ProviderId, path, length, errno), -1);
      assert.deepEqual([errno.value, length.value], [WSAEFAULT, provider.path.length + 1]);
      assert.equal(upcalls.WPUGetProviderPath(provider.ProviderId, path, length, errno), 0);
      assert.equal(path.value, provider.path);
      assert.equal(upcalls.WPUGetProviderPath("modem", path, length, errno), -1);
      assert.equal(errno.value, WSAEINVAL);
    });

    it("events are made, set, reset and closed, until no handle is left", function () {
      this.timeout(20_000);
      const { upcalls, ws2, imports } = provided(system);
      const event = upcalls.WPUCreateEvent(errno);
      const isSet = () => ws2.WSAWaitForMultipleEvents(1, [event], false, 0, false) === 0;
      assert.isFalse(isSet());
      assert.isTrue(upcalls.WPUSetEvent(event, errno));
      assert.isTrue(isSet());
      assert.isTrue(upcalls.WPUResetEvent(event, errno));
      assert.isFalse(isSet());
      assert.isTrue(upcalls.WPUCloseEvent(event, errno));
      for (const call of [upcalls.WPUCloseEvent, upcalls.WPUSetEvent, upcalls.WPUResetEvent]) {
        assert.isFalse(call(event, errno));
        assert.equal(errno.value, WSA_INVALID_HANDLE);
      }
      while (imports.createFile({ close: () => undefined }) !== -1);
      assert.equal(upcalls.WPUCreateEvent(errno), 0);
      assert.equal(errno.value, WSA_NOT_ENOUGH_MEMORY);
    });

    it("upcalls/outside-the-eight: those that the target lacks return WSAEOPNOTSUPP", () => {
      const { upcalls } = provided(system);
      const lacking = system.name === "desktop" ? DESKTOP_LACKS : CE_LACKS;
      for (const name of lacking) {
        errno.value = 0;
        const call = upcalls[name] as (...args: unknown[]) => unknown;
        assert.include([-1, false], call(...new Array(4).fill(null), errno));
        assert.equal(errno.value, WSAEOPNOTSUPP, name);
      }
    });
  });

  describe(`${system.name}: the functions that a provider's DLL links to`, () => {
    it("finds other DLLs of the machine, once a process", () => {
      const { imports, computer, provider } = provided(system);
      assert.strictEqual(imports.LoadLibrary(provider.path), imports.LoadLibrary(provider.path));
      assert.isNull(imports.LoadLibrary("nowhere.dll"));
      computer.machine.installModule("UPPER.dll", { default: provider.module });
      assert.isNotNull(imports.LoadLibrary("upper.DLL"));
    });

    it("stores state that all processes of a machine share", () => {
      const { imports, computer } = provided(system);
      const made = imports.shared("x", () => ({}));
      assert.strictEqual(
        computer.machine.shared("x", () => ({})),
        made,
      );
      assert.isTrue(imports.hasProcess(imports.processId));
      assert.isFalse(imports.hasProcess(4711));
    });

    it("makes handles of files, finds and closes them", () => {
      const { imports, computer } = provided(system);
      const file = { close: () => undefined };
      const before = computer.machine.counters.handles;
      const handle = imports.createFile(file);
      assert.strictEqual(imports.fileOf(handle), file);
      imports.closeFile(handle);
      imports.closeFile(handle);
      assert.isNull(imports.fileOf(handle));
      assert.equal(computer.machine.counters.handles, before);
    });
  });
}

describe("desktop: WPUModifyIFSHandle and WPUQueryBlockingCallback", () => {
  const [desktop] = SYSTEMS;

  it("WPUModifyIFSHandle makes a socket of a file only", () => {
    const { upcalls, imports, id, s, ws2, computer } = provided(desktop);
    const handle = imports.createFile({ close: () => undefined });
    const before = computer.machine.counters.sockets;
    for (let i = 0; i < 2; i++) assert.equal(upcalls.WPUModifyIFSHandle(id, handle, errno), handle as number);
    assert.equal(computer.machine.counters.sockets, before + 1, "a socket is counted once");
    assert.equal(ws2.shutdown(handle as number as SOCKET, 0), 0);
    assert.equal(upcalls.WPUCloseSocketHandle(handle as number as SOCKET, errno), -1, "it has no context");
    for (const [entry, proposed] of [
      [id, s],
      [id, 4444],
      [4711, handle],
    ]) {
      assert.equal(upcalls.WPUModifyIFSHandle(entry, proposed as never, errno), INVALID_SOCKET);
      assert.equal(errno.value, WSAEINVAL);
    }
    imports.closeFile(handle);
    assert.equal(computer.machine.counters.sockets, before);
  });

  it("WPUQueryBlockingCallback returns the hook of a 1.1 program, and null otherwise", () => {
    for (const major of [1, 2]) {
      const { upcalls, ws2, id } = provided(desktop, major);
      const [callback, context] = [ref<((context: unknown) => boolean) | null>(() => true), ref<unknown>(0)];
      let runs = 0;
      const hook = () => {
        runs++;
        (ws2 as unknown as { WSACancelBlockingCall(): number }).WSACancelBlockingCall();
      };
      (ws2 as unknown as { WSASetBlockingHook(hook: () => void): unknown }).WSASetBlockingHook(hook);
      assert.equal(upcalls.WPUQueryBlockingCallback(id, callback, context, errno), 0);
      assert.equal(callback.value === null, major === 2);
      callback.value?.(context.value);
      assert.equal(runs, major === 1 ? 1 : 0);
      assert.equal(upcalls.WPUQueryBlockingCallback(4711, callback, context, errno), -1);
      assert.equal(errno.value, WSAEINVAL);
      assert.notEqual(streamSocket(ws2), INVALID_SOCKET);
    }
  });
});
