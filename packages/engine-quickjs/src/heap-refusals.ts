/** Records the engine's allocations that failed. */
export class HeapRefusals {
  /**
   * Bytes of the last failed allocation since the guest's last host call, rounded up to the allocator's pages of 4 KiB;
   * 0 if none failed.
   */
  recent = 0;

  /**
   * Wraps the import by which the engine requests more memory. Every allocation calls it before it fails; the library
   * does not report a failure in another way.
   */
  watch(imports: WebAssembly.Imports, memory: WebAssembly.Memory): void {
    for (const functions of Object.values(imports)) {
      for (const [name, resize] of Object.entries(functions)) {
        if (typeof resize === "function" && /\bgrow/.test(String(resize))) {
          functions[name] = (size: number) => {
            const grown = resize(size);
            if (!grown) this.recent = (size >>> 0) - memory.buffer.byteLength;
            return grown;
          };
          return;
        }
      }
    }
    throw new Error("[ws2kit] engine-quickjs: this build of QuickJS does not report when its memory is full.");
  }
}
