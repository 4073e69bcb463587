/**
 * Starts a thread that runs while the first one waits, and reads its exit code.
 *
 * Functions: CreateThread, ResumeThread, GetThreadId, GetCurrentThreadId, GetExitCodeThread.
 */
import { type HANDLE, type Machine, ref, WSA_INFINITE } from "@ws2kit/target";
import { start } from "./conversation.js";

const CREATE_SUSPENDED = 4;

export default function main(machine: Machine): void {
  const { log } = machine.platform;
  const ws2 = start(machine);
  const { kernel32 } = ws2;
  const own = ref(0);
  const run = (n: unknown) => {
    log("the thread runs, with its own id:", kernel32.GetCurrentThreadId() === own.value);
    return Number(n) * 2;
  };
  const thread = kernel32.CreateThread(null, 0, run, 21, CREATE_SUSPENDED, own) as HANDLE;
  log("GetThreadId:", kernel32.GetThreadId(thread) === own.value);
  log("ResumeThread:", kernel32.ResumeThread(thread));
  kernel32.WaitForSingleObject(thread, WSA_INFINITE);
  const code = ref(0);
  log("GetExitCodeThread:", kernel32.GetExitCodeThread(thread, code), code.value);
  kernel32.CloseHandle(thread);
  ws2.WSACleanup();
}

// prints: GetThreadId: true
// prints: ResumeThread: 1
// prints: the thread runs, with its own id: true
// prints: GetExitCodeThread: true 42
