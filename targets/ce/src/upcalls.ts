import { eventUpcalls, handleUpcalls, type Process } from "@ws2kit/core";

/**
 * The upcalls that work on Windows CE; the others report WSAEOPNOTSUPP. Source: reference §2.2
 * (CE5:ms885421). That WPUGetProviderPath works is unconfirmed.
 */
export const upcalls = (process: Process) => ({ ...handleUpcalls(process), ...eventUpcalls(process) });
