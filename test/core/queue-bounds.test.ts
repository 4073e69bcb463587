import {
  type HANDLE,
  HWND_MESSAGE,
  INVALID_HANDLE_VALUE,
  newMSG,
  newWSABUF,
  newWSAOVERLAPPED,
  PM_REMOVE,
  ref,
  WM_USER,
  WSA_NOT_ENOUGH_MEMORY,
} from "@ws2kit/spi";
import type { Ws2 } from "@ws2kit/target-desktop";
import { assert } from "chai";
import { Computer, type Program } from "../fixture/computer.js";
import { conversation } from "../fixture/conversation.js";
import { DESKTOP } from "../fixture/systems.js";

const BOUND = 10_000;
const ERROR_NOT_ENOUGH_QUOTA = 1816;
const CURRENT_THREAD = -2;

const program = () => new Computer(DESKTOP).program() as Program & Ws2;

/** Repeats a call until it fails. Returns the number of calls that succeeded. */
function worked(call: () => boolean): number {
  let count = 0;
  while (count <= BOUND && call()) count++;
  return count;
}

describe("desktop: a queue whose entries need no structures of the application holds 10,000 entries", () => {
  it("window messages: one more is ERROR_NOT_ENOUGH_QUOTA", () => {
    const ws2 = program();
    const { user32 } = ws2;
    user32.RegisterClassW({ lpszClassName: "one", lpfnWndProc: () => 0 });
    const hWnd = user32.CreateWindowExW(0, "one", null, 0, 0, 0, 0, 0, HWND_MESSAGE, null, null, null);
    const post = () => user32.PostMessageW(hWnd, WM_USER, 0, 0);
    assert.equal(worked(post), BOUND);
    assert.equal(ws2.WSAGetLastError(), ERROR_NOT_ENOUGH_QUOTA);
    assert.isTrue(user32.PeekMessageW(newMSG(), hWnd, 0, 0, PM_REMOVE));
    assert.isTrue(post(), "there is room again");
  });

  it("APCs of QueueUserAPC: one more is WSA_NOT_ENOUGH_MEMORY", () => {
    const ws2 = program();
    const { kernel32 } = ws2;
    let runs = 0;
    const queue = () => kernel32.QueueUserAPC(() => runs++, CURRENT_THREAD, null) !== 0;
    assert.equal(worked(queue), BOUND);
    assert.equal(ws2.WSAGetLastError(), WSA_NOT_ENOUGH_MEMORY);
    kernel32.SleepEx(0, true);
    assert.equal(runs, BOUND);
    assert.isTrue(queue(), "there is room again");
  });

  it("packets of PostQueuedCompletionStatus: one more is WSA_NOT_ENOUGH_MEMORY", () => {
    const ws2 = program();
    const { kernel32 } = ws2;
    const port = kernel32.CreateIoCompletionPort(INVALID_HANDLE_VALUE, null, 0, 0) as HANDLE;
    const post = () => kernel32.PostQueuedCompletionStatus(port, 0, 0, null);
    assert.equal(worked(post), BOUND);
    assert.equal(ws2.WSAGetLastError(), WSA_NOT_ENOUGH_MEMORY);
    assert.isTrue(kernel32.GetQueuedCompletionStatus(port, ref(0), ref(null), ref(null), 0));
    assert.isTrue(post(), "there is room again");
  });

  it("completion routines are limited only by their overlapped structures", () => {
    const ws2 = program();
    const { client } = conversation(ws2);
    let runs = 0;
    const send = () => {
      const buffers = [newWSABUF(new Uint8Array(0))];
      return ws2.WSASend(client, buffers, 1, null, 0, newWSAOVERLAPPED(), () => void runs++) === 0;
    };
    assert.equal(worked(send), BOUND + 1);
    ws2.kernel32.SleepEx(0, true);
    assert.equal(runs, BOUND + 1);
  });
});
