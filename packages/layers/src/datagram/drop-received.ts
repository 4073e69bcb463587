import {
  isRef,
  type LPINT,
  type LPWSAOVERLAPPED_COMPLETION_ROUTINE,
  MSG_PEEK,
  newWSABUF,
  newWSAOVERLAPPED,
  type Pointer,
  type Ref,
  ref,
  SOCKADDR_STORAGE_SIZE,
  type SOCKET,
  SOCKET_ERROR,
  setErrno,
  WSA_IO_PENDING,
  WSA_OPERATION_ABORTED,
  type WSABUF,
  WSAEMSGSIZE,
  type WSAOVERLAPPED,
  type WSATHREADID,
  type WSPPROC_TABLE,
  XP1_CONNECTIONLESS,
} from "@ws2kit/spi";
import type { Layer } from "../kit/layer.js";
import type { LayerSocket } from "../kit/layer-socket.js";
import { attempt } from "../kit/link.js";
import { beginOperation } from "../kit/operation.js";

/** Whether a socket of this layer carries datagrams. */
export function isConnectionless(layer: Layer, s: SOCKET): boolean {
  const socket = layer.find(s, ref(0));
  return socket !== null && (socket.chain.dwServiceFlags1 & XP1_CONNECTIONLESS) !== 0;
}

/** A receive of a datagram, with a buffer for the sender's address: the application's or the layer's. */
interface Receive {
  readonly s: SOCKET;
  readonly buffers: WSABUF[];
  readonly count: number;
  readonly lpReceived: Ref<number> | null;
  readonly lpFlags: Ref<number>;
  /** The flags that the caller passed. */
  readonly flags: number;
  readonly from: Uint8Array;
  readonly fromlen: Ref<number> | null;
}

/** Returns whether to drop a datagram of `bytes` bytes that was received on `s` from the address `from`. */
export type Drops = (s: SOCKET, from: Uint8Array, bytes: number) => boolean;

/** Slots that drop some received datagrams: the application's receive continues with the next datagram. */
export function dropReceived(layer: Layer, drops: Drops): Pick<WSPPROC_TABLE, "WSPRecv" | "WSPRecvFrom"> {
  const { pass } = layer;

  /**
   * Returns whether a receive that ended with `code` has received a datagram to drop. If it has, clears the buffers,
   * and removes a datagram that was only peeked at.
   */
  function isDropped({ s, buffers, count, lpFlags, flags, from }: Receive, code: number, bytes: number): boolean {
    if ((code !== 0 && code !== WSAEMSGSIZE) || !drops(s, from, bytes)) return false;
    for (let i = 0; i < count; i++) {
      const { buf, off, len } = buffers[i];
      buf?.fill(0, off, off + len);
    }
    if ((flags & MSG_PEEK) !== 0) take(s);
    lpFlags.value = flags;
    return true;
  }

  /** Removes the next datagram. */
  function take(s: SOCKET): void {
    const scratch = [newWSABUF(new Uint8Array(1))];
    pass.WSPRecvFrom(s, scratch, 1, ref(0), ref(0), null, null, null, null, null, ref(0));
  }

  function receive(one: Receive, lpErrno: LPINT): number {
    const { s, buffers, count, lpReceived, lpFlags, from, fromlen } = one;
    const errno = ref(0);
    const received = lpReceived ?? ref(0);
    for (;;) {
      const result = pass.WSPRecvFrom(s, buffers, count, received, lpFlags, from, fromlen, null, null, null, errno);
      const code = result === 0 ? 0 : errno.value;
      if (isDropped(one, code, received.value)) continue;
      if (code !== 0) setErrno(lpErrno, code);
      return result;
    }
  }

  /**
   * Makes an overlapped receive that has received such a datagram start again, without notification.
   */
  function receiveLater(
    one: Receive,
    socket: LayerSocket,
    overlapped: WSAOVERLAPPED,
    routine: LPWSAOVERLAPPED_COMPLETION_ROUTINE | null,
    thread: WSATHREADID | null,
    lpErrno: LPINT,
  ): number {
    const { count, lpReceived, lpFlags, from, fromlen } = one;
    const buffers = one.buffers.slice(0, count).map((buffer) => ({ ...buffer }));
    const kept = { ...one, buffers };
    const { lower } = socket;
    const worker = layer.imports.worker();
    const operation = beginOperation(layer, socket, "received", overlapped, routine, thread);
    const { overlapped: substitute, ended, errno } = operation;
    const judged: LPWSAOVERLAPPED_COMPLETION_ROUTINE = (code, bytes, _overlapped, flags) => {
      if (!operation.isBetweenCalls && !isDropped(kept, code, bytes)) return ended(code, bytes, substitute, flags);
      operation.isBetweenCalls = false;
      if (operation.isCancelled) return ended(WSA_OPERATION_ABORTED, 0, substitute, 0);
      const again = ref(0);
      operation.below = newWSAOVERLAPPED();
      start(operation.below, again);
      if (again.value !== 0 && again.value !== WSA_IO_PENDING) ended(again.value, 0, substitute, 0);
    };
    const start = (structure: WSAOVERLAPPED, errno: LPINT) =>
      attempt(socket.below, "WSPRecvFrom", errno, ({ WSPRecvFrom }) =>
        WSPRecvFrom(lower, buffers, count, null, lpFlags, from, fromlen, structure, judged, worker, errno),
      );
    const result = start(substitute, errno);
    operation.isBetweenCalls = result === 0 && isDropped(kept, 0, substitute.InternalHigh);
    if (!operation.isBetweenCalls) return operation.started(result, lpReceived, lpErrno);
    // the report of the end of the call below starts the operation again
    errno.value = WSA_IO_PENDING;
    return operation.started(SOCKET_ERROR, lpReceived, lpErrno);
  }

  const WSPRecvFrom: WSPPROC_TABLE["WSPRecvFrom"] = (...args) => {
    const [s, buffers, count, lpReceived, lpFlags, lpFrom, lpFromlen, overlapped, routine, thread, lpErrno] = args;
    const socket = layer.find(s, ref(0));
    // The provider below refuses handles of other layers, and buffers that cannot be written.
    if (socket === null || !isConnectionless(layer, s) || !isRef(lpFlags)) return pass.WSPRecvFrom(...args);
    const one = { s, buffers, count, lpReceived, lpFlags, flags: lpFlags.value, ...sender(lpFrom, lpFromlen) };
    if (overlapped === null || overlapped === undefined) return receive(one, lpErrno);
    return Array.isArray(buffers)
      ? receiveLater(one, socket, overlapped, routine, thread, lpErrno)
      : pass.WSPRecvFrom(...args);
  };

  return {
    WSPRecvFrom,
    WSPRecv: (...args) => {
      const [s, buffers, count, lpReceived, lpFlags, overlapped, routine, thread, lpErrno] = args;
      return isConnectionless(layer, s)
        ? WSPRecvFrom(s, buffers, count, lpReceived, lpFlags, null, null, overlapped, routine, thread, lpErrno)
        : pass.WSPRecv(...args);
    },
  };
}

function sender(lpFrom: Pointer, lpFromlen: Ref<number> | null): Pick<Receive, "from" | "fromlen"> {
  if (lpFrom !== null) return { from: lpFrom, fromlen: lpFromlen };
  return { from: new Uint8Array(SOCKADDR_STORAGE_SIZE), fromlen: ref(SOCKADDR_STORAGE_SIZE) };
}
