import {
  type GUID,
  type HANDLE,
  ref,
  type SOCKET,
  type TRANSMIT_FILE_BUFFERS,
  type TRANSMIT_PACKETS_ELEMENT,
  type WSAOVERLAPPED,
} from "@ws2kit/spi";
import type { Api } from "../ws2/call.js";
import { callExtension } from "./extension-call.js";
import { WSAID_TRANSMITFILE, WSAID_TRANSMITPACKETS } from "./extension-ids.js";

/** Calls TransmitFile or TransmitPackets of a socket's provider, and counts the bytes. */
const transmit: Api<(call: string, guid: GUID, s: SOCKET, args: readonly unknown[]) => boolean> =
  (process) => (call, guid, s, args) => {
    const bytes = ref(0);
    if (!callExtension(process)(call, guid, s, [s, ...args, bytes])) return false;
    const { counters } = process.machine;
    counters.operations++;
    counters.bytesSent += bytes.value;
    return true;
  };

/**
 * Sends a file over a connected stream, with bytes before and after it, and ends the connection if `dwReserved` asks
 * for it. Without `lpOverlapped` the call waits until the stack has accepted every byte, even on a non-blocking socket.
 *
 * Codes: those of `send`; WSA_IO_PENDING (usual with `lpOverlapped`), WSA_OPERATION_ABORTED; WSAENOTCONN; WSAEINVAL for
 * a datagram socket, TF_REUSE_SOCKET without TF_DISCONNECT, an offset outside the file, and more than 2,147,483,646
 * bytes; WSA_INVALID_HANDLE for a handle that is not a file's. Source: page codes; test_TransmitFile.
 *
 * @param hSocket the stream
 * @param hFile the file, from CreateFileW; null or 0 sends only the bytes of `lpTransmitBuffers`
 * @param nNumberOfBytesToWrite bytes of the file to send; 0 for all up to its end
 * @param nNumberOfBytesPerSend bytes of the longest block that is sent at once; 0 for the provider's default
 * @param lpOverlapped null for a synchronous call, which begins at the file's current offset. Otherwise the structure
 * of the operation, which is known by identity: do not reuse it before the operation ends. Its `Offset` and
 * `OffsetHigh` are the offset in the file at which to begin
 * @param lpTransmitBuffers the bytes before and after the file, which are read until the operation ends; or null
 * @param dwReserved TF_DISCONNECT ends the connection after the last byte, TF_REUSE_SOCKET makes the socket ready for
 * AcceptEx or ConnectEx, TF_WRITE_BEHIND lets an overlapped call end at once; flags that choose a thread are ignored
 * @returns `true`, or `false`
 */
export const TransmitFile: Api<
  (
    hSocket: SOCKET,
    hFile: HANDLE | number | null,
    nNumberOfBytesToWrite: number,
    nNumberOfBytesPerSend: number,
    lpOverlapped: WSAOVERLAPPED | null,
    lpTransmitBuffers: TRANSMIT_FILE_BUFFERS | null,
    dwReserved: number,
  ) => boolean
> =
  (process) =>
  (hSocket, ...args) =>
    transmit(process)("TransmitFile", WSAID_TRANSMITFILE, hSocket, args);

/**
 * Sends parts of memory and of files over a connected socket: a stream, or a datagram socket with a peer.
 *
 * Codes: those of TransmitFile; WSAEMSGSIZE for a datagram that is too long; WSAEINVAL for TF_DISCONNECT on a datagram
 * socket. Source: page codes.
 *
 * @param hSocket the socket
 * @param lpPacketArray the parts
 * @param nElementCount how many of the parts to send
 * @param nSendSize bytes of the longest datagram or block; 0 for the provider's own, 0xffffffff for datagrams that end
 * at TP_ELEMENT_EOP alone
 * @param lpOverlapped null for a synchronous call. Otherwise the structure of the operation, which is known by
 * identity: do not reuse it before the operation ends
 * @param dwFlags TF_DISCONNECT, TF_REUSE_SOCKET, as for TransmitFile
 * @returns `true`, or `false`
 */
export const TransmitPackets: Api<
  (
    hSocket: SOCKET,
    lpPacketArray: readonly TRANSMIT_PACKETS_ELEMENT[],
    nElementCount: number,
    nSendSize: number,
    lpOverlapped: WSAOVERLAPPED | null,
    dwFlags: number,
  ) => boolean
> =
  (process) =>
  (hSocket, ...args) =>
    transmit(process)("TransmitPackets", WSAID_TRANSMITPACKETS, hSocket, args);
