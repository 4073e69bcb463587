import {
  type GUID,
  type LPWSAOVERLAPPED_COMPLETION_ROUTINE,
  type Pointer,
  type Ref,
  type SOCKET,
  WSA_IO_PENDING,
  type WSAMSG,
  type WSAOVERLAPPED,
  WSS_OPERATION_IN_PROGRESS,
} from "@ws2kit/spi";
import { unlessFault } from "../calls/fault.js";
import { isStructure } from "../calls/given.js";
import type { Process } from "../process.js";
import { callExtension } from "./extension-call.js";
import {
  WSAID_ACCEPTEX,
  WSAID_CONNECTEX,
  WSAID_DISCONNECTEX,
  WSAID_GETACCEPTEXSOCKADDRS,
  WSAID_WSARECVMSG,
} from "./extension-ids.js";
import { callWithMessage } from "./message-call.js";
import { WSARecvEx } from "./receive-ex.js";
import { TransmitFile, TransmitPackets } from "./transmit-calls.js";

/**
 * Calls an extension function as `callExtension` does; if it fails, the overlapped structure still says pending.
 * Source: test_AcceptEx, test_connect.
 */
function startExtension(
  process: Process,
  call: string,
  guid: GUID,
  s: SOCKET,
  args: readonly unknown[],
  overlapped: WSAOVERLAPPED | null,
): boolean {
  const isDone = callExtension(process)(call, guid, s, args);
  if (!isDone && process.thread.lastError !== WSA_IO_PENDING && isStructure(overlapped)) {
    unlessFault(() => {
      overlapped.Internal = WSS_OPERATION_IN_PROGRESS;
    }, undefined);
  }
  return isDone;
}

/** The functions of `mswsock.dll` for sockets. Source: oracle AcceptEx-*, DisconnectEx-*; mswsock.h. */
export const mswsock = (process: Process) => ({
  TransmitFile: TransmitFile(process),
  TransmitPackets: TransmitPackets(process),
  WSARecvEx: WSARecvEx(process),

  /**
   * Accepts the next connection of a listening socket into a socket that the caller has made, and receives the first
   * data. The buffer then holds the data, the local address and the peer's address; GetAcceptExSockaddrs finds the
   * addresses in it.
   *
   * Codes: WSA_IO_PENDING (the usual result), WSAENOTSOCK, WSAEINVAL, WSAEFAULT, WSAEOPNOTSUPP.
   *
   * @param sListenSocket the listening socket
   * @param sAcceptSocket an unbound socket, which becomes the connection
   * @param lpOutputBuffer receives the first data, then both addresses
   * @param dwReceiveDataLength the most bytes of data to receive; 0 accepts without waiting for data
   * @param dwLocalAddressLength bytes to reserve for the local address: at least 16 more than the longest address
   * @param dwRemoteAddressLength bytes to reserve for the peer's address: at least 16 more than the longest address
   * @param lpdwBytesReceived receives the number of bytes of data, if the operation has ended when the call returns
   * @param lpOverlapped the structure of the operation, which is known by identity: do not reuse it before the
   * operation ends
   * @returns `true`, or `false`
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

  /**
   * Finds the two addresses that AcceptEx has written to its buffer.
   *
   * @param s the listening socket, which selects the provider
   * @param lpOutputBuffer the buffer of AcceptEx
   * @param dwReceiveDataLength as passed to AcceptEx
   * @param dwLocalAddressLength as passed to AcceptEx
   * @param dwRemoteAddressLength as passed to AcceptEx
   * @param LocalSockaddr receives the local address
   * @param LocalSockaddrLength receives its length in bytes
   * @param RemoteSockaddr receives the peer's address
   * @param RemoteSockaddrLength receives its length in bytes
   */
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
    callExtension(process)("GetAcceptExSockaddrs", WSAID_GETACCEPTEXSOCKADDRS, s, [
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

  /**
   * Connects a bound socket and sends first data.
   *
   * Codes: WSA_IO_PENDING (the usual result), and those of `connect`.
   *
   * @param name the address in Winsock's layout: family (2 bytes, little-endian), port (2, big-endian), then the
   * address; `sockaddr_in` makes one
   * @param namelen length of the address in bytes: 16 for IPv4, 28 for IPv6
   * @param lpSendBuffer the first data, or null
   * @param dwSendDataLength bytes of first data
   * @param lpdwBytesSent receives the number of bytes sent, if the operation ends at once
   * @param lpOverlapped the structure of the operation, which is known by identity: do not reuse it before the
   * operation ends
   * @returns `true`, or `false`
   */
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

  /**
   * Ends a connection. With TF_REUSE_SOCKET (2), the socket can connect or accept again.
   *
   * @param lpOverlapped null for a synchronous call. Otherwise the structure of the operation, which is known by
   * identity: do not reuse it before the operation ends
   * @param dwFlags TF_REUSE_SOCKET, or 0
   * @param dwReserved 0
   * @returns `true`, or `false`
   */
  DisconnectEx: (s: SOCKET, lpOverlapped: WSAOVERLAPPED | null, dwFlags: number, dwReserved: number): boolean =>
    callExtension(process)("DisconnectEx", WSAID_DISCONNECTEX, s, [s, lpOverlapped, dwFlags, dwReserved]),

  /**
   * Receives a datagram with its sender's address and control messages. The options IP_PKTINFO, IP_RECVTTL, IP_RECVTOS,
   * IPV6_PKTINFO, IPV6_HOPLIMIT and IPV6_RECVTCLASS ask for the messages; WSA_CMSG_FIRSTHDR and WSA_CMSG_NXTHDR read
   * them. If data or control messages do not fit, the call fails with WSAEMSGSIZE, and `dwFlags` of the structure has
   * MSG_TRUNC or MSG_CTRUNC.
   *
   * Codes: those of `WSARecvFrom`; WSAEINVAL for a stream. Source: page remarks.
   *
   * @param lpMsg names the buffers, and receives the address, the control messages and the flags; in use until the
   * operation ends
   * @param lpdwNumberOfBytesRecvd receives the number of bytes, if the operation has ended when the call returns; may
   * be null with `lpOverlapped`
   * @param lpOverlapped null for a synchronous call. Otherwise the structure of the operation, which is known by
   * identity: do not reuse it before the operation ends
   * @param lpCompletionRoutine called as (code, bytes, structure, flags) when the operation ends; null if an event or a
   * completion port reports the end
   * @returns 0, or SOCKET_ERROR
   */
  WSARecvMsg: (
    s: SOCKET,
    lpMsg: WSAMSG,
    lpdwNumberOfBytesRecvd: Ref<number> | null,
    lpOverlapped: WSAOVERLAPPED | null,
    lpCompletionRoutine: LPWSAOVERLAPPED_COMPLETION_ROUTINE | null,
  ): number =>
    callWithMessage(process)(
      "WSARecvMsg",
      WSAID_WSARECVMSG,
      [s, lpMsg],
      lpdwNumberOfBytesRecvd,
      lpOverlapped,
      lpCompletionRoutine,
      "bytesReceived",
    ),
});
