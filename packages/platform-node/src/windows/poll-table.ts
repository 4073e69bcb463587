import { setUint16, setUint32 } from "@ws2kit/spi";
import { pollTime } from "../poll-time.js";
import { ENTRY_SIZE, EVENTS_AT, linuxRevents, REVENTS_AT, windowsEvents } from "./poll-events.js";
import type { Winsock } from "./winsock.js";

const INFINITE = 0xffffffff;

let entries = /* @__PURE__ */ new Uint8Array(64 * ENTRY_SIZE);

/**
 * Does for `n` entries of Linux's `struct pollfd` what poll(2) does, with WSAPoll. Negative descriptors are ignored.
 * Returns the number of ready entries.
 */
export function pollTable(winsock: Winsock, table: Int32Array, n: number, ms: number): number {
  if (n * ENTRY_SIZE > entries.length) entries = new Uint8Array(n * ENTRY_SIZE);
  let count = 0;
  for (let i = 0; i < n; i++) {
    const fd = table[2 * i];
    const events = table[2 * i + 1] & 0xffff;
    table[2 * i + 1] = events;
    if (fd < 0) continue;
    const at = ENTRY_SIZE * count++;
    setUint32(entries, at, fd);
    setUint32(entries, at + 4, 0);
    setUint16(entries, at + EVENTS_AT, windowsEvents(events));
    setUint16(entries, at + REVENTS_AT, 0);
  }
  if (count === 0) winsock.Sleep(ms < 0 ? INFINITE : pollTime(ms));
  else if (winsock.WSAPoll(entries, count, pollTime(ms)) < 0) return 0;
  let ready = 0;
  for (let i = 0, at = 0; i < n; i++) {
    const fd = table[2 * i];
    if (fd < 0) continue;
    const found = linuxRevents(winsock, fd, entries[at + REVENTS_AT] | (entries[at + REVENTS_AT + 1] << 8));
    at += ENTRY_SIZE;
    table[2 * i + 1] |= found << 16;
    if (found !== 0) ready++;
  }
  return ready;
}
