import { existsSync, readFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { nodeResolve } from "@rollup/plugin-node-resolve";
import { type Plugin, rollup } from "rollup";
import type { Job } from "./conversation.js";
import { Refused } from "./opened.js";
import { isTypeScript, transpiled } from "./transpile.js";

const ENTRY = "\0ws2kit:checks";
const GLOBALS = "\0ws2kit:globals";

/** The checks, a target and a provider's module as one module for an engine that has no imports. */
export async function checksBundle({ target, module, seed }: Job): Promise<string> {
  const bundle = await rollup({
    input: ENTRY,
    plugins: [written(sources(target, module, seed)), providerFiles, nodeResolve()],
    onwarn: () => {},
  }).catch((error: Error) => {
    throw new Refused(`it cannot be bundled: ${error.message}`);
  });
  const { output } = await bundle.generate({ format: "es", sourcemap: false });
  await bundle.close();
  const [chunk] = output;
  const [outside] = chunk.imports;
  if (outside !== undefined) throw new Refused(`it imports ${outside}, which QuickJS has not`);
  return chunk.code;
}

/** What is imported first runs first: the globals are remembered before the provider's module is there. */
function sources(target: string, module: string | null, seed: number): Readonly<Record<string, string>> {
  const subject = module === null ? `openMachine, ${seed}` : `thirdParty(openMachine, moduleOf(provider), ${seed})`;
  return {
    [GLOBALS]: `
      import { watchGlobals } from "@ws2kit/conformance";
      export const changed = watchGlobals();
    `,
    [ENTRY]: `
      import { changed } from "${GLOBALS}";
      import { guestChecks, thirdParty } from "@ws2kit/conformance";
      import { openMachine } from "@ws2kit/target-${target}";
      ${module === null ? "" : `import * as provider from ${JSON.stringify(module)};`}
      function moduleOf({ default: made }) {
        if (made === undefined) throw new TypeError("it has no default export");
        if (typeof made !== "function") throw new TypeError("its default export is " + typeof made + ", no function");
        return made;
      }
      export const { describeSubject, runCheck, surveyProvider } = guestChecks(${subject});
      export const changedGlobals = () => JSON.stringify(changed());
    `,
  };
}

function written(modules: Readonly<Record<string, string>>): Plugin {
  return {
    name: "ws2kit-checks",
    resolveId(specifier, importer) {
      if (specifier in modules) return specifier;
      if (importer !== undefined && importer in modules && specifier.startsWith("@ws2kit/")) return own(specifier);
      return null;
    },
    load: (id) => modules[id] ?? null,
  };
}

/** As `module-hooks` does it for Node. */
const providerFiles: Plugin = {
  name: "ws2kit-provider",
  async resolveId(specifier, importer) {
    if (importer === undefined) return null;
    if (/^\.{1,2}\/.*\.js$/.test(specifier)) {
      const path = resolve(dirname(importer), specifier.replace(/\.js$/, ".ts"));
      if (existsSync(path) && !existsSync(path.replace(/\.ts$/, ".js"))) return path;
    }
    if (!specifier.startsWith("@ws2kit/")) return null;
    const found = await this.resolve(specifier, importer, { skipSelf: true });
    return found ?? own(specifier);
  },
  load: (id) => (isTypeScript(id) ? transpiled(readFileSync(id, "utf8"), id) : null),
};

/** A package of the house, as this one sees it. */
function own(specifier: string): string {
  return fileURLToPath(import.meta.resolve(specifier));
}
