import {
  type HANDLE,
  HWND_MESSAGE,
  INVALID_HANDLE_VALUE,
  newWSAOVERLAPPED,
  type Ref,
  ref,
  WSA_NOT_ENOUGH_MEMORY,
  type WSAEVENT,
} from "@ws2kit/spi";
import { LUP_RETURN_ADDR, NS_DNS, newWSAQUERYSETW } from "@ws2kit/spi/name-spaces";
import type { Bench } from "../../bench/bench.js";
import type { Program } from "../../bench/program.js";
import { equal, holds, sameCode } from "../../findings/finding.js";
import type { Check } from "../../running/check.js";
import { host } from "../names/name-space-provider.js";

/** A function that makes a handle. */
interface Maker {
  readonly name: string;
  /** What it returns if no handle is free. */
  readonly failure: unknown;
  /** Prepares a call. The call returns its result, and the handle that it made. */
  readonly prepare: (program: Program) => () => readonly [result: unknown, handle: number];
  /** Closes the handle that a call made. */
  readonly close: (program: Program, handle: number) => void;
}

const closeHandle = (program: Program, handle: number) => {
  holds(program.desktop.kernel32.CloseHandle(handle as HANDLE), "whether CloseHandle closes the handle");
};

/** A maker that returns its handle, which CloseHandle closes. */
function returning(name: string, failure: number, prepare: (program: Program) => () => number): Maker {
  const both = (program: Program) => {
    const call = prepare(program);
    return () => {
      const handle = call();
      return [handle, handle] as const;
    };
  };
  return { name, failure, prepare: both, close: closeHandle };
}

/** A maker that writes its handle to the Ref that it receives. */
function writing(
  row: Omit<Maker, "prepare">,
  prepare: (program: Program) => (handle: Ref<HANDLE | 0>) => unknown,
): Maker {
  return {
    ...row,
    prepare: (program) => {
      const call = prepare(program);
      return () => {
        const handle = ref<HANDLE | 0>(0);
        return [call(handle), handle.value];
      };
    },
  };
}

const OF_WS2: readonly Maker[] = [
  {
    ...returning(
      "WSACreateEvent",
      0,
      ({ ws2 }) =>
        () =>
          ws2.WSACreateEvent() as number,
    ),
    close: ({ ws2 }, handle) =>
      holds(ws2.WSACloseEvent(handle as number as WSAEVENT), "whether WSACloseEvent closes the event"),
  },
  writing(
    {
      name: "WSALookupServiceBeginW",
      failure: -1,
      close: (program, handle) => program.works(program.ws2.WSALookupServiceEnd(handle as HANDLE)),
    },
    ({ ws2 }) =>
      (handle) =>
        ws2.WSALookupServiceBeginW(
          newWSAQUERYSETW({ ...host("127.0.0.1"), dwNameSpace: NS_DNS }),
          LUP_RETURN_ADDR,
          handle as Ref<HANDLE>,
        ),
  ),
];

const OF_DESKTOP: readonly Maker[] = [
  writing(
    { name: "WSAProviderConfigChange", failure: -1, close: closeHandle },
    ({ desktop }) =>
      (handle) =>
        desktop.WSAProviderConfigChange(handle, null, null),
  ),
  writing(
    {
      name: "GetAddrInfoExW",
      failure: WSA_NOT_ENOUGH_MEMORY,
      close: (program, handle) => {
        sameCode(program.desktop.GetAddrInfoExCancel(ref(handle as HANDLE)), 0, "the code of GetAddrInfoExCancel");
        program.machine.run();
      },
    },
    ({ desktop }) =>
      (handle) => {
        const [result, overlapped] = [ref(null), newWSAOVERLAPPED()];
        const routine = () => undefined;
        const args = ["127.0.0.1", null, NS_DNS, null, null, result, null, overlapped, routine, handle] as const;
        const code = desktop.GetAddrInfoExW(...args);
        return handle.value === 0 ? code : 0;
      },
  ),
  returning(
    "CreateEventW",
    0,
    ({ desktop }) =>
      () =>
        desktop.kernel32.CreateEventW(null, true, false, null),
  ),
  returning(
    "CreateThread",
    0,
    ({ desktop }) =>
      () =>
        desktop.kernel32.CreateThread(null, 0, () => 0, null, 4, null),
  ),
  returning("CreateIoCompletionPort", 0, ({ desktop }) => () => {
    return desktop.kernel32.CreateIoCompletionPort(INVALID_HANDLE_VALUE, null, 0, 0);
  }),
  returning("CreateIoCompletionPort with a socket", 0, (program) => {
    const s = program.socket();
    return () => program.desktop.kernel32.CreateIoCompletionPort(s, null, 0, 0);
  }),
  returning("CreateFileW", -1, ({ desktop }) => () => {
    return desktop.kernel32.CreateFileW("a text", 0x80000000, 0, null, 3, 0, null);
  }),
  writing({ name: "DuplicateHandle", failure: false, close: closeHandle }, ({ desktop }) => {
    const event = desktop.WSACreateEvent() as number;
    return (handle) => desktop.kernel32.DuplicateHandle(-1, event, -1, handle, 0, false, 0);
  }),
  writing(
    {
      name: "RegisterWaitForSingleObject",
      failure: false,
      close: ({ desktop }, handle) =>
        holds(desktop.kernel32.UnregisterWait(handle), "whether UnregisterWait ends the wait"),
    },
    ({ desktop }) => {
      const event = desktop.WSACreateEvent() as number;
      return (handle) => desktop.kernel32.RegisterWaitForSingleObject(handle, event, () => 0, null, 10, 8);
    },
  ),
  {
    ...returning("CreateWindowExW", 0, ({ desktop }) => {
      desktop.user32.RegisterClassW({ lpszClassName: "check", lpfnWndProc: () => 0 });
      return () => desktop.user32.CreateWindowExW(0, "check", null, 0, 0, 0, 0, 0, HWND_MESSAGE, null, null, null);
    }),
    close: ({ desktop }, handle) =>
      holds(desktop.user32.DestroyWindow(handle as never), "whether DestroyWindow ends the window"),
  },
];

/** Calls each maker without a free handle, and again with one: a call that failed has changed nothing. */
function needAHandle(bench: Bench, makers: readonly Maker[]): void {
  const program = bench.program();
  const calls = makers.map((maker) => ({ ...maker, call: maker.prepare(program) }));
  const { handles } = bench.machine.counters;
  const events = program.exhaustHandles();
  for (const { name, call, failure } of calls) {
    const [result, handle] = call();
    equal(result, failure, `the result of ${name} without a free handle`);
    sameCode(program.ws2.WSAGetLastError(), WSA_NOT_ENOUGH_MEMORY, `the error of ${name} without a free handle`);
    if (result !== handle) equal(handle, 0, `the handle of ${name} without a free handle`);
  }
  for (const { name, call, failure, close } of calls) {
    holds(program.ws2.WSACloseEvent(events.pop() as WSAEVENT), "whether WSACloseEvent closes an event");
    const [result, handle] = call();
    holds(result !== failure && handle > 0, `whether ${name} works with a free handle`);
    close(program, handle);
  }
  equal(bench.machine.counters.handles, handles + events.length, "the handles of the machine");
}

/** Functions that make a handle, in a process whose handle table is full. */
export const FULL_TABLE_CHECKS: readonly Check[] = [
  { rule: "handles/full-table", needs: ["counters"], run: (bench) => needAHandle(bench, OF_WS2) },
  {
    rule: "handles/full-table/desktop",
    needs: ["own limits", "counters"],
    run(bench) {
      // CreateFileW needs a storage
      bench.machineNamed("alpha", { storage: { read: (name) => (name === "a text" ? "0" : null), write: () => true } });
      needAHandle(bench, OF_DESKTOP);
    },
  },
];
