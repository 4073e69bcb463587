import { type fd_set, type SOCKET, WSAEINVAL, WSAENOTSOCK, WSAETIMEDOUT } from "@ws2kit/spi";
import { boxOf } from "./boxes.js";
import type { Box } from "./post-office.js";
import { fail, type Slots, type World } from "./provider.js";

/** WSPSelect: a box is readable if it has letters, and always writable. */
export const readiness: Slots = (world) => ({
  WSPSelect(_nfds, readfds, writefds, exceptfds, timeout, lpErrno) {
    const sets = [readfds, writefds, exceptfds];
    if (sets.every((set) => set === null || set.fd_count === 0)) return fail(lpErrno, WSAEINVAL);
    const [reading, writing, excepting] = sets.map((set) => boxesOf(world, set));
    if (reading === null || writing === null || excepting === null) return fail(lpErrno, WSAENOTSOCK);
    if (timeout !== null && (timeout.tv_sec < 0 || timeout.tv_usec < 0)) return fail(lpErrno, WSAEINVAL);
    // a socket that is closed meanwhile is readable: a read returns an error
    const readable = () => reading.filter(({ box }) => box.letters.length > 0 || box.isClosed);
    const isGone = () => [...writing, ...excepting].some(({ box }) => box.isClosed);
    const ms = timeout === null ? -1 : timeout.tv_sec * 1000 + timeout.tv_usec / 1000;
    const ready = () => writing.length > 0 || readable().length > 0 || isGone();
    const code = world.imports.wait({ ready }, ms);
    if (code !== 0 && code !== WSAETIMEDOUT) return fail(lpErrno, code);
    if (readable().length === 0 && isGone()) return fail(lpErrno, WSAENOTSOCK);
    return keep(readfds, readable()) + keep(writefds, writing) + keep(exceptfds, []);
  },
});

interface Asked {
  readonly s: SOCKET;
  readonly box: Box;
}

/** The boxes of a set; `null` if one of its handles is not a socket of this provider. */
function boxesOf(world: World, set: fd_set | null): readonly Asked[] | null {
  const asked: Asked[] = [];
  for (const s of set?.fd_array.slice(0, set.fd_count) ?? []) {
    const box = boxOf(world, s);
    if (box === null) return null;
    asked.push({ s, box });
  }
  return asked;
}

/** Removes the sockets that are not ready from the set, and returns the number of the others. */
function keep(set: fd_set | null, ready: readonly Asked[]): number {
  if (set === null) return 0;
  set.fd_array = ready.map(({ s }) => s);
  set.fd_count = ready.length;
  return ready.length;
}
