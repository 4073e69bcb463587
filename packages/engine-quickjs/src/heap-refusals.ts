/** What the engine asked its memory for in vain. */
export class HeapRefusals {
  /**
   * Bytes of the last request that found no room since the guest last called its host, rounded up to the allocator's
   * pages of 4 KiB; 0 if there is none.
   */
  recent = 0;

  /**
   * Wraps the import by which the engine asks for more memory. An allocation that finds no room always comes to it, and
   * the library has no other sign of that.
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
    throw new Error("[ws2kit] engine-quickjs: this build of QuickJS does not show when its memory is full.");
  }
}
