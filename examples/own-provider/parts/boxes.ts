import { type LPINT, ref, type SOCKET, WSAENOTSOCK } from "@ws2kit/spi";
import { Box, PostOffice } from "./post-office.js";
import { fail, type World } from "./provider.js";

/** The machine's post office; all processes share it. */
export function officeOf({ imports }: World): PostOffice {
  return imports.shared("letters", () => new PostOffice());
}

/** The box of a handle, which ws2 stores with the handle; `null` if it is not a socket of this provider. */
export function boxOf({ upcalls }: World, s: SOCKET): Box | null {
  const context = ref<unknown>(null);
  const isKnown = upcalls.WPUQuerySocketHandleContext(s, context, ref(0)) === 0;
  return isKnown && context.value instanceof Box ? context.value : null;
}

/** Runs `act` on the box of a handle; fails with WSAENOTSOCK if the handle has no box. */
export function onBox(world: World, s: SOCKET, lpErrno: LPINT, act: (box: Box) => number): number {
  const box = boxOf(world, s);
  return box === null ? fail(lpErrno, WSAENOTSOCK) : act(box);
}
