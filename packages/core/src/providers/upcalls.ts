import { failing, SOCKET_ERROR, UPCALLS, type UpcallName, WSAEOPNOTSUPP, type WSPUPCALLTABLE } from "@ws2kit/spi";
import type { Process } from "../process.js";

/**
 * Makes the upcall table for the DLL at `path`. The upcalls that the target offers work; the others report
 * WSAEOPNOTSUPP.
 */
export function makeUpcalls(process: Process, path: string): WSPUPCALLTABLE {
  const offered: Readonly<Record<string, unknown>> = process.machine.upcalls(process, path);
  // what an upcall returns that this target does not offer, by its result type
  const failures: Partial<Record<UpcallName, boolean | number>> = {
    WPUCloseEvent: false,
    WPUCreateEvent: 0,
    WPUPostMessage: false,
    WPUResetEvent: false,
    WPUSetEvent: false,
    WPUFDIsSet: 0,
  };
  const table: Record<string, unknown> = {};
  for (const name of UPCALLS) table[name] = offered[name] ?? failing(WSAEOPNOTSUPP, failures[name] ?? SOCKET_ERROR);
  return table as unknown as WSPUPCALLTABLE;
}
