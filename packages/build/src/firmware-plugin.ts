import { dirname, relative } from "node:path";
import { fileURLToPath } from "node:url";
import type { Plugin } from "rollup";
import { Application } from "./application.js";
import { ANY_TARGET, BOOT, bootSource, LAYERS, partsSource, TIMELINE } from "./boot.js";
import { BuildError } from "./build-error.js";
import { unknownSyntax } from "./engine-syntax.js";
import { checkLayers, type LayerRow } from "./layers.js";
import type { NameUse } from "./shrink/application-names.js";
import { ComposedTarget, calledFrom } from "./shrink/called-functions.js";
import { dataNames } from "./shrink/data-names.js";
import { hasLoop } from "./shrink/syntax-tree.js";
import { findTarget, type Target, targetNameOf } from "./target.js";

/** The input of the plug-in. */
export interface FirmwareParts {
  /** The application's file, an absolute path. */
  readonly app: string;
  readonly target: string;
  /** The file that the application imports as its configuration, an absolute path. */
  readonly config: string;
  readonly form: "firmware" | "module";
  /** The layers over the target's provider; the first is the nearest to the application. */
  readonly layers: readonly LayerRow[];
  /** Whether the machine logs what it does. */
  readonly isObserved: boolean;
}

/** The plug-in; `nameUse` is set when the build has started. */
export interface FirmwarePlugin extends Plugin {
  readonly api: { nameUse(): NameUse };
}

/** The package that the start code imports, in every application. */
const PLATFORM = "@ws2kit/platform-device";
const OWN: readonly string[] = [PLATFORM, LAYERS, TIMELINE];

/** Makes a rollup plug-in that binds an application to a target; its input is `BOOT`. */
export function firmwarePlugin({ app, target: targetName, config, form, ...parts }: FirmwareParts): FirmwarePlugin {
  let target: Target;
  let composed: ComposedTarget;
  let application: Application;
  let called: Promise<ReadonlySet<string> | null> | undefined;
  const platform = fileURLToPath(import.meta.resolve(PLATFORM));
  return {
    name: "ws2kit-firmware",
    api: { nameUse: () => application.nameUse },

    onLog: (_level, { code }) => (code === "UNRESOLVED_IMPORT" ? false : null),

    buildStart() {
      checkLayers(parts.layers);
      target = findTarget(targetName, dirname(app));
      composed = new ComposedTarget(target);
      application = new Application(app, target, config);
    },

    resolveId(specifier, importer) {
      if (specifier === BOOT || specifier === app) return specifier;
      if (specifier === ANY_TARGET) return target.module;
      if (importer === undefined) return null;
      if (importer === BOOT && OWN.includes(specifier)) return fileURLToPath(import.meta.resolve(specifier));
      if (application.module(importer) === null) return null;
      requireSameTarget(specifier, importer, target);
      return application.resolve(specifier, importer);
    },

    async load(id) {
      if (id === BOOT) return form === "firmware" ? bootSource(app, parts) : partsSource(app, parts);
      const module = application.module(id);
      if (module !== null || form !== "firmware") return module;
      return composed.module(id, () => {
        called ??= calledFrom(this, BOOT, [target.module, platform], application.nameUse).catch(anyAfterMistake);
        return called;
      });
    },

    transform(code, id) {
      const isApplication = application.module(id) !== null || (dataNames(id) === null && hasLoop(code));
      // otherwise rollup drops a loop without side effects, even an endless one
      return isApplication ? { moduleSideEffects: "no-treeshake" } : null;
    },

    renderChunk(code, chunk) {
      for (const name of chunk.imports) {
        throw new BuildError(`${relative("", app)} imports ${name}, which was not found; firmware must be one module.`);
      }
      const [unknown] = unknownSyntax(code);
      if (unknown !== undefined) {
        throw new BuildError(`${relative("", app)}: the device's engine cannot parse ${unknown.what}.`);
      }
      return null;
    },
  };
}

/**
 * Returns null, for any function, after a mistake in the program that ended the search for what it calls. The build
 * reports the same mistake where it is; thrown from `load`, rollup would report it as the target's.
 */
function anyAfterMistake(error: unknown): null {
  if (error instanceof BuildError) return null;
  throw error;
}

/** Throws a BuildError if an application imports one target by name and is built for another. */
function requireSameTarget(specifier: string, importer: string, target: Target): void {
  const named = targetNameOf(specifier, dirname(importer));
  if (named === "" || named === target.name) return;
  throw new BuildError(
    `${relative("", importer)} imports ${specifier} and is built for target ${target.name}; ` +
      `import ${ANY_TARGET} to build it for any target.`,
  );
}
