import {
  encodeGuid,
  type GUID,
  type LPINT,
  type Pointer,
  type Ref,
  ref,
  SIO_GET_EXTENSION_FUNCTION_POINTER,
  type SOCKET,
  WSA_IO_PENDING,
  type WSAOVERLAPPED,
  WSS_OPERATION_IN_PROGRESS,
} from "@ws2kit/spi";
import { unlessFault } from "../calls/fault.js";
import { isStructure } from "../calls/given.js";
import type { Process } from "../process.js";
import { callSlot } from "../ws2/call.js";
import { WSAID_ACCEPTEX, WSAID_CONNECTEX, WSAID_DISCONNECTEX, WSAID_GETACCEPTEXSOCKADDRS } from "./extension-ids.js";

/**
 * Calls an extension function of a socket's provider, which SIO_GET_EXTENSION_FUNCTION_POINTER gives. `false` with the
 * code of either.
 */
function callExtension(process: Process, call: string, guid: GUID, s: SOCKET, args: readonly unknown[]): boolean {
  const socket = process.socketOf(s);
  if (socket === null) return false;
  const bytes = new Uint8Array(16);
  encodeGuid(guid, bytes);
  const pointer = ref<unknown>(null);
  const { provider } = socket;
  const found = callSlot(process, call, provider, "WSPIoctl", (lpErrno) =>
    provider.slots.WSPIoctl(
      s,
      SIO_GET_EXTENSION_FUNCTION_POINTER,
      bytes,
      16,
      pointer,
      4,
      ref(0),
      null,
      null,
      null,
      lpErrno,
    ),
  );
  if (found !== 0) return false;
  const extension = pointer.value as (...args: unknown[]) => boolean;
  return (
    callSlot(process, call, provider, "WSPIoctl", (lpErrno: LPINT) => (extension(...args, lpErrno) ? 0 : -1)) === 0
  );
}

/**
 * As `callExtension`, for a call that leaves its structure pending where it fails. Source: test_AcceptEx, test_connect.
 */
function startExtension(
  process: Process,
  call: string,
  guid: GUID,
  s: SOCKET,
  args: readonly unknown[],
  overlapped: WSAOVERLAPPED | null,
): boolean {
  const isDone = callExtension(process, call, guid, s, args);
  if (!isDone && process.thread.lastError !== WSA_IO_PENDING && isStructure(overlapped)) {
    unlessFault(() => {
      overlapped.Internal = WSS_OPERATION_IN_PROGRESS;
    }, undefined);
  }
  return isDone;
}

/** What `mswsock.dll` has for sockets. Source: oracle AcceptEx-*, DisconnectEx-*; mswsock.h. */
export const mswsock = (process: Process) => ({
  /**
   * Takes the next connection of a listener into `sAcceptSocket`, with its first data. `false` with WSA_IO_PENDING as a
   * rule; the addresses are in `lpOutputBuffer`, for GetAcceptExSockaddrs.
   */
  AcceptEx: (
    sListenSocket: SOCKET,
    sAcceptSocket: SOCKET,
    lpOutputBuffer: Pointer,
    dwReceiveDataLength: number,
    dwLocalAddressLength: number,
    dwRemoteAddressLength: number,
    lpdwBytesReceived: Ref<number> | null,
    lpOverlapped: WSAOVERLAPPED | null,
  ): boolean =>
    startExtension(
      process,
      "AcceptEx",
      WSAID_ACCEPTEX,
      sListenSocket,
      [
        sListenSocket,
        sAcceptSocket,
        lpOutputBuffer,
        dwReceiveDataLength,
        dwLocalAddressLength,
        dwRemoteAddressLength,
        lpdwBytesReceived,
        lpOverlapped,
      ],
      lpOverlapped,
    ),

  /** Reads the two addresses that AcceptEx left in its buffer. `s` is the listener: it names the provider. */
  GetAcceptExSockaddrs: (
    s: SOCKET,
    lpOutputBuffer: Pointer,
    dwReceiveDataLength: number,
    dwLocalAddressLength: number,
    dwRemoteAddressLength: number,
    LocalSockaddr: Ref<Pointer>,
    LocalSockaddrLength: Ref<number>,
    RemoteSockaddr: Ref<Pointer>,
    RemoteSockaddrLength: Ref<number>,
  ): void => {
    callExtension(process, "GetAcceptExSockaddrs", WSAID_GETACCEPTEXSOCKADDRS, s, [
      lpOutputBuffer,
      dwReceiveDataLength,
      dwLocalAddressLength,
      dwRemoteAddressLength,
      LocalSockaddr,
      LocalSockaddrLength,
      RemoteSockaddr,
      RemoteSockaddrLength,
    ]);
  },

  /** Connects a bound socket and sends first data. `false` with WSA_IO_PENDING as a rule. */
  ConnectEx: (
    s: SOCKET,
    name: Pointer,
    namelen: number,
    lpSendBuffer: Pointer,
    dwSendDataLength: number,
    lpdwBytesSent: Ref<number> | null,
    lpOverlapped: WSAOVERLAPPED | null,
  ): boolean =>
    startExtension(
      process,
      "ConnectEx",
      WSAID_CONNECTEX,
      s,
      [s, name, namelen, lpSendBuffer, dwSendDataLength, lpdwBytesSent, lpOverlapped],
      lpOverlapped,
    ),

  /** Ends a connection; with TF_REUSE_SOCKET (2) the socket can connect again. */
  DisconnectEx: (s: SOCKET, lpOverlapped: WSAOVERLAPPED | null, dwFlags: number, dwReserved: number): boolean =>
    callExtension(process, "DisconnectEx", WSAID_DISCONNECTEX, s, [s, lpOverlapped, dwFlags, dwReserved]),
});
