import { WSA_WAIT_EVENT_0, WSA_WAIT_TIMEOUT } from "@ws2kit/spi";
import { mutants, type Row } from "../rows.js";

const CREATE_SUSPENDED = 4;

const WT_EXECUTEONLYONCE = 8;

/**
 * A registered wait with other arguments: the out parameter, the object, the callback, its parameter, milliseconds,
 * flags.
 */
const registered = (change: (...args: unknown[]) => unknown[]) => ({
  api: {
    RegisterWaitForSingleObject:
      (register: (...args: unknown[]) => unknown) =>
      (...args: unknown[]) =>
        register(...change(...args)),
  },
});

const ROWS: readonly Row[] = [
  [
    "WSACancelBlockingCall does not call the provider",
    "WSACancelBlockingCall/provider",
    { api: { WSACancelBlockingCall: () => () => 0 } },
  ],
  [
    "a registered wait runs once",
    "RegisterWaitForSingleObject/signal",
    registered((...args) => [...args.slice(0, 5), WT_EXECUTEONLYONCE]),
  ],
  [
    "a registered wait has no limit of time",
    "RegisterWaitForSingleObject/time",
    registered((...args) => [...args.slice(0, 4), 0xffffffff, args[5]]),
  ],
  [
    "an event that stays signalled runs a callback once",
    "RegisterWaitForSingleObject/several",
    registered((...args) => [...args.slice(0, 5), WT_EXECUTEONLYONCE]),
  ],
  [
    "RegisterWaitForSingleObject accepts any handle",
    "RegisterWaitForSingleObject/errors",
    {
      api: {
        RegisterWaitForSingleObject:
          (register) =>
          (...args) =>
            register(...args) || true,
      },
    },
  ],
  ["a registered wait cannot be ended", "UnregisterWait/ends", { api: { UnregisterWait: () => () => true } }],
  [
    "UnregisterWait succeeds while a callback runs",
    "UnregisterWait/under-way",
    { api: { UnregisterWait: (unregister) => (wait) => unregister(wait) || true } },
  ],
  [
    "a thread runs at once",
    "CreateThread/runs",
    {
      api: {
        CreateThread:
          (create) =>
          (...args) => {
            args[2](args[3]);
            return create(...args);
          },
      },
    },
  ],
  [
    "a suspended thread starts at once",
    "CreateThread/suspended",
    {
      api: {
        CreateThread:
          (create) =>
          (...args) =>
            create(...args.slice(0, 4), args[4] & ~CREATE_SUSPENDED, args[5]),
      },
    },
  ],
  ["every thread is the first", "CreateThread/own-error", { api: { GetCurrentThreadId: () => () => 1 } }],
  [
    "GetExitCodeThread reports an exit code before the thread has ended",
    "CreateThread/signalled",
    {
      api: {
        GetExitCodeThread: () => (_thread, code) => {
          code.value = 7;
          return true;
        },
      },
    },
  ],
  [
    "an APC runs at once",
    "QueueUserAPC/alertable",
    {
      api: {
        QueueUserAPC: () => (apc, _thread, data) => {
          apc(data);
          return 1;
        },
      },
    },
  ],
  [
    "a thread that has ended accepts APCs",
    "QueueUserAPC/before-the-thread",
    { api: { QueueUserAPC: (queue) => (apc, thread, data) => queue(apc, thread, data) || 1 } },
  ],
  [
    "every event is manual-reset",
    "CreateEventW/auto-reset",
    {
      api: {
        CreateEventW: (create) => (attributes, _isManual, isSignalled, name) =>
          create(attributes, true, isSignalled, name),
      },
    },
  ],
  [
    "a wait for all is a wait for one",
    "WaitForMultipleObjects/all",
    { api: { WaitForMultipleObjects: (wait) => (count, handles, _all, ms) => wait(count, handles, false, ms) } },
  ],
  [
    "a wait without objects ends at once",
    "WaitForSingleObject/invalid",
    {
      api: {
        WaitForSingleObject: (wait) => (handle, ms) => {
          const result = wait(handle, ms);
          return result === WSA_WAIT_TIMEOUT ? result : WSA_WAIT_EVENT_0;
        },
      },
    },
  ],
  [
    "a duplicate is the same handle",
    "DuplicateHandle/second",
    {
      api: {
        DuplicateHandle: () => (_from, source, _to, target) => {
          target.value = source;
          return true;
        },
      },
    },
  ],
  [
    "the duplicate of GetCurrentThread is the pseudo-handle",
    "DuplicateHandle/current-thread",
    {
      api: {
        DuplicateHandle: () => (_from, source, _to, target) => {
          target.value = source;
          return true;
        },
      },
    },
  ],
];

/** Threads, APCs, events and handles of kernel32. */
export const THREADS = mutants("ws2", "desktop", ROWS);
