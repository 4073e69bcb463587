import { dirname, join, resolve } from "node:path";
import { nodeResolve } from "@rollup/plugin-node-resolve";
import { type OutputOptions, type RollupOptions, rollup } from "rollup";
import { BOOT } from "./boot.js";
import { firmwarePlugin } from "./firmware-plugin.js";
import type { LayerRow } from "./layers.js";
import { shrink } from "./shrink/shrink.js";
import { writeWhole } from "./whole-file.js";

/** What to build, for what, and where to. */
export interface FirmwareOptions {
  /** The application: a TypeScript file whose default export is its main function. */
  readonly app: string;
  /** The name of an installed target, as "ce", or the folder of a target's package, as "./targets/mine". */
  readonly target: string;
  /** The file to write; a source map is written beside it. */
  readonly out: string;
  /** The JSON file that the application imports as `@ws2kit/config`; `config.json` beside it unless given. */
  readonly config?: string;
  /**
   * Layers of `@ws2kit/layers` to put on top of the target's provider, as data, the first nearest to the application:
   * `[{ layer: "trace" }, { layer: "filter", rules: […] }]`. The application knows nothing of them.
   */
  readonly layers?: readonly LayerRow[];
  /**
   * "firmware", unless given, runs when it is evaluated on a device. "module" exports the target's `openMachine` and
   * the application's `main`, for a host that has a platform of its own.
   */
  readonly form?: "firmware" | "module";
  /** Whether to make it small. A device keeps the source in memory, so by default it is. */
  readonly minify?: boolean;
}

/**
 * Builds an application for a target: one ES module without imports that runs when it is evaluated.
 *
 * Rejects with a `BuildError` when the application does not compile for the target, and says where.
 */
export async function buildFirmware(options: FirmwareOptions): Promise<void> {
  const { output, ...input } = firmwareConfig(options);
  const bundle = await rollup(input);
  try {
    const { output: files } = await bundle.generate(output);
    // the map first: a bundle that is there has the map that belongs to it
    for (const { fileName, ...file } of [...files].reverse()) {
      writeWhole(join(dirname(options.out), fileName), file.type === "chunk" ? file.code : file.source);
    }
  } finally {
    await bundle.close();
  }
}

/** The same, as a part of a rollup configuration. */
export function firmwareConfig(options: FirmwareOptions): RollupOptions & { output: OutputOptions } {
  const { target, out, form = "firmware", layers = [], minify = true } = options;
  const app = resolve(options.app);
  const config = resolve(options.config ?? join(dirname(app), "config.json"));
  const firmware = firmwarePlugin({ app, target, config, form, layers });
  return {
    input: BOOT,
    plugins: [firmware, nodeResolve()],
    output: { file: out, format: "es", sourcemap: "hidden", plugins: minify ? [shrink(firmware.api.nameUse)] : [] },
  };
}
