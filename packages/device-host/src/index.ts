/**
 * The C host as a package: its sources, a file for each host, and the program that builds one.
 *
 * ```ts
 * const host = readHost("armhf"); // or the path of a file of yours: "boards/gateway.mk"
 * const { program, bytes } = await buildHost(host, { folder: "dist/device" });
 * ```
 *
 * @packageDocumentation
 */
export { type BuiltHost, buildHost, type HostBuild, programPath } from "./build-host.js";
export { HostError } from "./host-error.js";
export { type Host, listHosts, localHost, readHost } from "./hosts.js";
export { installCommand, missingPrograms } from "./toolchain.js";
