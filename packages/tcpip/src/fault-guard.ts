import { isOutOfMemory } from "@ws2kit/core";
import { type SlotName, SOCKET_ERROR, setErrno, WSAEFAULT, WSAEINVAL, type WSPPROC_TABLE } from "@ws2kit/spi";
import { BOOL_SLOTS } from "./refusing.js";

type Slot = (...args: unknown[]) => unknown;

/**
 * Has slots answer WSAEFAULT where a caller's structure cannot be read or written: C would fault there, and here the
 * language throws. Written out for the longest list of parameters, so that a data call makes no array on its way.
 */
export function guardFaults(slots: Partial<WSPPROC_TABLE>): Partial<WSPPROC_TABLE> {
  const guarded: Record<string, Slot> = {};
  for (const name of Object.keys(slots) as SlotName[]) guarded[name] = guard(slots[name] as Slot, name);
  return guarded as Partial<WSPPROC_TABLE>;
}

function guard(slot: Slot, name: SlotName): Slot {
  const failure = BOOL_SLOTS.includes(name) ? false : SOCKET_ERROR;
  // WSPSocket has no WSAEFAULT: an info that cannot be read is one whose contents are invalid
  const code = name === "WSPSocket" ? WSAEINVAL : WSAEFAULT;
  const last = slot.length - 1;
  return (a, b, c, d, e, f, g, h, i, j, k) => {
    try {
      return slot(a, b, c, d, e, f, g, h, i, j, k);
    } catch (error) {
      if (isOutOfMemory(error)) throw error;
      setErrno([a, b, c, d, e, f, g, h, i, j, k][last] as { value: number }, code);
      return failure;
    }
  };
}
