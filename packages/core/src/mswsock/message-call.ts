import {
  type GUID,
  isRef,
  type LPWSAOVERLAPPED_COMPLETION_ROUTINE,
  type Ref,
  type SOCKET,
  SOCKET_ERROR,
  WSAEINVAL,
  type WSAMSG,
  type WSAOVERLAPPED,
} from "@ws2kit/spi";
import type { Api } from "../ws2/call.js";
import { extensionOf } from "./extension-call.js";
import { WSAID_WSASENDMSG } from "./extension-ids.js";

/** Calls WSARecvMsg or WSASendMsg of a socket's provider, and counts the bytes. The first of `args` is the socket. */
export const callWithMessage: Api<
  (
    call: string,
    guid: GUID,
    args: readonly [s: SOCKET, ...unknown[]],
    lpBytes: Ref<number> | null,
    lpOverlapped: WSAOVERLAPPED | null,
    lpCompletionRoutine: LPWSAOVERLAPPED_COMPLETION_ROUTINE | null,
    counter: "bytesSent" | "bytesReceived",
  ) => number
> = (process) => (call, guid, args, lpBytes, lpOverlapped, lpCompletionRoutine, counter) => {
  const extension = extensionOf(process)(call, guid, args[0]);
  if (extension === null) return SOCKET_ERROR;
  const socket = process.socketOf(args[0]);
  if (lpCompletionRoutine && socket !== null && process.machine.ports?.isTied(socket)) return process.fail(WSAEINVAL);
  const thread = lpOverlapped === null ? null : process.thread.identity;
  const routine = process.ownRoutine(lpCompletionRoutine);
  const result = extension((run, lpErrno) => run(...args, lpBytes, lpOverlapped, routine, thread, lpErrno) as number);
  if (result !== 0) return result;
  const { counters } = process.machine;
  counters.operations++;
  if (isRef(lpBytes)) counters[counter] += lpBytes.value as number;
  return 0;
};

/**
 * Sends a datagram with control messages. IP_PKTINFO and IPV6_PKTINFO choose its source address; IP_TTL, IP_TOS,
 * IPV6_HOPLIMIT and IPV6_TCLASS replace the socket's options for this datagram. WSACMSGHDR makes a control message.
 *
 * Codes: those of `WSASendTo`; WSAEINVAL for a stream, and for a control message that is unknown or incomplete;
 * WSAEOPNOTSUPP if the platform cannot send control messages; WSAEADDRNOTAVAIL for a source address that is not the
 * machine's. Source: page remarks.
 *
 * @param Handle the socket
 * @param lpMsg names the buffers, the destination (null for the peer) and the control messages; its `dwFlags` are
 * ignored
 * @param dwFlags MSG_DONTROUTE, MSG_PARTIAL, or 0
 * @param lpNumberOfBytesSent receives the number of bytes, if the operation has ended when the call returns; may be
 * null with `lpOverlapped`
 * @param lpOverlapped null for a synchronous call. Otherwise the structure of the operation, which is known by
 * identity: do not reuse it before the operation ends
 * @param lpCompletionRoutine called as (code, bytes, structure, flags) when the operation ends; null if an event or a
 * completion port reports the end
 * @returns 0, or SOCKET_ERROR
 */
export const WSASendMsg: Api<
  (
    Handle: SOCKET,
    lpMsg: WSAMSG,
    dwFlags: number,
    lpNumberOfBytesSent: Ref<number> | null,
    lpOverlapped: WSAOVERLAPPED | null,
    lpCompletionRoutine: LPWSAOVERLAPPED_COMPLETION_ROUTINE | null,
  ) => number
> = (process) => (Handle, lpMsg, dwFlags, lpNumberOfBytesSent, lpOverlapped, lpCompletionRoutine) =>
  callWithMessage(process)(
    "WSASendMsg",
    WSAID_WSASENDMSG,
    [Handle, lpMsg, dwFlags],
    lpNumberOfBytesSent,
    lpOverlapped,
    lpCompletionRoutine,
    "bytesSent",
  );
