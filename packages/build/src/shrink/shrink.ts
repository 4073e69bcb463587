import MagicString from "magic-string";
import { minifySync } from "oxc-minify";
import type { OutputPlugin } from "rollup";
import { type MinifyOptions, minify } from "terser";
import type { NameUse } from "./application-names.js";
import { isWritten } from "./called-functions.js";
import { withoutConstantMembers } from "./constant-members.js";
import { constantValues } from "./constant-values.js";
import { exportConstants } from "./exported-constants.js";
import { internalNames, isProven, namesOfData, reachesAnyName } from "./internal-names.js";
import { makeInPlace } from "./made-in-place.js";
import { shortNames } from "./short-names.js";
import { shortThis } from "./short-this.js";
import { shortWords } from "./short-words.js";
import { shorterForms } from "./shorter-forms.js";
import { withoutUnnamed } from "./unnamed-members.js";

/**
 * Makes a bundle small, for an engine of 2021, without changing its behaviour. README.md in this folder states the
 * contract and what each pass saves. `useOf` returns how the application uses names; `undefined` for a library.
 */
export function shrink(useOf: () => NameUse | undefined = () => undefined): OutputPlugin[] {
  return [shortForms(useOf), shortVariables(useOf)];
}

function shortForms(useOf: () => NameUse | undefined): OutputPlugin {
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

      // 1. removes members that no code can reach, or moves constants to their exports: the next passes count the
      // rest
      let used = code;
      if (!isWhole) used = exportConstants(code);
      else if (!reachesAnyName(others, modules, use)) {
        const data = own.map(namesOfData);
        const reached = data
          .flatMap(({ reached, listed }) => [...reached, ...listed])
          .filter((name) => !/^W(?:SP|PU)/.test(name));
        const named = [...reached, ...(use?.names ?? [])];
        const open = {
          reached: new Set([...named, ...data.flatMap(({ outside }) => outside)]),
          optional: new Set(data.flatMap(({ optional }) => optional)),
        };
        // each of the two may enable the other to remove more
        for (let before = ""; before !== used; ) {
          before = used;
          used = withoutUnnamed(used, ranges, new Set(named));
          used = withoutConstantMembers(used, ranges, open);
        }
      }
      // 2. names, by how often they remain
      const names = shortNames(used, internalNames(modules, isWhole, use));
      // 3. forms that terser would not choose; code keeps its position, as `ranges` must stay valid
      const { code: formed, preamble } = shortWords(shorterForms(constantValues(used, ranges), ranges));
      // 4. functions into their table: this moves code, so a source map is needed from here on
      const placed = new MagicString(formed);
      const table = modules.find((module) => module.isWritten);
      const isNamed = use?.functionNames === true;
      // a function in a table would have the name of its row
      if (table !== undefined && !isNamed) makeInPlace(placed, ranges, rangeIn(code, table.code));
      placed.prepend(preamble);
      // 5. short names, before the compression, which chooses forms by their length
      const kept = { keep_fnames: isNamed, keep_classnames: isNamed };
      const named = await terse(shortThis(placed.toString()), {
        ...kept,
        ...withShortNames(names),
        compress: false,
        format: { preserve_annotations: true },
        sourceMap: { content: placed.generateMap({ source: "bundle.js", hires: "boundary" }).toString() },
      });
      // 6. compression, last, as it joins statements
      return terse(named.code, { ...kept, compress: COMPRESS, sourceMap: { content: named.map } });
    },
  };
}

/**
 * Renames a bundle's variables so that the most frequent have the shortest names; terser chooses names in the order
 * of declarations. Changes nothing else.
 */
function shortVariables(useOf: () => NameUse | undefined): OutputPlugin {
  return {
    name: "ws2kit-short-variables",

    renderChunk(code) {
      const isNamed = useOf()?.functionNames === true;
      const { errors, ...made } = minifySync("bundle.js", code, {
        module: true,
        compress: false,
        mangle: { toplevel: true, keepNames: isNamed },
        codegen: { removeWhitespace: true },
        sourcemap: true,
      });
      if (errors.length > 0) throw new Error(`oxc-minify: ${errors[0].message}`);
      return { code: made.code, map: made.map };
    },
  };
}

/** Options that are correct for every program; without the options that terser calls unsafe. */
const COMPRESS: MinifyOptions["compress"] = {
  passes: 2,
  // it would turn `"a" + n + 6` into `"a" + (6 + n)`, which adds numbers first
  evaluate: false,
  // a getter may have side effects
  pure_getters: false,
  // it would remove a case that only declares a function, although other cases call the function
  switches: false,
  // it would move a function to its only call, where it is created again on each call, on hot paths too
  reduce_funcs: false,
};

/** Renames exactly these names. `builtins` is set because terser's own list of reserved names is that of browsers. */
function withShortNames(names: ReadonlyMap<string, string>): MinifyOptions {
  if (names.size === 0) return {};
  const regex = new RegExp(`^(?:${[...names.keys()].map((name) => name.replace(/\$/g, "\\$")).join("|")})$`);
  const props = Object.fromEntries([...names].map(([name, short]) => [`$${name}`, short]));
  return { mangle: { properties: { regex, builtins: true } }, nameCache: { props: { props } } };
}

async function terse(code: string, options: MinifyOptions): Promise<{ readonly code: string; readonly map: string }> {
  const made = await minify(code, { module: true, ecma: 2020, ...options });
  if (made.code === undefined || typeof made.map !== "string") throw new Error("terser returned no code");
  return { code: made.code, map: made.map };
}

/** The position of a module's code in a bundle. */
function rangeIn(bundle: string, code: string): readonly [number, number] {
  const text = code.trim();
  const start = bundle.indexOf(text);
  return start < 0 ? [0, 0] : [start, start + text.length];
}
