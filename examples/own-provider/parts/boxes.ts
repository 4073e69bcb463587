import { type LPINT, ref, type SOCKET, WSAENOTSOCK } from "@ws2kit/spi";
import { type Box, PostOffice } from "./post-office.js";
import { fail, type World } from "./provider.js";

/** The machine's post office, which all of its processes share. */
export function officeOf({ imports }: World): PostOffice {
  return imports.shared("letters", () => new PostOffice());
}

/** Runs `act` on the box behind a handle: ws2 keeps it with the handle. */
export function onBox(world: World, s: SOCKET, lpErrno: LPINT, act: (box: Box) => number): number {
  const context = ref<unknown>(null);
  if (world.upcalls.WPUQuerySocketHandleContext(s, context, lpErrno) !== 0) return fail(lpErrno, WSAENOTSOCK);
  return act(context.value as Box);
}
