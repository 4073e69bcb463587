/** What the engine asked its memory for in vain. */
export class HeapRefusals {
  /** Bytes of the last request that found no room, rounded up to the allocator's pages of 4 KiB; 0 before there is one. */
  asked = 0;
  /** The same, if it was since the guest last called its host; 0 if not. */
  recent = 0;

  /**
   * Wraps the import by which the engine asks for more memory. An allocation that finds no room always comes to it, and the
   * library has no other sign of that.
   */
  watch(imports: WebAssembly.Imports, memory: WebAssembly.Memory): void {
    for (const functions of Object.values(imports)) {
      for (const [name, resize] of Object.entries(functions)) {
        if (typeof resize === "function" && /\bgrow/.test(String(resize))) {
          functions[name] = (size: number) => {
            const grown = resize(size);
            if (!grown) this.#refused((size >>> 0) - memory.buffer.byteLength);
            return grown;
          };
          return;
        }
      }
    }
    throw new Error("[ws2kit] engine-quickjs: this build of QuickJS does not show when its memory is full.");
  }

  #refused(bytes: number): void {
    this.asked = bytes;
    this.recent = bytes;
  }
}
