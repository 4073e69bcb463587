import { holds, type WSABUF, WSAEFAULT, WSAEINVAL } from "@ws2kit/spi";
import type { ByteQueue } from "./byte-queue.js";

/** Checks that `count` buffers can be read and written. Returns 0 or the code. A null buffer must have length 0. */
export function checkBuffers(buffers: unknown, count: number): number {
  if (!Array.isArray(buffers)) return WSAEFAULT;
  if (!Number.isInteger(count) || count < 1) return WSAEINVAL;
  if (count > buffers.length) return WSAEFAULT;
  for (let i = 0; i < count; i++) {
    const buffer = buffers[i] as WSABUF | null;
    if (typeof buffer !== "object" || buffer === null) return WSAEFAULT;
    const { buf, len, off } = buffer;
    if (!Number.isInteger(len) || !Number.isInteger(off)) return WSAEINVAL;
    if (!(len === 0 && (buf === null || buf === undefined)) && !holds(buf, off, len)) return WSAEFAULT;
  }
  return 0;
}

/** The number of bytes in `count` buffers. */
export function totalLength(buffers: readonly WSABUF[], count: number): number {
  let total = 0;
  for (let i = 0; i < count; i++) total += buffers[i].len;
  return total;
}

/**
 * Copies bytes of a queue into buffers after their first `filled` bytes. Returns the number. The bytes stay in the
 * queue.
 */
export function copyOut(queue: ByteQueue, buffers: readonly WSABUF[], filled: number): number {
  let before = 0;
  let copied = 0;
  for (const { buf, off, len } of buffers) {
    const done = Math.min(Math.max(filled - before, 0), len);
    before += len;
    if (buf !== null && done < len) copied += queue.peek(copied, buf, off + done, len - done);
  }
  return copied;
}
