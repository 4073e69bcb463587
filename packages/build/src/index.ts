/**
 * Binds an application to its target.
 *
 * An application imports one module, `@ws2kit/target`. The build puts the chosen target in its place, checks the
 * application against that target's types, so that a call the target lacks is a mistake with file and line, and adds
 * what starts it on a device. What comes out is one ES module without imports.
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
export { exportConstants } from "./exported-constants.js";
export { buildFirmware, type FirmwareOptions, firmwareConfig } from "./firmware.js";
export { type BundledModule, internalNames } from "./internal-names.js";
export type { LayerRow } from "./layers.js";
export { minified } from "./minified.js";
export { withProfile } from "./profile-values.js";
export { shortGlobals } from "./short-globals.js";
export { shortNames } from "./short-names.js";
export { shorterForms } from "./shorter-forms.js";
export { sourcePositions } from "./stack-positions.js";
export { findTarget, importTarget, listTargets, type Target } from "./target.js";
export { unnamedMembers, withoutUnnamed } from "./unnamed-members.js";
