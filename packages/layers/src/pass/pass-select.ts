import { type fd_set, type LPINT, type SOCKET, SOCKET_ERROR, type WSPPROC_TABLE } from "@ws2kit/spi";
import type { Layer } from "../kit/layer.js";
import { ask } from "../kit/link.js";

/**
 * WSPSelect: passes the sets to the provider below with its handles, and removes from the caller's sets the sockets
 * that it removed.
 */
export function passSelect(layer: Layer): Pick<WSPPROC_TABLE, "WSPSelect"> {
  return {
    WSPSelect(nfds, readfds, writefds, exceptfds, timeout, lpErrno) {
      const read = setBelow(layer, readfds, lpErrno);
      // if the caller passed one set twice, one set is passed below
      const write = writefds === readfds ? read : setBelow(layer, writefds, lpErrno);
      const except =
        exceptfds === readfds ? read : exceptfds === writefds ? write : setBelow(layer, exceptfds, lpErrno);
      if (read === undefined || write === undefined || except === undefined) return SOCKET_ERROR;
      const first = firstOf(readfds) ?? firstOf(writefds) ?? firstOf(exceptfds);
      const socket = layer.find(first as SOCKET, lpErrno);
      if (socket === null) return SOCKET_ERROR;
      // the call shrinks the sets, but the sockets removed must be known afterwards
      const asked = [read, write, except].map((set) => set?.fd_array.slice());
      const result = ask(socket.below, "WSPSelect", (slots) =>
        slots.WSPSelect(nfds, read, write, except, timeout, lpErrno),
      );
      takeBack(readfds, read, asked[0]);
      if (write !== read) takeBack(writefds, write, asked[1]);
      if (except !== read && except !== write) takeBack(exceptfds, except, asked[2]);
      return result;
    },
  };
}

/**
 * Returns the set with the handles of the provider below; `undefined` with the code, if a socket is not this layer's.
 */
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

/**
 * Removes from the caller's set the sockets that the provider below has removed. `asked` are the handles that it
 * received.
 */
function takeBack(set: fd_set | null, lower: fd_set | null, asked: readonly SOCKET[] | undefined): void {
  if (set === null || lower === null || asked === undefined) return;
  const before = set.fd_array.slice(0, set.fd_count);
  let at = 0;
  let left = 0;
  for (let i = 0; i < lower.fd_count; i++) {
    // both are usually in the same order
    const s = lower.fd_array[i];
    while (at < asked.length && asked[at] !== s) at++;
    if (at === asked.length) at = asked.indexOf(s);
    if (at < 0) at = 0;
    else set.fd_array[left++] = before[at++];
  }
  set.fd_count = left;
}

function firstOf(set: fd_set | null): SOCKET | null {
  return set !== null && set.fd_count > 0 ? set.fd_array[0] : null;
}
