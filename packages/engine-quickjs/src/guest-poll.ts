import { pollTable } from "@ws2kit/platform-node/poll";
import type { GuestDescriptors } from "./guest-descriptors.js";
import { layout } from "./operations.js";

const POLLIN = 0x1;
const POLLNVAL = 0x20;
/** Entries that a guest's poll set may have: the first in the box is the host's own. */
const MAX_ENTRIES = layout.dataSize / 8 - 1;

/**
 * poll(2) over the `count` entries of a guest, which stand behind the host's own; `wakeFd` in that one ends every wait,
 * -1 for none. A descriptor that is not the guest's is POLLNVAL, as a closed one is, and the system does not see it.
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
    // poll(2) passes over negative descriptors
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
