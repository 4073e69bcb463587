import type { SOCKET } from "./handle.js";

/**
 * A set of sockets for select: the first `fd_count` elements of `fd_array`. It may have more than 64 sockets. select
 * changes it in place.
 */
export interface fd_set {
  fd_count: number;
  fd_array: SOCKET[];
}

/** Makes a set of `sockets`. */
export function fd_set(...sockets: SOCKET[]): fd_set {
  return { fd_count: sockets.length, fd_array: sockets };
}

/** Empties a set. */
export function FD_ZERO(set: fd_set): void {
  set.fd_count = 0;
}

/** Adds `s`, if it is not in the set yet. */
export function FD_SET(s: SOCKET, set: fd_set): void {
  if (!FD_ISSET(s, set)) set.fd_array[set.fd_count++] = s;
}

/** Removes a socket from a set. */
export function FD_CLR(s: SOCKET, set: fd_set): void {
  const at = set.fd_array.indexOf(s);
  if (at < 0 || at >= set.fd_count) return;
  for (let i = at + 1; i < set.fd_count; i++) set.fd_array[i - 1] = set.fd_array[i];
  set.fd_count--;
}

/** Returns whether a socket is in a set. */
export function FD_ISSET(s: SOCKET, set: fd_set): boolean {
  for (let i = 0; i < set.fd_count; i++) if (set.fd_array[i] === s) return true;
  return false;
}
