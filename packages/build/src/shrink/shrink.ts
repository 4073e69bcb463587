import type { OutputPlugin } from "rollup";
import { type MinifyOptions, minify } from "terser";
import type { NameUse } from "./application-names.js";
import { isWritten } from "./called-functions.js";
import { constantValues } from "./constant-values.js";
import { exportConstants } from "./exported-constants.js";
import { internalNames, isProven, namesOfData, reachesAnyName } from "./internal-names.js";
import { shortGlobals } from "./short-globals.js";
import { shortNames } from "./short-names.js";
import { shorterForms } from "./shorter-forms.js";
import { withoutUnnamed } from "./unnamed-members.js";

/**
 * Makes a bundle small, for an engine of 2021, and leaves it what its sources mean: README.md beside this file has the
 * contract, and what each pass gains. `useOf` answers what the application does with names; a library has none.
 */
export function shrink(useOf: () => NameUse | undefined = () => undefined): OutputPlugin {
  return {
    name: "ws2kit-shrink",

    async renderChunk(code, chunk) {
      const modules = Object.entries(chunk.modules).map(([id, module]) => {
        const info = this.getModuleInfo(id);
        return { id, code: module.code ?? "", imports: info?.importedIds ?? [], isWritten: isWritten(info?.meta) };
      });
      const use = useOf();
      const isWhole = chunk.exports.length === 0;
      const own = modules.filter(({ id }) => isProven(id));
      const others = modules.filter((module) => !own.includes(module));
      const ranges = own.map((module) => rangeIn(code, module.code));

      // 1. members that nothing can reach go first, and constants to their exports: what remains is counted by the next
      // passes
      let used = code;
      if (!isWhole) used = exportConstants(code);
      else if (!reachesAnyName(others, modules, use)) {
        const reached = own
          .map(namesOfData)
          .flatMap(({ reached, listed }) => [...reached, ...listed])
          .filter((name) => !/^W(?:SP|PU)/.test(name));
        used = withoutUnnamed(code, ranges, new Set([...reached, ...(use?.names ?? [])]));
      }
      // 2. names, by how often they remain
      const names = shortNames(used, internalNames(modules, isWhole, use));
      // 3. forms that terser would not choose, in their places, so that terser's map still fits
      const { code: formed, preamble } = shortGlobals(shorterForms(constantValues(used, ranges), ranges));
      // 4. names become short before the compression, which weighs forms by their length
      const isNamed = use?.functionNames === true;
      const kept = { keep_fnames: isNamed, keep_classnames: isNamed };
      const named = await terse(formed, {
        ...kept,
        ...withShortNames(names),
        compress: false,
        format: { preserve_annotations: true },
        sourceMap: true,
      });
      // 5. compression, last, as it makes one statement of many
      return terse(named.code, {
        ...kept,
        compress: COMPRESS,
        format: { preamble },
        sourceMap: { content: named.map },
      });
    },
  };
}

/** What holds for every program: nothing that terser calls unsafe. */
const COMPRESS: MinifyOptions["compress"] = {
  passes: 2,
  // of `"a" + n + 6` it makes `"a" + (6 + n)`, a number
  evaluate: false,
  // a getter may do something
  pure_getters: false,
  // a case that only declares a function goes, and the function with it, though other cases call it
  switches: false,
  // a function written in place of its only call is made anew each time, in the data path too
  reduce_funcs: false,
};

/** The short names, and no others: `builtins`, as terser's own list of names to keep is that of browsers. */
function withShortNames(names: ReadonlyMap<string, string>): MinifyOptions {
  if (names.size === 0) return {};
  const regex = new RegExp(`^(?:${[...names.keys()].map((name) => name.replace(/\$/g, "\\$")).join("|")})$`);
  const props = Object.fromEntries([...names].map(([name, short]) => [`$${name}`, short]));
  return { mangle: { properties: { regex, builtins: true } }, nameCache: { props: { props } } };
}

async function terse(code: string, options: MinifyOptions): Promise<{ readonly code: string; readonly map: string }> {
  const made = await minify(code, { module: true, ecma: 2020, ...options });
  if (made.code === undefined || typeof made.map !== "string") throw new Error("terser gave no code");
  return { code: made.code, map: made.map };
}

/** Where a module's code stands in a bundle. */
function rangeIn(bundle: string, code: string): readonly [number, number] {
  const text = code.trim();
  const start = bundle.indexOf(text);
  return start < 0 ? [0, 0] : [start, start + text.length];
}
