/** Bytes up to which a loop is no slower than the view that `set` needs: 8 on QuickJS, 28 on V8. */
const SHORT = 8;

/** Copies `len` bytes from `source` at `from` to `target` at `at`. */
export function copyBytes(target: Uint8Array, at: number, source: Uint8Array, from: number, len: number): void {
  if (len === source.length && from === 0) target.set(source, at);
  else if (len > SHORT) target.set(source.subarray(from, from + len), at);
  else for (let i = 0; i < len; i++) target[at + i] = source[from + i];
}
