/**
 * Creates a ws2kit project: firmware, a provider, a layer or a target, with its tests. `npm create ws2kit` and
 * `ws2kit init` are the same command.
 *
 * ```ts
 * import { createProject } from "create-ws2kit";
 *
 * createProject({ folder: "beacon", template: "device", targets: ["ce", "desktop"] });
 * ```
 */
export { describeInit } from "./command.js";
export { createProject, type ProjectOptions } from "./create-project.js";
export { ProjectError } from "./project-error.js";
export { TEMPLATE_NAMES, type TemplateName } from "./templates.js";
