import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import {
  DEBUG_SYNC,
  newQuickJSWASMModuleFromVariant,
  newVariant,
  type QuickJSWASMModule,
  RELEASE_SYNC,
} from "quickjs-emscripten";
import { HeapRefusals } from "./heap-refusals.js";

/** `debug` is built with sanitizers: it is slow and large, and finds handles that a host function does not free. */
export type Variant = "release" | "debug";

const PAGE = 64 * 1024;
/** Bytes: twice the release build's data, its stack and QuickJS's smallest runtime. */
const RELEASE_OVERHEAD = 16 * 1024 * 1024;
/** Bytes; large because the sanitizers store shadow memory. */
const DEBUG_MAXIMUM = 1024 * 1024 * 1024;

/** The engine's malloc and free. */
export interface Allocator {
  _malloc(bytes: number): number;
  _free(address: number): void;
}

/** A QuickJS for one guest. Its memory has a maximum, so that a guest cannot exhaust the host's. */
export interface EngineModule {
  readonly quickjs: QuickJSWASMModule;
  readonly memory: WebAssembly.Memory;
  readonly allocator: Allocator;
  readonly refusals: HeapRefusals;
}

/** Loads an engine. `room`: bytes that the guest and the host's objects in it need. */
export async function loadEngine(variant: Variant, room: number): Promise<EngineModule> {
  const pages = Math.ceil((RELEASE_OVERHEAD + room) / PAGE);
  const memory =
    variant === "release"
      ? new WebAssembly.Memory({ initial: pages, maximum: pages })
      : new WebAssembly.Memory({ initial: RELEASE_OVERHEAD / PAGE, maximum: DEBUG_MAXIMUM / PAGE });
  const refusals = new HeapRefusals();
  const compiled = await program(variant);
  const build = newVariant(variant === "release" ? RELEASE_SYNC : DEBUG_SYNC, {
    wasmMemory: memory,
    emscriptenModule: {
      async instantiateWasm(imports, done) {
        refusals.watch(imports as WebAssembly.Imports, memory);
        const instance = await WebAssembly.instantiate(compiled, imports as WebAssembly.Imports);
        done(instance as never);
        return instance.exports as never;
      },
    },
  });
  const quickjs = await newQuickJSWASMModuleFromVariant(build);
  // The library exposes the Emscripten module only through its FFI, which it calls experimental.
  const { module } = quickjs.getFFI() as unknown as { module: Allocator };
  return { quickjs, memory, allocator: module, refusals };
}

const programs = new Map<Variant, Promise<WebAssembly.Module>>();

/** The library's WebAssembly, compiled once for all guests of this thread. */
function program(variant: Variant): Promise<WebAssembly.Module> {
  const found = programs.get(variant);
  if (found !== undefined) return found;
  const library = createRequire(createRequire(import.meta.url).resolve("quickjs-emscripten"));
  const file = library.resolve(`@jitl/quickjs-wasmfile-${variant}-sync/wasm`);
  const compiled = readFile(file).then((bytes) => WebAssembly.compile(bytes));
  programs.set(variant, compiled);
  return compiled;
}
