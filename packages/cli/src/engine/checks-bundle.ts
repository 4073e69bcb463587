import { existsSync, readFileSync } from "node:fs";
import { hostname } from "node:os";
import { dirname, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { nodeResolve } from "@rollup/plugin-node-resolve";
import { resolveOnce } from "@ws2kit/build/resolve-once";
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
export type BundleOptions = Pick<Job, "target" | "module" | "seed" | "place">;

/**
 * Bundles the checks, a target and a provider's module into one module, for an engine without imports. The host calls
 * its exports. Rejects with `Refused` if the provider's module cannot be bundled.
 */
export async function checksBundle(options: BundleOptions): Promise<string> {
  return bundled(await sources(options, "export const { describeSubject, runCheck, surveyProvider } = guest;"));
}

/** Bundles `checks` for a device: the bundle runs them when it is evaluated, and logs the results as TAP. */
export async function deviceBundle(
  options: BundleOptions,
  checks: readonly ScriptedCheck[],
  about: RunAbout,
): Promise<string> {
  return bundled(
    await sources(
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
    plugins: [written(modules), resolveOnce(), providerFiles, nodeResolve()],
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
async function sources(options: BundleOptions, use: string): Promise<Readonly<Record<string, string>>> {
  const { target, module, seed } = options;
  const subject =
    module === null ? `openMachine, ${seed}, place` : `thirdParty(openMachine, moduleOf(provider), ${seed}, place)`;
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
      ${await placeSource(options)}
      const guest = guestChecks(${subject});
      ${use}
      export const changedGlobals = () => JSON.stringify(changed());
    `,
  };
}

/** The place of a bundle's machines. In `loopback`, the sockets are those that the guest's host has. */
async function placeSource({ place }: BundleOptions): Promise<string> {
  if (place === "simulated") return "const place = undefined;";
  const { limitsOfThisSystem } = await import("@ws2kit/platform-node");
  return `
      import { countingSockets, loopback } from "@ws2kit/conformance";
      import { DEVICE_LIMITS, devicePlatform } from "@ws2kit/platform-device";
      const limits = [...${JSON.stringify(limitsOfThisSystem())}, ...DEVICE_LIMITS];
      const place = loopback({ name: ${JSON.stringify(hostname())}, limits, openPlatform: () => countingSockets(devicePlatform()) });
  `;
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
