import {
  AF_INET,
  type HANDLE,
  newWSABUF,
  newWSAOVERLAPPED,
  ref,
  SOCK_STREAM,
  type SOCKET,
  WSA_FLAG_OVERLAPPED,
  WSA_INVALID_HANDLE,
  WSA_INVALID_PARAMETER,
  WSA_IO_INCOMPLETE,
  WSA_IO_PENDING,
  WSA_OPERATION_ABORTED,
  WSA_WAIT_IO_COMPLETION,
  WSA_WAIT_TIMEOUT,
  type WSAOVERLAPPED,
} from "@ws2kit/spi";
import type { Ws2 } from "@ws2kit/target-desktop";
import { assert } from "chai";
import { Computer, type Program } from "../fixture/computer.js";
import { conversation } from "../fixture/conversation.js";
import { SCRIPTED_FAMILY, ScriptedProvider } from "../fixture/scripted-provider.js";
import { DESKTOP } from "../fixture/systems.js";

type DesktopProgram = Program & Ws2;
type Kernel = DesktopProgram["kernel32"];

const NONE = -1;

function program(): DesktopProgram {
  return new Computer(DESKTOP).program() as DesktopProgram;
}

/** The next packet of a port: its bytes and its key, or the code. */
function next(kernel32: Kernel, port: HANDLE, ws2: DesktopProgram, ms = 0): [number, unknown] | number {
  const [bytes, key, overlapped] = [ref(0), ref<unknown>(null), ref<WSAOVERLAPPED | null>(null)];
  if (!kernel32.GetQueuedCompletionStatus(port, bytes, key, overlapped, ms)) return ws2.WSAGetLastError();
  return [bytes.value, key.value];
}

describe("desktop: completion ports", () => {
  it("receive a packet for each completed operation, with the key of its socket", () => {
    const ws2 = program();
    const { kernel32 } = ws2;
    const { client, server } = conversation(ws2);
    const key = { any: "value" };
    const port = kernel32.CreateIoCompletionPort(NONE, 0, null, 0) as HANDLE;
    assert.equal(kernel32.CreateIoCompletionPort(server, port, key, 0), port);
    assert.equal(next(kernel32, port, ws2), WSA_WAIT_TIMEOUT);
    ws2.WSARecv(server, [newWSABUF(new Uint8Array(9))], 1, null, ref(0), newWSAOVERLAPPED(), null);
    ws2.send(client, new Uint8Array(4), 4, 0);
    assert.deepEqual(next(kernel32, port, ws2, -1), [4, key]);
  });

  it("accept packets of the program, and return several at once", () => {
    const ws2 = program();
    const { kernel32 } = ws2;
    const port = kernel32.CreateIoCompletionPort(NONE, 0, null, 0) as HANDLE;
    const overlapped = newWSAOVERLAPPED();
    for (let i = 1; i <= 3; i++) assert.isTrue(kernel32.PostQueuedCompletionStatus(port, i, "key", overlapped));
    const [entries, removed] = [[] as never[], ref(0)];
    assert.isTrue(kernel32.GetQueuedCompletionStatusEx(port, entries, 2, removed, 0, false));
    assert.equal(removed.value, 2);
    assert.deepEqual(
      entries.map(({ dwNumberOfBytesTransferred: bytes, lpCompletionKey: key }) => [bytes, key]),
      [
        [1, "key"],
        [2, "key"],
      ],
    );
    assert.deepEqual(next(kernel32, port, ws2), [3, "key"]);
    assert.isTrue(kernel32.CloseHandle(port));
    assert.equal(next(kernel32, port, ws2), WSA_INVALID_HANDLE);
    assert.isFalse(kernel32.PostQueuedCompletionStatus(port, 0, null, null));
    assert.isFalse(kernel32.GetQueuedCompletionStatusEx(port, entries, 1, removed, 0, false));
  });

  it("run completion routines in an alertable wait for several packets", () => {
    const ws2 = program();
    const { kernel32 } = ws2;
    const { client } = conversation(ws2);
    const port = kernel32.CreateIoCompletionPort(NONE, 0, null, 0) as HANDLE;
    let calls = 0;
    ws2.WSASend(client, [newWSABUF(new Uint8Array(1))], 1, null, 0, newWSAOVERLAPPED(), () => void calls++);
    const wait = (alertable: boolean) => {
      assert.isFalse(kernel32.GetQueuedCompletionStatusEx(port, [], 1, ref(0), 20, alertable));
      return [ws2.WSAGetLastError(), calls];
    };
    assert.deepEqual(wait(false), [WSA_WAIT_TIMEOUT, 0]);
    assert.deepEqual(wait(true), [WSA_WAIT_IO_COMPLETION, 1]);
  });

  it("refuse a socket that is not overlapped or is already associated", () => {
    const ws2 = program();
    const { kernel32 } = ws2;
    const port = kernel32.CreateIoCompletionPort(NONE, 0, null, 0) as HANDLE;
    const plain = ws2.WSASocketW(AF_INET, SOCK_STREAM, 0, null, 0, 0);
    const overlapped = ws2.WSASocketW(AF_INET, SOCK_STREAM, 0, null, 0, WSA_FLAG_OVERLAPPED);
    kernel32.CreateIoCompletionPort(overlapped, port, 1, 0);
    for (const [file, existing, code] of [
      [plain, port, WSA_INVALID_PARAMETER],
      [overlapped, port, WSA_INVALID_PARAMETER],
      [4444, port, WSA_INVALID_HANDLE],
      [NONE, port, WSA_INVALID_PARAMETER],
      [NONE, plain, WSA_INVALID_HANDLE],
    ]) {
      assert.equal(kernel32.CreateIoCompletionPort(file, existing as HANDLE, 1, 0), 0);
      assert.equal(ws2.WSAGetLastError(), code);
    }
  });
});

describe("desktop: sockets as files", () => {
  it("are read and written as files", () => {
    const ws2 = program();
    const { client, server } = conversation(ws2);
    const done = ref(0);
    assert.isTrue(ws2.kernel32.WriteFile(client, Uint8Array.of(1, 2), 2, done, null));
    assert.equal(done.value, 2);
    const got = new Uint8Array(9);
    assert.isTrue(ws2.kernel32.ReadFile(server, got, 9, done, null));
    assert.deepEqual([done.value, ...got.subarray(0, 2)], [2, 1, 2]);
    assert.equal(ws2.kernel32.GetFileType(client), 3);
    assert.isFalse(ws2.kernel32.ReadFile(4444, got, 9, done, null));
    assert.equal(ws2.WSAGetLastError(), WSA_INVALID_HANDLE);
    assert.equal(ws2.kernel32.GetFileType(4444), 0);
  });

  it("are waited for, cancelled and closed as files", () => {
    const ws2 = program();
    const { kernel32 } = ws2;
    const { server } = conversation(ws2);
    const overlapped = newWSAOVERLAPPED(ws2.WSACreateEvent());
    assert.isFalse(kernel32.ReadFile(server, new Uint8Array(9), 9, null, overlapped));
    assert.equal(ws2.WSAGetLastError(), WSA_IO_PENDING);
    assert.isFalse(kernel32.HasOverlappedIoCompleted(overlapped));
    assert.isFalse(kernel32.GetOverlappedResult(server, overlapped, ref(0), false));
    assert.equal(ws2.WSAGetLastError(), WSA_IO_INCOMPLETE);
    assert.isTrue(kernel32.CancelIoEx(server, overlapped));
    assert.isFalse(kernel32.GetOverlappedResult(server, overlapped, ref(0), true));
    assert.equal(ws2.WSAGetLastError(), WSA_OPERATION_ABORTED);
    assert.isFalse(kernel32.CancelIoEx(server, overlapped), "nothing is left to cancel");
    assert.isTrue(kernel32.CancelIo(server));
    assert.isTrue(kernel32.CloseHandle(server));
    assert.isFalse(kernel32.CloseHandle(server));
    for (const call of [() => kernel32.CancelIo(server), () => kernel32.CancelIoEx(server, null)]) {
      assert.isFalse(call());
      assert.equal(ws2.WSAGetLastError(), WSA_INVALID_HANDLE);
    }
  });

  it("cross to a provider and back if they are not files: four crossings each", () => {
    const computer = new Computer(DESKTOP);
    const provider = new ScriptedProvider();
    provider.install(computer.machine, computer.process());
    const ws2 = computer.program() as DesktopProgram;
    const s = ws2.socket(SCRIPTED_FAMILY, SOCK_STREAM, 1) as SOCKET;
    assert.isTrue(ws2.kernel32.ReadFile(s, new Uint8Array(1), 1, ref(0), null));
    assert.isTrue(ws2.kernel32.WriteFile(s, new Uint8Array(1), 1, null, null));
    assert.deepEqual(provider.calls.slice(-2), ["WSPRecv", "WSPSend"]);
    assert.equal(computer.machine.counters.fileCrossings, 8);
  });

  it("Sleep waits in virtual time", () => {
    const computer = new Computer(DESKTOP);
    const ws2 = computer.program() as DesktopProgram;
    ws2.kernel32.Sleep(250);
    assert.equal(computer.network.now(), 250);
    assert.equal(ws2.kernel32.SleepEx(250, true), 0);
    assert.equal(computer.network.now(), 500);
  });

  // test_completion_port
  it("do not change the last error if they succeed", () => {
    const ws2 = program();
    const { kernel32 } = ws2;
    const { client, server } = conversation(ws2);
    const port = kernel32.CreateIoCompletionPort(server, 0, 1, 0) as HANDLE;
    const overlapped = newWSAOVERLAPPED();
    ws2.WSARecv(server, [newWSABUF(new Uint8Array(9))], 1, null, ref(0), overlapped, null);
    ws2.send(client, new Uint8Array(4), 4, 0);
    ws2.WSASetLastError(77);
    assert.isTrue(
      kernel32.GetQueuedCompletionStatus(port, ref(0), ref<unknown>(null), ref<WSAOVERLAPPED | null>(null), 100),
    );
    assert.isTrue(kernel32.GetOverlappedResult(server, overlapped, ref(0), false));
    assert.isTrue(kernel32.WriteFile(client, new Uint8Array(1), 1, ref(0), null));
    assert.equal(ws2.WSAGetLastError(), 77);
  });
});
