import {
  type LPINT,
  OVERLAPPED_AT,
  type SlotName,
  type SOCKET,
  SOCKET_ERROR,
  setErrno,
  type WSPPROC_TABLE,
} from "@ws2kit/spi";
import type { Streams } from "./streams.js";

type Slot = (...args: unknown[]) => unknown;

/**
 * Makes overlapped calls fail with `code` on streams that were created without WSA_FLAG_OVERLAPPED. The base provider
 * would refuse such calls, but the layer opens all its streams with the flag. The slots name their parameters, because
 * rest arguments are slow: see `guardFaults` of core.
 */
export function refuseNotOverlapped(
  streams: Streams,
  slots: Partial<WSPPROC_TABLE>,
  code: number,
): Partial<WSPPROC_TABLE> {
  const refusing: Record<string, Slot> = {};
  for (const name of Object.keys(OVERLAPPED_AT) as SlotName[]) {
    const slot = slots[name] as Slot;
    const isFifth = OVERLAPPED_AT[name] === 5;
    const last = slot.length - 1;
    refusing[name] = (s, b, c, d, e, f, g, h, i, j, k) => {
      const overlapped = isFifth ? f : h;
      const isAsked = overlapped !== null && overlapped !== undefined;
      if (!isAsked || !streams.isNotOverlapped(s as SOCKET)) return slot(s, b, c, d, e, f, g, h, i, j, k);
      setErrno([s, b, c, d, e, f, g, h, i, j, k][last] as LPINT, code);
      return SOCKET_ERROR;
    };
  }
  return { ...slots, ...(refusing as Partial<WSPPROC_TABLE>) };
}
