import {
  type HANDLE,
  type LPWSAOVERLAPPED_COMPLETION_ROUTINE,
  newWSAOVERLAPPED,
  ref,
  WSA_INVALID_HANDLE,
  WSA_IO_PENDING,
  WSAEFAULT,
  WSAENETDOWN,
  type WSAOVERLAPPED,
  WSS_OPERATION_IN_PROGRESS,
} from "@ws2kit/spi";
import type { Ws2 } from "@ws2kit/target-desktop";
import { assert } from "chai";
import { Computer, type Program } from "../fixture/computer.js";
import { streamSocket } from "../fixture/conversation.js";
import { ScriptedProvider } from "../fixture/scripted-provider.js";
import { DESKTOP } from "../fixture/systems.js";

const STATUS_CANCELLED = 0xc0000120;

type DesktopProgram = Program & Ws2;

describe("desktop: WSAProviderConfigChange", () => {
  it("makes a handle, then reports each later change", () => {
    const computer = new Computer(DESKTOP);
    const ws2 = computer.program() as DesktopProgram;
    const handle = ref<HANDLE | 0>(0);
    assert.equal(ws2.WSAProviderConfigChange(handle, null, null), 0);
    assert.notEqual(handle.value, 0);
    const provider = new ScriptedProvider();
    provider.install(computer.machine, computer.process());
    assert.equal(ws2.WSAProviderConfigChange(handle, null, null), 0);
    computer.process().WSCDeinstallProvider(provider.ProviderId, ref(0));
    assert.equal(ws2.WSAProviderConfigChange(handle, null, null), 0);
  });

  it("waits, and returns WSAENETDOWN if nothing can ever change", () => {
    const computer = new Computer(DESKTOP);
    const ws2 = computer.program() as DesktopProgram;
    const handle = ref<HANDLE | 0>(0);
    ws2.WSAProviderConfigChange(handle, null, null);
    assert.equal(ws2.WSAProviderConfigChange(handle, null, null), -1);
    assert.equal(ws2.WSAGetLastError(), WSAENETDOWN);
    assert.include(computer.recorded, "wait-forever");
  });

  /** A notification handle, and a way to change the catalog. */
  function notified() {
    const computer = new Computer(DESKTOP);
    const ws2 = computer.program() as DesktopProgram;
    const handle = ref<HANDLE | 0>(0);
    assert.equal(ws2.WSAProviderConfigChange(handle, null, null), 0);
    const provider = new ScriptedProvider();
    const change = () => provider.install(computer.machine, computer.process());
    return { computer, ws2, kernel32: ws2.kernel32, handle, change };
  }

  /** Starts an overlapped wait, which must be pending. */
  function pends(
    { ws2, handle }: ReturnType<typeof notified>,
    overlapped: WSAOVERLAPPED,
    routine: LPWSAOVERLAPPED_COMPLETION_ROUTINE | null = null,
  ): void {
    assert.equal(ws2.WSAProviderConfigChange(handle, overlapped, routine), -1);
    assert.equal(ws2.WSAGetLastError(), WSA_IO_PENDING);
    assert.isFalse(ws2.kernel32.HasOverlappedIoCompleted(overlapped));
  }

  it("signals the event of an overlapped call", () => {
    const the = notified();
    const event = the.ws2.WSACreateEvent();
    the.ws2.WSASetEvent(event);
    const overlapped = newWSAOVERLAPPED(event);
    const isSignalled = () => the.ws2.WSAWaitForMultipleEvents(1, [event], false, 0, false) === 0;
    pends(the, overlapped);
    assert.isFalse(isSignalled(), "the call resets it");
    the.change();
    assert.isTrue(isSignalled());
    assert.isTrue(the.kernel32.GetOverlappedResult(the.handle.value as HANDLE, overlapped, ref(0), false));
    pends(the, overlapped);
  });

  it("sends a packet to the port that its handle is associated with", () => {
    const the = notified();
    const { kernel32 } = the;
    const port = kernel32.CreateIoCompletionPort(the.handle.value, null, "key", 0) as HANDLE;
    assert.notEqual(port, 0);
    const overlapped = newWSAOVERLAPPED();
    pends(the, overlapped);
    const [bytes, key, found] = [ref(7), ref<unknown>(null), ref<WSAOVERLAPPED | null>(null)];
    const next = () => kernel32.GetQueuedCompletionStatus(port, bytes, key, found, 0);
    assert.isFalse(next());
    the.change();
    assert.isTrue(next());
    assert.deepEqual([bytes.value, key.value], [0, "key"]);
    assert.strictEqual(found.value, overlapped);
    assert.isFalse(next(), "one packet");
  });

  it("runs a completion routine in an alertable wait", () => {
    const the = notified();
    const ends: unknown[][] = [];
    const overlapped = newWSAOVERLAPPED();
    pends(the, overlapped, (...args) => void ends.push(args));
    the.change();
    assert.equal(the.kernel32.SleepEx(0, false), 0);
    assert.equal(ends.length, 0);
    the.kernel32.SleepEx(0, true);
    assert.deepEqual(ends, [[0, 0, overlapped, 0]]);
  });

  it("completes at once if the catalog has already changed", () => {
    const the = notified();
    the.change();
    const overlapped = newWSAOVERLAPPED(the.ws2.WSACreateEvent());
    assert.equal(the.ws2.WSAProviderConfigChange(the.handle, overlapped, null), 0);
    assert.equal(overlapped.Internal, 0);
    assert.equal(the.ws2.WSAWaitForMultipleEvents(1, [overlapped.hEvent as never], false, 0, false), 0);
    pends(the, overlapped);
  });

  it("ends an overlapped call as aborted when its handle is closed, and without a report after the last WSACleanup", () => {
    for (const end of ["CloseHandle", "WSACleanup"] as const) {
      const the = notified();
      const overlapped = newWSAOVERLAPPED(the.ws2.WSACreateEvent());
      pends(the, overlapped);
      if (end === "CloseHandle") assert.isTrue(the.kernel32.CloseHandle(the.handle.value as HANDLE));
      else the.ws2.WSACleanup();
      the.change();
      assert.equal(overlapped.Internal, end === "CloseHandle" ? STATUS_CANCELLED : WSS_OPERATION_IN_PROGRESS);
    }
  });

  it("fails with WSAEFAULT for a structure that cannot be written, and reports nothing to it", () => {
    const the = notified();
    const frozen = Object.freeze(newWSAOVERLAPPED());
    assert.equal(the.ws2.WSAProviderConfigChange(the.handle, frozen, null), -1);
    assert.equal(the.ws2.WSAGetLastError(), WSAEFAULT);
    the.change();
    assert.equal(the.ws2.WSAProviderConfigChange(the.handle, null, null), 0);
  });

  it("refuses a handle that it did not return", () => {
    const ws2 = new Computer(DESKTOP).program() as DesktopProgram;
    for (const value of [4444, streamSocket(ws2)]) {
      assert.equal(ws2.WSAProviderConfigChange(ref(value as HANDLE & number), null, null), -1);
      assert.equal(ws2.WSAGetLastError(), WSA_INVALID_HANDLE);
    }
  });
});
