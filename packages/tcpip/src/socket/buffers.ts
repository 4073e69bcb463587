import { holds, type WSABUF, WSAEFAULT, WSAEINVAL } from "@ws2kit/spi";

/** An empty buffer. */
export const NOTHING: Uint8Array = /* @__PURE__ */ new Uint8Array(0);

/** Checks that `count` buffers can be read and written. Returns 0 or the code. A null buffer must have length 0. */
export function checkBuffers(buffers: WSABUF[], count: number): number {
  if (!Number.isInteger(count) || count < 1) return WSAEINVAL;
  if (!Array.isArray(buffers)) return WSAEFAULT;
  if (count > buffers.length) return WSAEFAULT;
  for (let i = 0; i < count; i++) {
    const code = checkBuffer(buffers[i]);
    if (code !== 0) return code;
  }
  return 0;
}

function checkBuffer(buffer: WSABUF): number {
  if (typeof buffer !== "object" || buffer === null) return WSAEFAULT;
  const { buf, len, off } = buffer;
  if (!Number.isInteger(len) || !Number.isInteger(off)) return WSAEINVAL;
  if (len === 0 && (buf === null || buf === undefined)) return 0;
  return holds(buf, off, len) ? 0 : WSAEFAULT;
}

/** The total length of `count` buffers, in bytes. */
export function totalLength(buffers: readonly WSABUF[], count: number): number {
  let total = 0;
  for (let i = 0; i < count; i++) total += buffers[i].len;
  return total;
}

/** Copies the bytes of several buffers to one. */
export function gather(buffers: readonly WSABUF[], count: number): WSABUF {
  const all = new Uint8Array(totalLength(buffers, count));
  let at = 0;
  for (let i = 0; i < count; i++) {
    const { buf, off, len } = buffers[i];
    if (buf !== null) all.set(buf.subarray(off, off + len), at);
    at += len;
  }
  return { buf: all, off: 0, len: all.length };
}

/** Copies bytes to several buffers, in order. */
export function scatter(from: Uint8Array, length: number, buffers: readonly WSABUF[], count: number): void {
  let at = 0;
  for (let i = 0; i < count && at < length; i++) {
    const { buf, off, len } = buffers[i];
    const part = Math.min(len, length - at);
    buf?.set(from.subarray(at, at + part), off);
    at += part;
  }
}
