/**
 * Binds an application to its target.
 *
 * An application imports one module, `@ws2kit/target`. The build replaces it by the chosen target. It compiles the
 * application with that target's types, so that a call that the target lacks is reported with file and line. It adds
 * the code that starts the application on a device. The result is one ES module without imports.
 *
 * ```ts
 * import { buildFirmware } from "@ws2kit/build";
 *
 * await buildFirmware({ app: "examples/echo/echo.ts", target: "ce", out: "dist/ce/echo.js" });
 * ```
 */
export { BuildError } from "./build-error.js";
export { type ModuleSize, measureBundle } from "./bundle-size.js";
export { type UnknownSyntax, unknownSyntax } from "./engine-syntax.js";
export { buildFirmware, type FirmwareOptions, firmwareConfig } from "./firmware.js";
export type { LayerRow } from "./layers.js";
export { type Application, loadApplication } from "./load-application.js";
export { applicationNames, type NameUse } from "./shrink/application-names.js";
export { withoutConstantMembers } from "./shrink/constant-members.js";
export { constantValues } from "./shrink/constant-values.js";
export { exportConstants } from "./shrink/exported-constants.js";
export { type BundledModule, internalNames } from "./shrink/internal-names.js";
export { makeInPlace } from "./shrink/made-in-place.js";
export { ownNames } from "./shrink/own-names.js";
export { shortNames } from "./shrink/short-names.js";
export { shortThis } from "./shrink/short-this.js";
export { shortWords } from "./shrink/short-words.js";
export { shorterForms } from "./shrink/shorter-forms.js";
export { shrink } from "./shrink/shrink.js";
export { reachedMembers, unnamedMembers, withoutUnnamed } from "./shrink/unnamed-members.js";
export { sourceStack } from "./stacks/source-stack.js";
export { findTarget, importTarget, listTargets, type Target } from "./target.js";
