import { type fd_set, type LPINT, type SOCKET, SOCKET_ERROR, type WSPPROC_TABLE } from "@ws2kit/spi";
import type { Layer } from "./layer.js";

/** WSPSelect: the sets go down with the handles of the next layer, and come back with this layer's. */
export function passSelect(layer: Layer): Pick<WSPPROC_TABLE, "WSPSelect"> {
  return {
    WSPSelect(nfds, readfds, writefds, exceptfds, timeout, lpErrno) {
      const lower = [readfds, writefds, exceptfds].map((set) => setBelow(layer, set, lpErrno));
      if (lower.includes(undefined)) return SOCKET_ERROR;
      const [read, write, except] = lower as (fd_set | null)[];
      const first = firstOf(readfds) ?? firstOf(writefds) ?? firstOf(exceptfds);
      const socket = layer.find(first as SOCKET, lpErrno);
      if (socket === null) return SOCKET_ERROR;
      const result = socket.below.slots.WSPSelect(nfds, read, write, except, timeout, lpErrno);
      if (result === SOCKET_ERROR) return result;
      takeBack(layer, readfds, read);
      takeBack(layer, writefds, write);
      takeBack(layer, exceptfds, except);
      return result;
    },
  };
}

/** A set as the next layer knows it; `undefined`, with the code set, if a socket is none of this layer's. */
function setBelow(layer: Layer, set: fd_set | null, lpErrno: LPINT): fd_set | null | undefined {
  if (set === null) return null;
  const fd_array: SOCKET[] = [];
  for (let i = 0; i < set.fd_count; i++) {
    const socket = layer.find(set.fd_array[i], lpErrno);
    if (socket === null) return undefined;
    fd_array.push(socket.lower);
  }
  return { fd_count: set.fd_count, fd_array };
}

function takeBack(layer: Layer, set: fd_set | null, lower: fd_set | null): void {
  if (set === null || lower === null) return;
  for (let i = 0; i < lower.fd_count; i++) {
    const socket = layer.above(lower.fd_array[i]);
    if (socket !== null) set.fd_array[i] = socket.upper;
  }
  set.fd_count = lower.fd_count;
}

function firstOf(set: fd_set | null): SOCKET | null {
  return set !== null && set.fd_count > 0 ? set.fd_array[0] : null;
}
