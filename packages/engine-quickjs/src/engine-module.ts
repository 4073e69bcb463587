import {
  DEBUG_SYNC,
  newQuickJSWASMModuleFromVariant,
  newVariant,
  type QuickJSWASMModule,
  RELEASE_SYNC,
} from "quickjs-emscripten";

/** `debug` is built with sanitizers: slow, large, and it finds what a host function forgets to free. */
export type Variant = "release" | "debug";

const PAGE = 64 * 1024;
/** The release build's own data, its stack and QuickJS's smallest runtime fit in here twice. */
const RELEASE_OVERHEAD = 16 * 1024 * 1024;
/** The sanitizers keep shadows of everything. */
const DEBUG_MAXIMUM = 1024 * 1024 * 1024;

/** malloc of the engine's memory. */
export interface Allocator {
  _malloc(bytes: number): number;
  _free(address: number): void;
}

/** A QuickJS of one guest's own. Its memory has a maximum, so that nothing that a guest does can take the host's. */
export interface EngineModule {
  readonly quickjs: QuickJSWASMModule;
  readonly memory: WebAssembly.Memory;
  readonly allocator: Allocator;
}

/** `room`: bytes that the guest and what the host puts beside it need. */
export async function loadEngine(variant: Variant, room: number): Promise<EngineModule> {
  const pages = Math.ceil((RELEASE_OVERHEAD + room) / PAGE);
  const memory =
    variant === "release"
      ? new WebAssembly.Memory({ initial: pages, maximum: pages })
      : new WebAssembly.Memory({ initial: RELEASE_OVERHEAD / PAGE, maximum: DEBUG_MAXIMUM / PAGE });
  const build = newVariant(variant === "release" ? RELEASE_SYNC : DEBUG_SYNC, { wasmMemory: memory });
  const quickjs = await newQuickJSWASMModuleFromVariant(build);
  // The library keeps the Emscripten module behind its FFI, which it calls experimental.
  const { module } = quickjs.getFFI() as unknown as { module: Allocator };
  return { quickjs, memory, allocator: module };
}
