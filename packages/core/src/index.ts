/**
 * ws2 itself, for any profile: catalog, loader, handles, waiting, and the functions of the API.
 *
 * A target combines it with a profile, its shipped providers and the functions that its DLL exports:
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

export { isOutOfMemory, textOf } from "./calls/containment.js";
export type { Counters } from "./calls/counters.js";
export { unlessFault } from "./calls/fault.js";
export { isFdSet, isNumber, isStructure } from "./calls/given.js";
export { guardExtension, guardFaults } from "./calls/slot-guard.js";
export { utf8 } from "./calls/utf8.js";
export type { CatalogEntry } from "./catalog/catalog.js";
export * from "./catalog/category-numbers.js";
export { type CatalogRow, type ChainMember, listCatalog, membersOf } from "./catalog/chain.js";
export { WSCEnumProtocols } from "./catalog/enumeration.js";
export { WSCGetProviderPath } from "./catalog/provider-path.js";
export { type Explanation, explainChoice, type Stage } from "./catalog/selection.js";
export { persistCatalog } from "./catalog/store.js";
export * from "./drive.js";
export { EventRecord } from "./kernel/event-record.js";
export { MessageOwner } from "./kernel/message-owner.js";
export { codeOf, statusOf } from "./kernel/nt-status.js";
export { RoutineTurns } from "./kernel/routine-turns.js";
export type { Thread } from "./kernel/thread.js";
export { kernel32, type OVERLAPPED_ENTRY } from "./kernel32/index.js";
export * from "./machine.js";
export * from "./mswsock/extension-ids.js";
export { WSAIoctlWithExtensions } from "./mswsock/extension-pointers.js";
export { WSASendMsg } from "./mswsock/message-call.js";
export { mswsock } from "./mswsock/mswsock.js";
export * from "./mswsock/transmit-numbers.js";
export type { Process } from "./process.js";
export * from "./profile.js";
export * from "./providers/blocking-upcalls.js";
export * from "./providers/event-upcalls.js";
export * from "./providers/file-upcalls.js";
export * from "./providers/handle-upcalls.js";
export * from "./providers/message-upcalls.js";
export * from "./providers/thread-upcalls.js";
export { systemProcess } from "./system-process.js";
export * from "./target.js";
export { user32 } from "./user32/index.js";
export * from "./ws2/address-strings.js";
export * from "./ws2/addressing.js";
export * from "./ws2/async-look-ups.js";
export * from "./ws2/blocking.js";
export { htonl, htons, ntohl, ntohs, WSAHtonl, WSAHtons, WSANtohl, WSANtohs } from "./ws2/byte-order.js";
export type { Api } from "./ws2/call.js";
export * from "./ws2/categories.js";
export { WSAConnectByList, WSAConnectByNameW } from "./ws2/connect-by.js";
export * from "./ws2/creation.js";
export * from "./ws2/data.js";
export * from "./ws2/data-buffers.js";
export { getprotobyname, getprotobynumber, getservbyname, getservbyport } from "./ws2/databases.js";
export * from "./ws2/events.js";
export {
  FreeAddrInfoExW,
  GetAddrInfoExCancel,
  GetAddrInfoExOverlappedResult,
  GetAddrInfoExW,
} from "./ws2/extended-resolution.js";
export { GetHostNameW, gethostname } from "./ws2/host-names.js";
export * from "./ws2/installation.js";
export * from "./ws2/name-registration.js";
export * from "./ws2/name-space-installation.js";
export { getaddrinfoInNameSpaces, gethostbynameInNameSpaces } from "./ws2/name-space-resolution.js";
export * from "./ws2/notification.js";
export * from "./ws2/open-type.js";
export * from "./ws2/options-and-controls.js";
export * from "./ws2/overlapped.js";
export * from "./ws2/poll.js";
export * from "./ws2/protocols.js";
export {
  FreeAddrInfoW,
  freeaddrinfo,
  type GetAddrInfo,
  GetAddrInfoW,
  GetNameInfoW,
  getaddrinfo,
  gethostbyaddr,
  gethostbyname,
  getnameinfo,
} from "./ws2/resolution.js";
export * from "./ws2/select.js";
export {
  WSAGetServiceClassInfoW,
  WSAGetServiceClassNameByClassIdW,
  WSAInstallServiceClassW,
  WSARemoveServiceClass,
} from "./ws2/service-classes.js";
export * from "./ws2/service-look-ups.js";
export * from "./ws2/service-registration.js";
export * from "./ws2/startup.js";
