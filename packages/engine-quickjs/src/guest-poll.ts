import { pollTable } from "@ws2kit/platform-node/poll";
import type { GuestDescriptors } from "./guest-descriptors.js";
import { layout } from "./operations.js";

const POLLIN = 0x1;
const POLLNVAL = 0x20;
/** The most entries of a guest's poll set; the first entry in the mailbox belongs to the host. */
const MAX_ENTRIES = layout.dataSize / 8 - 1;

/**
 * poll(2) over the `count` entries of a guest, which follow the host's entry. That entry holds `wakeFd`, which ends
 * every wait; -1 for none. A descriptor that the guest did not open is POLLNVAL, and is not passed to the system.
 */
export function pollGuest(
  entries: Int32Array,
  count: number,
  ms: number,
  descriptors: GuestDescriptors,
  wakeFd: number,
): number {
  const n = Math.min(count >>> 0, MAX_ENTRIES);
  let foreign: number[] | null = null;
  for (let at = 2; at <= 2 * n; at += 2) {
    if (entries[at] < 0 || descriptors.has(entries[at])) continue;
    foreign ??= [];
    foreign.push(at);
    // poll(2) ignores negative descriptors
    entries[at] = ~entries[at];
  }
  entries[0] = wakeFd;
  entries[1] = POLLIN;
  const found = pollTable(entries, n + 1, foreign === null ? ms : 0);
  const ready = entries[1] >>> 16 === 0 ? found : found - 1;
  if (foreign === null) return ready;
  for (const at of foreign) {
    entries[at] = ~entries[at];
    entries[at + 1] = (entries[at + 1] & 0xffff) | (POLLNVAL << 16);
  }
  return ready + foreign.length;
}
