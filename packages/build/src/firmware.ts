import { dirname, join, resolve } from "node:path";
import { nodeResolve } from "@rollup/plugin-node-resolve";
import { type OutputAsset, type OutputChunk, type OutputOptions, type RollupOptions, rollup } from "rollup";
import { BOOT } from "./boot.js";
import { firmwarePlugin } from "./firmware-plugin.js";
import type { LayerRow } from "./layers.js";
import { resolveOnce } from "./resolve-once.js";
import { shrink } from "./shrink/shrink.js";
import { breakLines } from "./stacks/break-lines.js";
import { writeWhole } from "./whole-file.js";

/** The application, its target, and the file to write. */
export interface FirmwareOptions {
  /** The application: a TypeScript file whose default export is its main function. */
  readonly app: string;
  /** The name of an installed target, such as "ce", or the folder of a target's package, such as "./targets/mine". */
  readonly target: string;
  /** The file to write; its source map is written to the same folder. */
  readonly out: string;
  /** The JSON file that the application imports as `@ws2kit/config`; by default `config.json` in its folder. */
  readonly config?: string;
  /**
   * Layers of `@ws2kit/layers` to install over the target's provider; the first is the nearest to the application:
   * `[{ layer: "trace" }, { layer: "filter", rules: […] }]`. The application's code does not mention them.
   */
  readonly layers?: readonly LayerRow[];
  /**
   * Whether the machine logs every call of its providers, overlapped operations and waits, as lines of a journal of
   * `@ws2kit/timeline`; false by default. The application's code does not change.
   */
  readonly isObserved?: boolean;
  /**
   * "firmware" (the default) runs when it is evaluated on a device. "module" exports the target's `openMachine` and
   * the application's `main`, for a host that has its own platform.
   */
  readonly form?: "firmware" | "module";
  /** Whether to minify; by default it does, because a device stores the source in memory. */
  readonly minify?: boolean;
  /**
   * Whether each line of the bundle has code of one source line only, so that stacks without columns, such as the
   * C host's, lead to the source's line; false by default. It makes the text 6 to 8 % longer, and takes 2 % more heap.
   */
  readonly lines?: boolean;
}

/**
 * Builds an application for a target: one ES module without imports that runs when it is evaluated.
 *
 * Rejects with a `BuildError` that lists each mistake with file and line if the application does not compile for the
 * target, or if a layer, the target or the configuration is wrong. Rejects with the system's error if `out` cannot be
 * written.
 */
export async function buildFirmware(options: FirmwareOptions): Promise<void> {
  const { output, ...input } = firmwareConfig(options);
  const bundle = await rollup(input);
  try {
    const { output: files } = await bundle.generate(output);
    const made = { code: textOf(files[0]), map: textOf(files[1]) };
    const { code, map } = options.lines ? breakLines(made) : made;
    // write the map first, so that an existing bundle always has its map
    writeWhole(`${options.out}.map`, map);
    writeWhole(options.out, code);
  } finally {
    await bundle.close();
  }
}

/** Returns the rollup configuration by which `buildFirmware` builds the same application. Throws a `BuildError`. */
export function firmwareConfig(options: FirmwareOptions): RollupOptions & { output: OutputOptions } {
  const { target, out, form = "firmware", layers = [], isObserved = false, minify = true } = options;
  const app = resolve(options.app);
  const config = resolve(options.config ?? join(dirname(app), "config.json"));
  const firmware = firmwarePlugin({ app, target, config, form, layers, isObserved });
  return {
    input: BOOT,
    plugins: [firmware, resolveOnce(), nodeResolve()],
    output: {
      file: out,
      format: "es",
      sourcemap: form === "module" ? true : "hidden",
      plugins: minify ? [shrink(firmware.api.nameUse)] : [],
    },
  };
}

/** The text of a file that rollup has made. */
function textOf(file: OutputChunk | OutputAsset): string {
  return file.type === "chunk" ? file.code : String(file.source);
}
