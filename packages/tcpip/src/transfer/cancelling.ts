import { WSAEINVAL } from "@ws2kit/spi";
import { fail } from "../socket/failure.js";
import type { Part } from "../socket/tcpip.js";

/** WSPCancelBlockingCall. Source: reference §1 slot 4, §7. */
export const cancelling: Part = (tcp) => ({
  WSPCancelBlockingCall: (lpErrno) => (tcp.imports.cancelWait() ? 0 : fail(lpErrno, WSAEINVAL)),
});
