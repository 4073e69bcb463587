import {
  copyOf,
  isBytes,
  newWSABUF,
  type Pointer,
  ref,
  SOCKADDR_STORAGE_SIZE,
  type SOCKET,
  setUint16,
  sockaddrFamily,
  sockaddrPort,
  sockaddrSize,
  type WSABUF,
  type WSPPROC_TABLE,
} from "@ws2kit/spi";
import { dropReceived, isConnectionless } from "../datagram/drop-received.js";
import type { Layer } from "../kit/layer.js";
import { beginOperation } from "../kit/operation.js";
import { checkBuffers, totalLength } from "../stream/buffers.js";
import type { ReadFaults } from "./fault-options.js";
import type { Note } from "./injection.js";
import type { Random } from "./random.js";

type TransferSlot = "WSPSend" | "WSPSendTo" | "WSPRecv" | "WSPRecvFrom";

/** The most bytes of delayed datagrams at one time, counting OVERHEAD for each datagram. */
const WINDOW = 262144;
const OVERHEAD = 256;

/**
 * Slots that lose or delay datagrams. To the sender, a lost or delayed datagram counts as sent: a later failure is not
 * reported.
 */
export function faultyDatagrams(
  layer: Layer,
  { loss, latency, jitter }: ReadFaults,
  random: Random,
  note: Note,
): Pick<WSPPROC_TABLE, TransferSlot> {
  const { imports, pass } = layer;
  const errno = ref(0);
  let [delayed, delayedBytes] = [0, 0];
  const delay = (datagrams: number, bytes: number) => {
    delayed += datagrams;
    delayedBytes += bytes;
    imports.hold(bytes);
  };
  // when the process ends, its callbacks do not run any more
  imports.onTermination(() => delay(-delayed, -delayedBytes));

  /** Loses a datagram, or sends it later. Returns `false` if the caller must send it now. */
  function carry(s: SOCKET, buffers: readonly WSABUF[], count: number, flags: number, to: Pointer): boolean {
    const bytes = totalLength(buffers, count);
    if (random.chance(loss)) {
      note("lost", s, to === null ? "WSPSend" : "WSPSendTo", { bytes });
      bindAnywhere(s);
      return true;
    }
    const ms = latency + (jitter > 0 ? random.fraction() * jitter : 0);
    if (ms === 0) return false;
    bindAnywhere(s);
    // as in a network whose queue overflows, the datagram is lost
    if (delayedBytes + delayed * OVERHEAD >= WINDOW) {
      note("lost", s, to === null ? "WSPSend" : "WSPSendTo", { bytes });
      return true;
    }
    const kept = [newWSABUF(gather(buffers, count))];
    const name = to === null ? null : copyOf(to, 0, to.length);
    delay(1, bytes);
    imports.runLater(() => {
      delay(-1, -bytes);
      if (name === null) pass.WSPSend(s, kept, 1, ref(0), flags, null, null, null, errno);
      else pass.WSPSendTo(s, kept, 1, ref(0), flags, name, name.length, null, null, null, errno);
    }, ms);
    return true;
  }

  /** Binds an unbound socket, as sending its first datagram would. */
  function bindAnywhere(s: SOCKET): void {
    const { chain } = layer.find(s, errno) ?? {};
    if (chain === undefined || pass.WSPGetSockName(s, new Uint8Array(SOCKADDR_STORAGE_SIZE), ref(128), errno) === 0)
      return;
    const name = new Uint8Array(sockaddrSize(chain.iAddressFamily));
    setUint16(name, 0, chain.iAddressFamily);
    pass.WSPBind(s, name, name.length, errno);
  }

  /** Whether a datagram can be sent. Others are forwarded, so that the provider below refuses them. */
  function isSendable(s: SOCKET, buffers: WSABUF[], count: number, to: Pointer, tolen: number): boolean {
    if (!isConnectionless(layer, s) || checkBuffers(buffers, count) !== 0) return false;
    if (to === null) return pass.WSPGetPeerName(s, new Uint8Array(SOCKADDR_STORAGE_SIZE), ref(128), errno) === 0;
    const size = isBytes(to) && to.length >= 2 ? sockaddrSize(sockaddrFamily(to)) : 0;
    return size > 0 && to.length >= size && tolen >= size && sockaddrPort(to) !== 0;
  }

  const sendTo: WSPPROC_TABLE["WSPSendTo"] = (...args) => {
    const [s, buffers, count, lpSent, flags, to, tolen, overlapped, routine, thread, lpErrno] = args;
    const isGone = isSendable(s, buffers, count, to, tolen) && carry(s, buffers, count, flags, to);
    const socket = isGone ? layer.find(s, errno) : null;
    if (socket === null) {
      if (to !== null) return pass.WSPSendTo(...args);
      return pass.WSPSend(s, buffers, count, lpSent, flags, overlapped, routine, thread, lpErrno);
    }
    const bytes = totalLength(buffers, count);
    if (overlapped === null || overlapped === undefined) {
      if (lpSent !== null) lpSent.value = bytes;
      layer.observers.sent?.(socket, bytes);
      return 0;
    }
    const operation = beginOperation(layer, socket, "sent", overlapped, routine, thread);
    operation.overlapped.InternalHigh = bytes;
    imports.runLater(() => operation.ended(0, bytes, operation.overlapped, 0));
    return operation.started(0, lpSent, lpErrno);
  };

  return {
    WSPSendTo: sendTo,
    WSPSend: (s, buffers, count, sent, flags, overlapped, routine, thread, lpErrno) =>
      sendTo(s, buffers, count, sent, flags, null, 0, overlapped, routine, thread, lpErrno),
    ...dropReceived(layer, (s, _from, bytes) => {
      const isLost = random.chance(loss);
      if (isLost) note("lost", s, "WSPRecvFrom", { bytes });
      return isLost;
    }),
  };
}

function gather(buffers: readonly WSABUF[], count: number): Uint8Array {
  const bytes = new Uint8Array(totalLength(buffers, count));
  let at = 0;
  for (let i = 0; i < count; i++) {
    const { buf, off, len } = buffers[i];
    if (buf !== null) bytes.set(buf.subarray(off, off + len), at);
    at += len;
  }
  return bytes;
}
