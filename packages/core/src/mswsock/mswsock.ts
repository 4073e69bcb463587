import {
  encodeGuid,
  type GUID,
  type LPINT,
  type Pointer,
  type Ref,
  ref,
  SIO_GET_EXTENSION_FUNCTION_POINTER,
  type SOCKET,
  type WSAOVERLAPPED,
} from "@ws2kit/spi";
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
    callExtension(process, "AcceptEx", WSAID_ACCEPTEX, sListenSocket, [
      sListenSocket,
      sAcceptSocket,
      lpOutputBuffer,
      dwReceiveDataLength,
      dwLocalAddressLength,
      dwRemoteAddressLength,
      lpdwBytesReceived,
      lpOverlapped,
    ]),

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
    callExtension(process, "ConnectEx", WSAID_CONNECTEX, s, [
      s,
      name,
      namelen,
      lpSendBuffer,
      dwSendDataLength,
      lpdwBytesSent,
      lpOverlapped,
    ]),

  /** Ends a connection; with TF_REUSE_SOCKET (2) the socket can connect again. */
  DisconnectEx: (s: SOCKET, lpOverlapped: WSAOVERLAPPED | null, dwFlags: number, dwReserved: number): boolean =>
    callExtension(process, "DisconnectEx", WSAID_DISCONNECTEX, s, [s, lpOverlapped, dwFlags, dwReserved]),
});
