/** The functions of kernel32.dll for memory. An address is a BigInt or a number. */
export interface Kernel {
  VirtualAlloc(address: bigint, size: number, type: number, protection: number): bigint | number;
  VirtualProtect(address: bigint, size: number, protection: number, before: Uint32Array): number;
  VirtualFree(address: bigint, size: number, type: number): number;
  /** A view of C's memory. */
  view(address: bigint, size: number): ArrayBuffer;
}

/** Loads them. Throws on a system without koffi's binary. */
export function loadKernel(koffi: typeof import("koffi")): Kernel {
  const kernel32 = koffi.load("kernel32.dll");
  return {
    VirtualAlloc: kernel32.func(
      "uintptr_t VirtualAlloc(uintptr_t address, size_t size, uint32_t type, uint32_t protection)",
    ),
    VirtualProtect: kernel32.func(
      "int VirtualProtect(uintptr_t address, size_t size, uint32_t protection, void *before)",
    ),
    VirtualFree: kernel32.func("int VirtualFree(uintptr_t address, size_t size, uint32_t type)"),
    view: (address, size) => koffi.view(address, size),
  };
}
