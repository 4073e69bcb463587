/**
 * The contract of ws2kit: what applications, ws2, providers and platforms say to each other. Types, numbers and
 * the bytes of structures; no behaviour.
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
export * from "./address-text.js";
export * from "./bytes.js";
export * from "./errors.js";
export * from "./families.js";
export * from "./fd-set.js";
export * from "./flags.js";
export * from "./guid.js";
export * from "./handle.js";
export * from "./ioctl.js";
export * from "./names.js";
export * from "./network-stack.js";
export * from "./options.js";
export * from "./platform.js";
export * from "./poll-bits.js";
export * from "./port-sharing.js";
export * from "./procedure-table.js";
export * from "./protocol-info.js";
export * from "./provider.js";
export * from "./ref.js";
export * from "./sockaddr.js";
export * from "./startup-data.js";
export * from "./structures.js";
export * from "./tls.js";
export * from "./upcall-table.js";
