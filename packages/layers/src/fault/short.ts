import { isRef, MSG_WAITALL, ref, SOCK_STREAM, type SOCKET, type WSABUF, type WSPPROC_TABLE } from "@ws2kit/spi";
import type { Layer } from "../kit/layer.js";
import { checkBuffers, totalLength } from "../stream/buffers.js";
import type { ReadFaults } from "./fault-options.js";
import type { Note } from "./injection.js";
import type { Random } from "./random.js";

type TransferSlot = "WSPSend" | "WSPRecv";

/**
 * Makes transfers of streams short: receives with less room, and plain sends of fewer bytes. Overlapped sends and
 * receives with MSG_WAITALL are not cut, as they end only when all bytes are transferred.
 */
export function shortTransfers(
  layer: Layer,
  { shortReads, shortWrites }: ReadFaults,
  random: Random,
  note: Note,
  next: WSPPROC_TABLE,
): Pick<WSPPROC_TABLE, TransferSlot> {
  const isStream = (s: SOCKET) => layer.find(s, ref(0))?.chain.iSocketType === SOCK_STREAM;

  /** Returns the buffers, or with the probability `chance` the beginning of them. */
  function cut(s: SOCKET, slot: TransferSlot, buffers: WSABUF[], count: number, chance: number): WSABUF[] {
    if (chance === 0 || !isStream(s) || checkBuffers(buffers, count) !== 0) return buffers;
    const total = totalLength(buffers, count);
    if (total < 2 || !random.chance(chance)) return buffers;
    const bytes = random.upTo(total - 1);
    note("short", s, slot, { bytes });
    return beginning(buffers, count, bytes);
  }

  return {
    WSPSend: (s, buffers, count, sent, flags, overlapped, routine, thread, lpErrno) => {
      const isPlain = overlapped === null || overlapped === undefined;
      const given = isPlain ? cut(s, "WSPSend", buffers, count, shortWrites) : buffers;
      return next.WSPSend(s, given, count, sent, flags, overlapped, routine, thread, lpErrno);
    },
    WSPRecv: (s, buffers, count, received, lpFlags, overlapped, routine, thread, lpErrno) => {
      const wantsAll = !isRef(lpFlags) || (lpFlags.value & MSG_WAITALL) !== 0;
      const given = wantsAll ? buffers : cut(s, "WSPRecv", buffers, count, shortReads);
      return next.WSPRecv(s, given, count, received, lpFlags, overlapped, routine, thread, lpErrno);
    },
  };
}

/** The first `bytes` bytes of the buffers. */
function beginning(buffers: readonly WSABUF[], count: number, bytes: number): WSABUF[] {
  let left = bytes;
  return buffers.slice(0, count).map((buffer) => {
    const len = Math.min(buffer.len, left);
    left -= len;
    return { ...buffer, len };
  });
}
