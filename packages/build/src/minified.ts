import type { OutputPlugin } from "rollup";
import { minify } from "terser";

/** Makes a bundle small, for an engine of 2021. */
export const minified: OutputPlugin = {
  name: "ws2kit-minified",

  async renderChunk(code) {
    const { code: small, map } = await minify(code, {
      module: true,
      ecma: 2020,
      compress: { passes: 2 },
      sourceMap: { asObject: true },
    });
    if (small === undefined || typeof map !== "object") throw new Error("terser gave no code");
    return { code: small, map: JSON.stringify(map) };
  },
};
