import type { OutputPlugin } from "rollup";
import { type MinifyOptions, minify } from "terser";
import { exportConstants } from "./exported-constants.js";
import { internalNames, isOwn } from "./internal-names.js";
import { withProfile } from "./profile-values.js";
import { shortGlobals } from "./short-globals.js";
import { shortNames } from "./short-names.js";
import { shorterForms } from "./shorter-forms.js";
import { withoutUnnamed } from "./unnamed-members.js";

/** Makes a bundle small, for an engine of 2021. */
export const minified: OutputPlugin = {
  name: "ws2kit-minified",

  async renderChunk(code, chunk) {
    const modules = Object.entries(chunk.modules).map(([id, module]) => {
      const imports = this.getModuleInfo(id)?.importedIds ?? [];
      return { id, code: module.code ?? "", imports };
    });
    const names = internalNames(modules, chunk.exports.length === 0);
    const isTyped = modules.every(({ id }) => isOwn(id) || !/\.[cm]?js$/.test(id));
    const own = modules.filter(({ id }) => isOwn(id)).map((module) => rangeIn(code, module.code));
    const used = chunk.exports.length === 0 ? withoutUnnamed(withProfile(code, own), own) : exportConstants(code);
    const props = Object.fromEntries([...shortNames(used, names)].map(([name, short]) => [`$${name}`, short]));
    // names first: what form is shortest depends on theirs
    const { code: short, preamble } = shortGlobals(shorterForms(used, own));
    const named = await terse(short, {
      compress: false,
      // builtins: terser's own list of names to keep is that of browsers
      mangle: { properties: { regex: new RegExp(`^(?:${names.join("|")})$`), builtins: true } },
      nameCache: { props: { props } },
      format: { preserve_annotations: true },
      sourceMap: true,
    });
    const small = await terse(named.code, {
      // unsafe_arrows: no function expression of TypeScript is made an object with new; one of JavaScript may be
      // reduce_funcs: a function written in place of its only call is made anew each time, in the data path too
      compress: { passes: 2, unsafe_arrows: isTyped, reduce_funcs: false },
      format: { preamble },
      sourceMap: { content: named.map },
    });
    return small;
  },
};

async function terse(code: string, options: MinifyOptions): Promise<{ readonly code: string; readonly map: string }> {
  const made = await minify(code, { module: true, ecma: 2020, ...options });
  if (made.code === undefined || typeof made.map !== "string") throw new Error("terser gave no code");
  return { code: made.code, map: made.map };
}

/** Where a module's code stands in a bundle. */
function rangeIn(bundle: string, code: string): readonly [number, number] {
  const text = code.trim();
  const start = bundle.indexOf(text);
  return [start, start + text.length];
}
