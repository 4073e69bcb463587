import {
  isNumber,
  isStructure,
  TF_DISCONNECT,
  TF_REUSE_SOCKET,
  TF_USE_KERNEL_APC,
  TF_USE_SYSTEM_THREAD,
  TF_WRITE_BEHIND,
  TP_ELEMENT_EOP,
  TP_ELEMENT_FILE,
  TP_ELEMENT_MEMORY,
} from "@ws2kit/core";
import {
  type HANDLE,
  holds,
  type LPINT,
  newWSABUF,
  newWSAOVERLAPPED,
  type Pointer,
  READY_OUT,
  type Ref,
  ref,
  SD_SEND,
  type SOCKET,
  setErrno,
  type TRANSMIT_FILE_BUFFERS,
  type TRANSMIT_PACKETS_ELEMENT,
  WSA_INVALID_HANDLE,
  WSA_IO_PENDING,
  type WSABUF,
  WSAEFAULT,
  WSAEINVAL,
  WSAENOTCONN,
  type WSAEVENT,
  WSAEWOULDBLOCK,
  type WSAOVERLAPPED,
} from "@ws2kit/spi";
import { newOperation, type Operation } from "../socket/operation.js";
import { awaitEnd, start } from "../socket/pending.js";
import { broken, type Socket } from "../socket/socket.js";
import type { Tcpip } from "../socket/tcpip.js";
import { checkSend } from "../transfer/sending.js";
import { type Source, Transmission } from "../transfer/transmission.js";
import { reuse } from "./disconnect-ex.js";

const FLAGS = TF_DISCONNECT | TF_REUSE_SOCKET | TF_WRITE_BEHIND | TF_USE_SYSTEM_THREAD | TF_USE_KERNEL_APC;

/** The most bytes that one call sends. Source: page codes. */
const MOST_BYTES = 2147483646;
/** The longest block of a stream, in bytes; the peer does not see where a block ends. */
const STREAM_BLOCK = 8192;
/**
 * The longest block of a datagram socket. It is longer than any datagram, so a packet that is too long fails with
 * WSAEMSGSIZE.
 */
const DATAGRAM_BLOCK = 65536;

/** An empty list of buffers for `checkSend`. */
const NO_DATA: WSABUF[] = [newWSABUF(null)];
const NO_COUNT = ref(0);

/** An hEvent without an event. Its lowest bit is set, so that no packet goes to a completion port. */
const NO_PACKET = 1 as number as WSAEVENT;

/** The parts to send, or the code if the parameters are invalid. */
type Sources = readonly Source[] | number;

/**
 * TransmitFile: sends a header, a file and a trailer over a stream, and ends the connection if the flags ask for it.
 * After the application's parameters follow the count of bytes and `lpErrno`. Source: test_TransmitFile; page codes.
 */
export function transmitFile(
  tcp: Tcpip,
  hSocket: SOCKET,
  hFile: HANDLE | number | null,
  nNumberOfBytesToWrite: number,
  nNumberOfBytesPerSend: number,
  lpOverlapped: WSAOVERLAPPED | null,
  lpTransmitBuffers: TRANSMIT_FILE_BUFFERS | null,
  dwReserved: number,
  lpBytes: Ref<number> | null,
  lpErrno: LPINT,
): boolean {
  const find = (socket: Socket): Sources => {
    if (!socket.isStream || !isNumber(nNumberOfBytesToWrite)) return WSAEINVAL;
    const length = nNumberOfBytesToWrite >>> 0;
    if (length > MOST_BYTES) return WSAEINVAL;
    if (lpTransmitBuffers !== null && !isStructure(lpTransmitBuffers)) return WSAEFAULT;
    const { Head, HeadLength, Tail, TailLength } = lpTransmitBuffers ?? NO_BUFFERS;
    const head = inMemory(Head, HeadLength, false);
    const tail = inMemory(Tail, TailLength, false);
    if (isNumber(head) || isNumber(tail)) return WSAEFAULT;
    if (!hFile) return [head, tail];
    const offset = lpOverlapped === null ? -1 : (lpOverlapped.Offset >>> 0) + (lpOverlapped.OffsetHigh >>> 0) * 2 ** 32;
    const file = inFile(tcp, hFile, offset, length, false);
    return isNumber(file) ? file : [head, file, tail];
  };
  return transmit(tcp, hSocket, nNumberOfBytesPerSend, lpOverlapped, dwReserved, find, lpBytes, lpErrno);
}

const NO_BUFFERS: TRANSMIT_FILE_BUFFERS = { Head: null, HeadLength: 0, Tail: null, TailLength: 0 };

/**
 * TransmitPackets: sends parts of memory and of files over a connected socket. On a datagram socket, TP_ELEMENT_EOP or
 * `nSendSize` ends each datagram. After the application's parameters follow the count of bytes and `lpErrno`. Source:
 * page codes.
 */
export function transmitPackets(
  tcp: Tcpip,
  hSocket: SOCKET,
  lpPacketArray: readonly TRANSMIT_PACKETS_ELEMENT[],
  nElementCount: number,
  nSendSize: number,
  lpOverlapped: WSAOVERLAPPED | null,
  dwFlags: number,
  lpBytes: Ref<number> | null,
  lpErrno: LPINT,
): boolean {
  const find = (socket: Socket): Sources => {
    if (!isNumber(nElementCount) || (!socket.isStream && (dwFlags & TF_DISCONNECT) !== 0)) return WSAEINVAL;
    if (!Array.isArray(lpPacketArray) || nElementCount >>> 0 > lpPacketArray.length) return WSAEFAULT;
    const sources: Source[] = [];
    let total = 0;
    for (const element of lpPacketArray.slice(0, nElementCount >>> 0)) {
      const source = elementSource(tcp, element);
      if (isNumber(source)) return source;
      sources.push(source);
      if (source.length !== Infinity) total += source.length;
    }
    return total > MOST_BYTES ? WSAEINVAL : sources;
  };
  return transmit(tcp, hSocket, nSendSize, lpOverlapped, dwFlags, find, lpBytes, lpErrno);
}

/** The part that an element names, or a code. */
function elementSource(tcp: Tcpip, element: TRANSMIT_PACKETS_ELEMENT): Source | number {
  if (!isStructure(element)) return WSAEFAULT;
  const { dwElFlags, cLength, nFileOffset = 0, hFile = 0, pBuffer = null } = element;
  if (!isNumber(dwElFlags) || !isNumber(cLength) || !isNumber(nFileOffset)) return WSAEINVAL;
  const place = dwElFlags & (TP_ELEMENT_MEMORY | TP_ELEMENT_FILE);
  if (place === (TP_ELEMENT_MEMORY | TP_ELEMENT_FILE)) return WSAEINVAL;
  const endsPacket = (dwElFlags & TP_ELEMENT_EOP) !== 0;
  // an element without either flag names a file
  return place === TP_ELEMENT_MEMORY
    ? inMemory(pBuffer, cLength, endsPacket)
    : inFile(tcp, hFile, nFileOffset, cLength >>> 0, endsPacket);
}

/** Bytes in memory, or WSAEFAULT. A null pointer has no bytes. */
function inMemory(buf: Pointer | undefined, length: number, endsPacket: boolean): Source | number {
  const bytes = buf ?? new Uint8Array(0);
  if (!Number.isInteger(length) || !holds(bytes, 0, length)) return WSAEFAULT;
  return { from: bytes, handle: 0 as HANDLE, offset: 0, length, endsPacket };
}

/** Bytes of a file, or a code. A length of 0 stands for all bytes. */
function inFile(
  tcp: Tcpip,
  handle: HANDLE | number,
  offset: number,
  length: number,
  endsPacket: boolean,
): Source | number {
  const file = tcp.imports.fileOf(handle);
  // a socket can be read by ReadFile, but it is not a file to send
  const isSocket = tcp.handles.find(handle as SOCKET, ref(0)) !== null;
  if (file === null || isSocket) return WSA_INVALID_HANDLE;
  // TransmitFile/refused: the offset must be within the file, if the file reports its size
  if (offset > 0 && offset >= (file.size ?? Infinity)) return WSAEINVAL;
  return { from: file, handle: handle as HANDLE, offset, length: length || Infinity, endsPacket };
}

/**
 * Sends the parts that `find` returns. A call without `lpOverlapped` waits for the end, even on a non-blocking socket.
 */
function transmit(
  tcp: Tcpip,
  s: SOCKET,
  sendSize: number,
  lpOverlapped: WSAOVERLAPPED | null,
  dwFlags: number,
  find: (socket: Socket) => Sources,
  lpBytes: Ref<number> | null,
  lpErrno: LPINT,
): boolean {
  const refuse = (code: number) => {
    setErrno(lpErrno, code);
    return false;
  };
  const socket = tcp.handles.find(s, lpErrno);
  if (socket === null) return false;
  const code = checkCall(tcp, socket, sendSize, lpOverlapped, dwFlags);
  if (code !== 0) return refuse(code);
  const sources = find(socket);
  if (isNumber(sources)) return refuse(sources);
  const block = socket.isStream ? STREAM_BLOCK : DATAGRAM_BLOCK;
  const transmission = new Transmission(sources, Math.min(sendSize >>> 0 || block, block));
  const overlapped = lpOverlapped ?? newWSAOVERLAPPED(NO_PACKET);
  // an overlapped call pends, even if the stack accepts all bytes at once (test_TransmitFile)
  const isImmediate = lpOverlapped === null || (dwFlags & TF_WRITE_BEHIND) !== 0;
  let isBegun = isImmediate || (socket.pending?.output.length ?? 0) > 0;
  const attempt = (operation: Operation) => {
    if (isBegun) return sendBlocks(operation, transmission, dwFlags);
    isBegun = true;
    return WSAEWOULDBLOCK;
  };
  const operation = newOperation(tcp, socket, s, overlapped, null, null, attempt);
  if (!isBegun) tcp.imports.runLater(() => socket.pending?.notify(READY_OUT));
  if (start(socket, operation, READY_OUT, lpBytes, lpErrno) === 0) return true;
  if (lpOverlapped !== null || lpErrno?.value !== WSA_IO_PENDING) return false;
  return awaitEnd(socket, operation, lpBytes, lpErrno) === 0;
}

/** Checks the socket's state and the flags. Returns 0 or the code. */
function checkCall(
  tcp: Tcpip,
  socket: Socket,
  sendSize: number,
  lpOverlapped: WSAOVERLAPPED | null,
  dwFlags: number,
): number {
  if (!socket.isStream && !socket.isConnected) return WSAENOTCONN;
  const code = checkSend(tcp, socket, NO_DATA, 1, NO_COUNT, 0, lpOverlapped);
  if (code !== 0) return code;
  if (!isNumber(sendSize) || !isNumber(dwFlags) || (dwFlags & ~FLAGS) !== 0) return WSAEINVAL;
  return (dwFlags & TF_REUSE_SOCKET) !== 0 && (dwFlags & TF_DISCONNECT) === 0 ? WSAEINVAL : 0;
}

/** Sends until the stack has no room. After the last block, ends the connection if the flags ask for it. */
function sendBlocks(operation: Operation, transmission: Transmission, dwFlags: number): number {
  const { socket } = operation;
  for (;;) {
    if (transmission.left === 0) {
      const code = transmission.next();
      if (code !== 0) return code;
      if (transmission.left === 0) return disconnect(socket, dwFlags);
    }
    const result = socket.sendTo(transmission.buf, transmission.off, transmission.left, 0, null);
    if (result < 0) return result === -WSAEWOULDBLOCK ? WSAEWOULDBLOCK : broken(socket, -result);
    operation.bytes += result;
    transmission.off += result;
    transmission.left -= result;
  }
}

/** Ends the connection as the flags ask. Returns 0 or the code. */
function disconnect(socket: Socket, dwFlags: number): number {
  if ((dwFlags & TF_DISCONNECT) === 0) return 0;
  const result = socket.context.network.shutdown(socket.fd, SD_SEND);
  if (result < 0 && result !== -WSAENOTCONN) return -result;
  socket.sendIsShut = true;
  return (dwFlags & TF_REUSE_SOCKET) === 0 ? 0 : reuse(socket);
}
