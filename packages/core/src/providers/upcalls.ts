import { SOCKET_ERROR, setErrno, UPCALLS, type UpcallName, WSAEOPNOTSUPP, type WSPUPCALLTABLE } from "@ws2kit/spi";
import type { Process } from "../process.js";

/** Makes the upcall table for the DLL at `path`: what its target offers works, the rest answers WSAEOPNOTSUPP. */
export function makeUpcalls(process: Process, path: string): WSPUPCALLTABLE {
  const offered: Readonly<Record<string, unknown>> = process.machine.upcalls(process, path);
  const table: Record<string, unknown> = {};
  for (const name of UPCALLS) table[name] = offered[name] ?? refused(name);
  return table as unknown as WSPUPCALLTABLE;
}

/** The answers of an upcall that does not work here, in each one's own type. */
const FAILURES: Partial<Record<UpcallName, unknown>> = {
  WPUCloseEvent: false,
  WPUCreateEvent: 0,
  WPUPostMessage: false,
  WPUResetEvent: false,
  WPUSetEvent: false,
  WPUFDIsSet: 0,
};

function refused(name: UpcallName): (...args: unknown[]) => unknown {
  const failure = name in FAILURES ? FAILURES[name] : SOCKET_ERROR;
  return (...args) => {
    const lpErrno = args[args.length - 1];
    setErrno(lpErrno as { value: number }, WSAEOPNOTSUPP);
    return failure;
  };
}
