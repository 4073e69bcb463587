import {
  type HANDLE,
  INVALID_HANDLE_VALUE,
  isRef,
  type Ref,
  type SOCKET,
  WSA_INFINITE,
  WSA_INVALID_HANDLE,
  WSA_INVALID_PARAMETER,
  WSA_NOT_ENOUGH_MEMORY,
  WSA_WAIT_IO_COMPLETION,
  WSA_WAIT_TIMEOUT,
  WSAETIMEDOUT,
  type WSAOVERLAPPED,
} from "@ws2kit/spi";
import { isNumber } from "../calls/given.js";
import { ALERTED, alertableWait } from "../kernel/alert.js";
import { NotificationObject } from "../kernel/notification-object.js";
import { win32Error } from "../kernel/nt-status.js";
import { type Completion, type Packet, PortObject } from "../kernel/port-object.js";
import { QUEUE_BOUND } from "../kernel/queue-bound.js";
import { OVERLAPPED, SocketObject } from "../kernel/socket-object.js";
import type { Process } from "../process.js";
import type { Api } from "../ws2/call.js";
import { notificationCompletion, socketCompletion } from "./socket-completion.js";

/**
 * Creates a completion port, associates a socket with one (or a handle of WSAProviderConfigChange), or both.
 *
 * Codes: WSA_INVALID_PARAMETER (associated already, or not an overlapped socket), WSA_INVALID_HANDLE,
 * WSA_NOT_ENOUGH_MEMORY. Source: reference §7; WPUCreateSocketHandle (desktop).
 *
 * @param FileHandle the socket, or INVALID_HANDLE_VALUE for none
 * @param ExistingCompletionPort the port, or 0 to create one
 * @param CompletionKey any value; each packet of this socket contains it
 * @param NumberOfConcurrentThreads ignored
 * @returns the port, or 0
 */
export const CreateIoCompletionPort: Api<
  (
    FileHandle: number,
    ExistingCompletionPort: HANDLE | 0 | null,
    CompletionKey: unknown,
    NumberOfConcurrentThreads: number,
  ) => HANDLE | 0
> = (process) => (FileHandle, ExistingCompletionPort, CompletionKey) => {
  const existing = ExistingCompletionPort ? process.handles.find(ExistingCompletionPort) : null;
  if (ExistingCompletionPort && !(existing instanceof PortObject)) return refuse(process, WSA_INVALID_HANDLE);
  const port = existing instanceof PortObject ? existing : new PortObject();
  const completion = FileHandle === INVALID_HANDLE_VALUE ? null : completionAt(process, FileHandle);
  if (isNumber(completion)) return refuse(process, completion);
  const isSound = completion === null ? existing === null : completion.association === undefined;
  if (!isSound) return refuse(process, WSA_INVALID_PARAMETER);
  const handle = existing === null ? process.handles.add(port) : (ExistingCompletionPort as HANDLE);
  if (handle === 0) return refuse(process, WSA_NOT_ENOUGH_MEMORY);
  if (existing === null) process.machine.counters.handles++;
  if (completion !== null) completion.association = { port, key: CompletionKey };
  return handle as HANDLE;
};

/**
 * How the operations of a handle complete, for an overlapped socket or a handle of WSAProviderConfigChange; or a code.
 */
function completionAt(process: Process, handle: number): Completion | number {
  const object = process.handles.find(handle);
  if (object instanceof NotificationObject) return notificationCompletion(process, object);
  if (!(object instanceof SocketObject)) return WSA_INVALID_HANDLE;
  return (object.kind & OVERLAPPED) === 0 ? WSA_INVALID_PARAMETER : socketCompletion(process, handle as SOCKET, object);
}

function refuse(process: Process, code: number): 0 {
  process.fail(code);
  return 0;
}

/**
 * Waits for the next packet of a completion port, and returns it.
 *
 * Codes: that of the operation, if it failed; with a null `lpOverlapped`, WSA_WAIT_TIMEOUT or WSA_INVALID_HANDLE.
 * Source: reference §7, §8; oracle GetQueuedCompletionStatus-01.
 *
 * @param CompletionPort the port
 * @param lpNumberOfBytesTransferred receives the number of bytes
 * @param lpCompletionKey receives the socket's key
 * @param lpOverlapped receives the operation's structure, null without a packet
 * @param dwMilliseconds milliseconds, or INFINITE
 * @returns `true` for an operation that succeeded, `false` otherwise
 */
export const GetQueuedCompletionStatus: Api<
  (
    CompletionPort: HANDLE,
    lpNumberOfBytesTransferred: Ref<number>,
    lpCompletionKey: Ref<unknown>,
    lpOverlapped: Ref<WSAOVERLAPPED | null>,
    dwMilliseconds: number,
  ) => boolean
> = (process) => (CompletionPort, lpNumberOfBytesTransferred, lpCompletionKey, lpOverlapped, dwMilliseconds) => {
  const refs = [lpNumberOfBytesTransferred, lpCompletionKey, lpOverlapped];
  if (!refs.every(isRef)) return process.deny(WSA_INVALID_PARAMETER);
  lpOverlapped.value = null;
  const code = awaitPacket(process, CompletionPort, dwMilliseconds, false);
  if (code !== 0) return process.deny(code);
  const packet = (process.handles.find(CompletionPort) as PortObject).packets.shift() as Packet;
  lpNumberOfBytesTransferred.value = packet.bytes;
  lpCompletionKey.value = packet.key;
  lpOverlapped.value = packet.overlapped;
  const error = win32Error(packet.status);
  return error === 0 || process.deny(error);
};

/** One row of GetQueuedCompletionStatusEx. */
export interface OVERLAPPED_ENTRY {
  /** The socket's key. */
  lpCompletionKey: unknown;
  /** The operation's structure. */
  lpOverlapped: WSAOVERLAPPED | null;
  /** The operation's status, as in the structure. */
  Internal: number;
  /** The number of bytes. */
  dwNumberOfBytesTransferred: number;
}

/**
 * Returns several packets of a completion port at once. Failed operations count as well.
 *
 * Codes: WSA_WAIT_TIMEOUT, WSA_WAIT_IO_COMPLETION (completion routines ran), WSA_INVALID_HANDLE.
 *
 * @param CompletionPort the port
 * @param lpCompletionPortEntries receives the packets from its start
 * @param ulCount the greatest number of packets
 * @param ulNumEntriesRemoved receives the number of packets
 * @param dwMilliseconds milliseconds, or INFINITE
 * @param fAlertable runs completion routines of this thread, which end the wait
 * @returns `true`, or `false`
 */
export const GetQueuedCompletionStatusEx: Api<
  (
    CompletionPort: HANDLE,
    lpCompletionPortEntries: OVERLAPPED_ENTRY[],
    ulCount: number,
    ulNumEntriesRemoved: Ref<number>,
    dwMilliseconds: number,
    fAlertable: boolean,
  ) => boolean
> =
  (process) => (CompletionPort, lpCompletionPortEntries, ulCount, ulNumEntriesRemoved, dwMilliseconds, fAlertable) => {
    if (!Array.isArray(lpCompletionPortEntries) || !isRef(ulNumEntriesRemoved) || !(ulCount > 0)) {
      return process.deny(WSA_INVALID_PARAMETER);
    }
    const code = awaitPacket(process, CompletionPort, dwMilliseconds, Boolean(fAlertable));
    if (code !== 0) return process.deny(code);
    const { packets } = process.handles.find(CompletionPort) as PortObject;
    const taken = packets.splice(0, ulCount);
    taken.forEach((packet, i) => {
      lpCompletionPortEntries[i] = {
        lpCompletionKey: packet.key,
        lpOverlapped: packet.overlapped,
        Internal: packet.status,
        dwNumberOfBytesTransferred: packet.bytes,
      };
    });
    ulNumEntriesRemoved.value = taken.length;
    return true;
  };

/** Waits until a port has a packet. Returns 0 or the Win32 code. */
function awaitPacket(process: Process, handle: HANDLE, dwMilliseconds: number, alertable: boolean): number {
  const port = process.handles.find(handle);
  if (!(port instanceof PortObject)) return WSA_INVALID_HANDLE;
  if (port.ready()) return 0;
  process.machine.turn();
  if (port.ready()) return 0;
  const ms = dwMilliseconds === WSA_INFINITE || dwMilliseconds < 0 ? -1 : dwMilliseconds;
  const code = alertableWait(process, port, ms, alertable, "GetQueuedCompletionStatus");
  if (code === ALERTED) return WSA_WAIT_IO_COMPLETION;
  return code === WSAETIMEDOUT ? WSA_WAIT_TIMEOUT : code;
}

/**
 * Posts a packet of the caller to a completion port.
 *
 * @param CompletionPort the port
 * @param dwNumberOfBytesTransferred the packet's number of bytes
 * @param dwCompletionKey the packet's key, any value
 * @param lpOverlapped the packet's structure, or null
 * @returns `true`, or `false` with WSA_INVALID_HANDLE or WSA_NOT_ENOUGH_MEMORY (10,000 packets wait already)
 */
export const PostQueuedCompletionStatus: Api<
  (
    CompletionPort: HANDLE,
    dwNumberOfBytesTransferred: number,
    dwCompletionKey: unknown,
    lpOverlapped: WSAOVERLAPPED | null,
  ) => boolean
> = (process) => (CompletionPort, dwNumberOfBytesTransferred, dwCompletionKey, lpOverlapped) => {
  const port = process.handles.find(CompletionPort);
  if (!(port instanceof PortObject)) return process.deny(WSA_INVALID_HANDLE);
  if (port.packets.length >= QUEUE_BOUND) return process.deny(WSA_NOT_ENOUGH_MEMORY);
  port.packets.push({
    bytes: dwNumberOfBytesTransferred >>> 0,
    key: dwCompletionKey,
    overlapped: lpOverlapped,
    status: 0,
  });
  return true;
};
