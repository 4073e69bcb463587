import { isNumber, isStructure, unlessFault } from "@ws2kit/core";
import {
  copyOf,
  holds,
  isRef,
  type LPINT,
  type Pointer,
  READY_IN,
  type Ref,
  type SOCKET,
  setErrno,
  sockaddrSize,
  WSA_INVALID_PARAMETER,
  WSAEFAULT,
  WSAEINVAL,
  WSAENOTSOCK,
  WSAEWOULDBLOCK,
  type WSAOVERLAPPED,
} from "@ws2kit/spi";
import { newName } from "../socket/address-check.js";
import { begin } from "../socket/completing.js";
import { connected } from "../socket/connection-state.js";
import { hold, MOVED, newOperation, type Operation } from "../socket/operation.js";
import { Pending, start } from "../socket/pending.js";
import type { Arrival, Socket } from "../socket/socket.js";
import type { Tcpip } from "../socket/tcpip.js";

/** The bytes that a block of GetAcceptExSockaddrs has in addition to the address. */
const BLOCK_EXTRA = 16;

/** The layout of AcceptEx's buffer: the first data, then a block for each address. */
interface Layout {
  readonly buffer: Uint8Array;
  readonly dataLength: number;
  readonly localLength: number;
  readonly remoteLength: number;
}

/**
 * Accepts the next connection into a socket that the caller has made; receives first data if `dwReceiveDataLength` is
 * not 0. The socket can transfer data at once; other calls need SO_UPDATE_ACCEPT_CONTEXT first. Returns `false` with
 * WSA_IO_PENDING as a rule, or with WSA_INVALID_PARAMETER (no overlapped structure), WSAENOTSOCK, WSAEINVAL, WSAEFAULT.
 * Source: oracle AcceptEx-*.
 */
export function acceptEx(
  tcp: Tcpip,
  sListenSocket: SOCKET,
  sAcceptSocket: SOCKET,
  lpOutputBuffer: Pointer,
  dwReceiveDataLength: number,
  dwLocalAddressLength: number,
  dwRemoteAddressLength: number,
  lpdwBytesReceived: Ref<number> | null,
  lpOverlapped: WSAOVERLAPPED | null,
  lpErrno: LPINT,
): boolean {
  const refuse = (code: number) => {
    setErrno(lpErrno, code);
    return false;
  };
  if (!isStructure(lpOverlapped)) return refuse(WSA_INVALID_PARAMETER);
  const listener = tcp.handles.find(sListenSocket, lpErrno);
  if (listener === null) return false;
  const acceptor = tcp.handles.find(sAcceptSocket, lpErrno);
  if (acceptor === null) return refuse(WSAENOTSOCK);
  if (!listener.isListening || !isFresh(acceptor)) return refuse(WSAEINVAL);
  if (!isLength(dwReceiveDataLength) || !isLength(dwLocalAddressLength) || !isLength(dwRemoteAddressLength)) {
    return refuse(WSAEINVAL);
  }
  const size = dwReceiveDataLength + dwLocalAddressLength + dwRemoteAddressLength;
  if (!holds(lpOutputBuffer, 0, size) || dwRemoteAddressLength === 0) return refuse(WSAEFAULT);
  const layout: Layout = {
    buffer: lpOutputBuffer,
    dataLength: dwReceiveDataLength,
    localLength: dwLocalAddressLength,
    remoteLength: dwRemoteAddressLength,
  };
  // it always pends, even if a connection waits already
  let isBegun = (listener.pending?.input.length ?? 0) > 0;
  const attempt = (operation: Operation) => {
    if (isBegun) return attemptAccept(operation, listener, acceptor, layout);
    isBegun = true;
    return WSAEWOULDBLOCK;
  };
  if (listener.arrivals.length > 0) tcp.imports.runLater(() => listener.pending?.notify(READY_IN));
  const operation = newOperation(tcp, listener, sListenSocket, lpOverlapped, null, null, attempt);
  // throws here if the structure cannot be written, before a socket is changed
  begin(operation);
  hold(operation, acceptor);
  return start(listener, operation, READY_IN, lpdwBytesReceived, lpErrno) === 0;
}

function isLength(given: unknown): given is number {
  return isNumber(given) && given >>> 0 === given;
}

/**
 * Checks that a connection can be accepted into the socket. Returns 0 or the code. If `localLength` is 0, the local
 * address is not written.
 */
function admits(tcp: Tcpip, acceptor: Socket, { name }: Arrival, { localLength, remoteLength }: Layout): number {
  const least = sockaddrSize(acceptor.af) + BLOCK_EXTRA;
  if ((localLength !== 0 && localLength < least) || remoteLength < least) return WSAEFAULT;
  return tcp.socketGroups?.aim(acceptor, name) === false ? WSAEINVAL : 0;
}

/** Whether a socket is a stream that is neither bound, nor connected, nor held by another AcceptEx. */
function isFresh(socket: Socket): boolean {
  return (
    socket.isStream && !socket.isBound && !socket.isConnected && !socket.isListening && socket.holder === undefined
  );
}

function attemptAccept(operation: Operation, listener: Socket, acceptor: Socket, layout: Layout): number {
  const size = sockaddrSize(listener.af);
  const found = listener.arrivals.length > 0 ? 0 : listener.collectArrival();
  if (found === -WSAEWOULDBLOCK) return WSAEWOULDBLOCK;
  // AcceptEx-06: blocks that are too short fail only when a connection comes, which then waits for another accept
  const code = found < 0 ? -found : admits(operation.tcp, acceptor, listener.arrivals[0], layout);
  if (code !== 0) return code;
  const { fd, name } = listener.arrivals.shift() as Arrival;
  adopt(acceptor, fd);
  if (layout.localLength !== 0) {
    const local = newName();
    listener.context.network.getsockname(fd, local);
    layout.buffer.set(local.subarray(0, size), layout.dataLength);
  }
  layout.buffer.set(name.subarray(0, size), layout.dataLength + layout.localLength);
  return layout.dataLength === 0 ? 0 : awaitData(operation, acceptor, layout);
}

/** Makes the waiting socket the connection. */
function adopt(socket: Socket, fd: number): void {
  socket.replaceDescriptor(fd);
  socket.isBound = true;
  socket.needsContext = true;
  connected(socket);
}

/** Continues the operation on the new connection, until its first data arrives. */
function awaitData(operation: Operation, acceptor: Socket, layout: Layout): number {
  operation.attempt = () => {
    const result = acceptor.context.network.recv(acceptor.fd, layout.buffer, 0, layout.dataLength, 0);
    if (result < 0) return -result;
    operation.bytes = result;
    return 0;
  };
  const code = operation.attempt(operation);
  if (code !== WSAEWOULDBLOCK) return code;
  acceptor.pending ??= new Pending();
  acceptor.pending.input.push(operation);
  operation.tcp.watch(acceptor);
  return MOVED;
}

/**
 * Copies the two addresses from AcceptEx's buffer, and reports their lengths. If AcceptEx did not write an address, its
 * pointers do not change. It cannot fail: arguments that are not a buffer or a pointer are ignored. Source: oracle
 * asynchronous; test_AcceptEx.
 */
export function getAcceptExSockaddrs(
  lpOutputBuffer: Pointer,
  dwReceiveDataLength: number,
  dwLocalAddressLength: number,
  dwRemoteAddressLength: number,
  LocalSockaddr: Ref<Pointer>,
  LocalSockaddrLength: Ref<number>,
  RemoteSockaddr: Ref<Pointer>,
  RemoteSockaddrLength: Ref<number>,
): true {
  const give = (at: number, block: number, address: Ref<Pointer>, length: Ref<number>) => {
    if (block === 0 || !isLength(at) || !isLength(block) || !holds(lpOutputBuffer, at, block)) return;
    const size = Math.min(block, sockaddrSize(lpOutputBuffer[at]));
    store(address, copyOf(lpOutputBuffer, at, at + size));
    store(length, size);
  };
  give(dwReceiveDataLength, dwLocalAddressLength, LocalSockaddr, LocalSockaddrLength);
  const remoteAt = Number(dwReceiveDataLength) + Number(dwLocalAddressLength);
  give(remoteAt, dwRemoteAddressLength, RemoteSockaddr, RemoteSockaddrLength);
  return true;
}

/** Writes a value to a caller's pointer, if that can be written. */
function store<T>(pointer: Ref<T>, value: T): void {
  unlessFault(() => {
    if (isRef(pointer)) pointer.value = value;
  }, undefined);
}
