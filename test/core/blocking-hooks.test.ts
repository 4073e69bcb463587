import {
  type HANDLE,
  INVALID_HANDLE_VALUE,
  MAKEWORD,
  newWSADATA,
  ref,
  SOCK_STREAM,
  WSA_WAIT_TIMEOUT,
  WSAEFAULT,
  WSAEINPROGRESS,
  WSAEINTR,
  WSAEINVAL,
  WSAEOPNOTSUPP,
  WSANOTINITIALISED,
} from "@ws2kit/spi";
import type { Ws2 } from "@ws2kit/target-desktop";
import { assert } from "chai";
import { Computer, type Program } from "../fixture/computer.js";
import { conversation } from "../fixture/conversation.js";
import { DESKTOP } from "../fixture/systems.js";

type DesktopProgram = Program & Ws2;

function program(major: number, minor: number): DesktopProgram {
  return new Computer(DESKTOP).program(major, minor) as DesktopProgram;
}

describe("desktop: the blocking functions of Winsock 1.1", () => {
  it("a hook runs while a call blocks, and no other call works in it", () => {
    const ws2 = program(1, 1);
    const { client } = conversation(ws2);
    const seen: number[] = [];
    const hook = () => {
      assert.isTrue(ws2.WSAIsBlocking());
      assert.equal(ws2.socket(2, SOCK_STREAM, 0), -1);
      seen.push(ws2.WSAGetLastError());
      if (seen.length === 3) assert.equal(ws2.WSACancelBlockingCall(), 0);
    };
    assert.isNull(ws2.WSASetBlockingHook(hook));
    assert.equal(ws2.recv(client, new Uint8Array(1), 1, 0), -1);
    assert.equal(ws2.WSAGetLastError(), WSAEINTR);
    assert.deepEqual(seen, [WSAEINPROGRESS, WSAEINPROGRESS, WSAEINPROGRESS]);
    assert.isFalse(ws2.WSAIsBlocking());
  });

  it("a hook runs every 10 ms of the time that the call waits", () => {
    const computer = new Computer(DESKTOP);
    const ws2 = computer.program(1, 1) as DesktopProgram;
    let runs = 0;
    ws2.WSASetBlockingHook(() => void runs++);
    const { client } = conversation(ws2);
    const before = runs;
    ws2.select(0, { fd_count: 1, fd_array: [client] }, null, null, { tv_sec: 0, tv_usec: 100_000 });
    assert.equal(runs - before, 11);
  });

  it("a wait for events or a port, and a sleep, run no hook", () => {
    const ws2 = program(1, 1);
    const { kernel32 } = ws2;
    let runs = 0;
    ws2.WSASetBlockingHook(() => {
      runs++;
      ws2.WSACancelBlockingCall();
    });
    const event = ws2.WSACreateEvent();
    for (const alertable of [false, true]) {
      assert.equal(ws2.WSAWaitForMultipleEvents(1, [event], false, 50, alertable), WSA_WAIT_TIMEOUT);
      assert.equal(kernel32.SleepEx(50, alertable), 0);
    }
    const port = kernel32.CreateIoCompletionPort(INVALID_HANDLE_VALUE, null, 0, 0) as HANDLE;
    assert.isFalse(kernel32.GetQueuedCompletionStatus(port, ref(0), ref(null), ref(null), 50));
    assert.equal(runs, 0);
  });

  it("a hook is replaced, and removed", () => {
    const ws2 = program(1, 0);
    const [first, second] = [() => undefined, () => undefined];
    assert.isNull(ws2.WSASetBlockingHook(first));
    assert.strictEqual(ws2.WSASetBlockingHook(second), first);
    assert.equal(ws2.WSAUnhookBlockingHook(), 0);
    assert.isNull(ws2.WSASetBlockingHook(first));
  });

  it("WSACancelBlockingCall fails if no call blocks", () => {
    const ws2 = program(1, 1);
    assert.equal(ws2.WSACancelBlockingCall(), -1);
    assert.equal(ws2.WSAGetLastError(), WSAEINVAL);
  });

  it("work only in programs of version 1.x", () => {
    const ws2 = program(2, 2);
    assert.equal(ws2.WSACancelBlockingCall(), -1);
    assert.equal(ws2.WSAGetLastError(), WSAEOPNOTSUPP);
    assert.equal(ws2.WSAUnhookBlockingHook(), -1);
    assert.isNull(ws2.WSASetBlockingHook(() => undefined));
    assert.equal(ws2.WSAGetLastError(), WSAEOPNOTSUPP);
  });

  it("the lowest version that a program requested counts", () => {
    const ws2 = program(2, 2);
    assert.equal(ws2.WSAStartup(MAKEWORD(1, 1), newWSADATA()), 0);
    assert.equal(ws2.WSAUnhookBlockingHook(), 0);
    assert.isNull(ws2.WSASetBlockingHook("no function" as never));
    assert.equal(ws2.WSAGetLastError(), WSAEFAULT);
  });

  it("need a WSAStartup, except WSAIsBlocking", () => {
    const ws2 = new Computer(DESKTOP).process() as DesktopProgram;
    assert.isFalse(ws2.WSAIsBlocking());
    assert.equal(ws2.WSAUnhookBlockingHook(), -1);
    assert.equal(ws2.WSAGetLastError(), WSANOTINITIALISED);
  });
});
