/**
 * ws2 itself, for any profile: catalog, loader, handles, waiting, and the functions of the API.
 *
 * A target binds it to a profile, to the providers in its box and to the list of functions that its DLL exports:
 *
 * ```ts
 * import { bind, eventUpcalls, handleUpcalls, Machine, socket, WSAStartup } from "@ws2kit/core";
 *
 * const upcalls = (process) => ({ ...handleUpcalls(process), ...eventUpcalls(process) });
 * const exports = (process) => ({
 *   WSAStartup: WSAStartup(process), socket: socket(process), bind: bind(process),
 * });
 * const machine = new Machine({ profile, platform, shipped, upcalls, exports });
 * const ws2 = machine.openProcess();
 * ```
 */
export * from "./api/address-strings.js";
export * from "./api/addressing.js";
export * from "./api/blocking.js";
export { htonl, htons, ntohl, ntohs, WSAHtonl, WSAHtons, WSANtohl, WSANtohs } from "./api/byte-order.js";
export type { Api } from "./api/call.js";
export * from "./api/creation.js";
export * from "./api/data.js";
export * from "./api/data-buffers.js";
export * from "./api/databases.js";
export * from "./api/events.js";
export * from "./api/extension-ids.js";
export * from "./api/installation.js";
export { mswsock } from "./api/mswsock.js";
export * from "./api/notification.js";
export * from "./api/open-type.js";
export * from "./api/options.js";
export * from "./api/overlapped.js";
export * from "./api/poll.js";
export * from "./api/protocols.js";
export * from "./api/resolution.js";
export * from "./api/select.js";
export * from "./api/startup.js";
export * from "./blocking-upcalls.js";
export type { CatalogEntry } from "./catalog.js";
export { keepCatalog } from "./catalog-store.js";
export { type CatalogRow, type ChainMember, listCatalog } from "./chain.js";
export { isOutOfMemory, textOf } from "./containment.js";
export type { Counters } from "./counters.js";
export * from "./drive.js";
export * from "./event-upcalls.js";
export { unlessFault } from "./fault.js";
export * from "./file-upcalls.js";
export { isFdSet, isNumber, isStructure } from "./given.js";
export * from "./handle-upcalls.js";
export { kernel32, type OVERLAPPED_ENTRY } from "./kernel32/index.js";
export * from "./machine.js";
export { codeOf, statusOf } from "./nt-status.js";
export type { Process } from "./process.js";
export * from "./profile.js";
export type { Explanation, Stage } from "./selection.js";
export { BOOL_SLOTS, guardFaults } from "./slot-guard.js";
export { systemProcess } from "./system-process.js";
export * from "./target.js";
export type { Thread } from "./thread.js";
export * from "./thread-upcalls.js";
