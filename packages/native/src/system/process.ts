import { NotApplicable } from "@ws2kit/conformance";
import type { SystemCalls, SystemFunction } from "./calls.js";
import { KERNEL32, type Row, WS2_32 } from "./functions.js";
import { structured } from "./structured.js";

type Functions = Record<string, SystemFunction>;

/** The names that a process of the target has: functions of ws2, and in members of their own those of other DLLs. */
export interface Names {
  readonly ws2: readonly string[];
  readonly dlls: Readonly<Record<string, readonly string[]>>;
}

/** Reads the names of a target's process. */
export function namesOf(process: object): Names {
  const members = Object.entries(process);
  const isDll = (value: unknown): value is object => typeof value === "object" && value !== null;
  return {
    ws2: members.filter(([, value]) => typeof value === "function").map(([name]) => name),
    dlls: Object.fromEntries(
      members.filter(([, value]) => isDll(value)).map(([name, value]) => [name, Object.keys(value)]),
    ),
  };
}

/** A function that this package cannot call in the system: its check does not apply. */
function notCalled(name: string): SystemFunction {
  return () => {
    throw new NotApplicable(`ws2kit cannot call ${name} of the system`);
  };
}

function bound(calls: SystemCalls, dll: "ws2_32" | "kernel32", rows: Readonly<Record<string, Row>>): Functions {
  return Object.fromEntries(Object.entries(rows).map(([name, row]) => [name, calls.bind(dll, name, row)]));
}

/** The functions of the system in one process, with the names of the target and the product's parameters. */
export function systemProcess(calls: SystemCalls, { ws2: names, dlls }: Names): object {
  const others = structured(calls);
  const ws2 = { ...bound(calls, "ws2_32", WS2_32), ...others };
  const kernel32 = { ...bound(calls, "kernel32", KERNEL32), ...others };
  const closed =
    (close: SystemFunction): SystemFunction =>
    (handle) => {
      calls.sockets.delete(handle as number);
      return close(handle);
    };
  const { closesocket } = ws2;
  const own: Readonly<Record<string, Functions>> = {
    ws2: { ...ws2, closesocket: closed(closesocket), WSAGetLastError: () => calls.lastError },
    kernel32: { ...kernel32, CloseHandle: closed(kernel32.CloseHandle) },
  };
  const named = (dll: string, list: readonly string[]) =>
    Object.fromEntries(list.map((name) => [name, own[dll]?.[name] ?? notCalled(name)]));
  return {
    ...named("ws2", names),
    ...Object.fromEntries(Object.entries(dlls).map(([dll, list]) => [dll, named(dll, list)])),
    processId: process.pid,
    terminate() {
      for (const s of [...calls.sockets]) closesocket(s);
      calls.sockets.clear();
    },
  };
}
