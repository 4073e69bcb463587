import { existsSync, readFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { nodeResolve } from "@rollup/plugin-node-resolve";
import type { ScriptedCheck } from "@ws2kit/conformance";
import { type Plugin, rollup } from "rollup";
import { targetModule } from "../files/targets.js";
import type { RunAbout } from "../report/tap-report.js";
import type { Job } from "./conversation.js";
import { type BundleError, bundleFailure } from "./load-failure.js";
import { Refused } from "./opened.js";
import { isTypeScript, transpiled } from "./transpile.js";

const ENTRY = "\0ws2kit:checks";
const GLOBALS = "\0ws2kit:globals";

/** What a bundle contains. */
export type BundleOptions = Pick<Job, "target" | "module" | "seed">;

/**
 * Bundles the checks, a target and a provider's module into one module, for an engine without imports. The host calls
 * its exports. Rejects with `Refused` if the provider's module cannot be bundled.
 */
export function checksBundle(options: BundleOptions): Promise<string> {
  return bundled(sources(options, "export const { describeSubject, runCheck, surveyProvider } = guest;"));
}

/** Bundles `checks` for a device: the bundle runs them when it is evaluated, and logs the results as TAP. */
export function deviceBundle(
  options: BundleOptions,
  checks: readonly ScriptedCheck[],
  about: RunAbout,
): Promise<string> {
  return bundled(
    sources(
      options,
      `
      import { writeTap } from "@ws2kit/conformance";
      import { devicePlatform } from "@ws2kit/platform-device";
      const platform = devicePlatform();
      platform.booted();
      writeTap(guest, ${JSON.stringify(checks)}, ${JSON.stringify(about)}, (line) => platform.log(line));
    `,
    ),
  );
}

async function bundled(modules: Readonly<Record<string, string>>): Promise<string> {
  const bundle = await rollup({
    input: ENTRY,
    plugins: [written(modules), providerFiles, nodeResolve()],
    onwarn: () => {},
  }).catch((error: BundleError) => {
    throw new Refused(bundleFailure(error));
  });
  const { output } = await bundle.generate({ format: "es", sourcemap: false });
  await bundle.close();
  const [chunk] = output;
  const [outside] = chunk.imports;
  if (outside !== undefined) throw new Refused(`it imports ${outside}, which QuickJS does not offer`);
  return chunk.code;
}

/** The modules to bundle. GLOBALS is imported first: it records the globals before the provider's module runs. */
function sources({ target, module, seed }: BundleOptions, use: string): Readonly<Record<string, string>> {
  const subject = module === null ? `openMachine, ${seed}` : `thirdParty(openMachine, moduleOf(provider), ${seed})`;
  return {
    [GLOBALS]: `
      import { watchGlobals } from "@ws2kit/conformance";
      export const changed = watchGlobals();
    `,
    [ENTRY]: `
      import { changed } from "${GLOBALS}";
      import { guestChecks, thirdParty } from "@ws2kit/conformance";
      import { openMachine } from ${JSON.stringify(targetModule(target))};
      ${module === null ? "" : `import * as provider from ${JSON.stringify(module)};`}
      function moduleOf(namespace) {
        if (!("default" in namespace)) throw new TypeError("it has no default export");
        const { default: made } = namespace;
        const name = made === null || made === undefined ? String(made) : typeof made === "object" ? "an object" : "a " + typeof made;
        if (typeof made !== "function") throw new TypeError("its default export is " + name + ", not a function that makes a provider");
        return made;
      }
      const guest = guestChecks(${subject});
      ${use}
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

/** Resolves a provider's imports as `module-hooks` does for Node. */
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

/** Resolves an import of `@ws2kit/…` from this package. */
function own(specifier: string): string {
  return fileURLToPath(import.meta.resolve(specifier));
}
