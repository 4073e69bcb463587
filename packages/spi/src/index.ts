/**
 * The contract of ws2kit between applications, ws2, providers and platforms. It consists of types, numbers and the
 * bytes of structures; it has no behaviour.
 *
 * - an **application** uses the numbers, the addresses and the structures;
 * - a **provider** is made with `defineProvider` and fills a `WSPPROC_TABLE`;
 * - a **platform** implements `Platform` and its `NetworkStack`.
 *
 * ```ts
 * import { defineProvider, AF_INET, SOCK_STREAM, IPPROTO_TCP, XP1_GUARANTEED_DELIVERY } from "@ws2kit/spi";
 *
 * export default (platform, imports) =>
 *   defineProvider({
 *     ProviderId: "6A7E2E8C-3F0B-4E57-9B0C-0D3F6D1F5C11",
 *     protocols: [{
 *       iAddressFamily: AF_INET, iSocketType: SOCK_STREAM, iProtocol: IPPROTO_TCP,
 *       dwServiceFlags1: XP1_GUARANTEED_DELIVERY, szProtocol: "Modem [TCP/IP]",
 *     }],
 *     WSPStartup(version, data, info, upcalls, table) { Object.assign(table, slots(upcalls)); return 0; },
 *   });
 * ```
 */
export * from "./bytes/address-text.js";
export * from "./bytes/bytes.js";
export * from "./bytes/control-messages.js";
export * from "./bytes/fd-set.js";
export * from "./bytes/guid.js";
export * from "./bytes/handle.js";
export * from "./bytes/name-resolution.js";
export * from "./bytes/name-structures.js";
export * from "./bytes/protocol-info.js";
export * from "./bytes/ref.js";
export * from "./bytes/sockaddr.js";
export * from "./bytes/startup-data.js";
export * from "./bytes/structures.js";
export type * from "./bytes/transmit-elements.js";
export * from "./contract/network-stack.js";
export * from "./contract/packet-info.js";
export * from "./contract/platform.js";
export * from "./contract/poll-bits.js";
export * from "./contract/port-sharing.js";
export * from "./contract/procedure-table.js";
export * from "./contract/provider.js";
export * from "./contract/tls.js";
export * from "./contract/upcall-table.js";
export * from "./numbers/errors.js";
export * from "./numbers/families.js";
export * from "./numbers/flags.js";
export * from "./numbers/ioctl.js";
export * from "./numbers/messages.js";
export * from "./numbers/option-numbers.js";
