/**
 * Windows CE 5.0: `ws2.dll`.
 *
 * The one module that an application for this target imports: the machine, Winsock's constants, addresses and
 * structures, and the types.
 *
 * ```ts
 * import { AF_INET, MAKEWORD, newWSADATA, type Machine, SOCK_STREAM } from "@ws2kit/target-ce";
 *
 * export default function main(machine: Machine) {
 *   const ws2 = machine.openProcess();
 *   ws2.WSAStartup(MAKEWORD(2, 2), newWSADATA());
 *   const s = ws2.socket(AF_INET, SOCK_STREAM, 0);
 *   machine.platform.log("socket", s, "error", ws2.WSAGetLastError());
 * }
 * ```
 */
export { drive } from "@ws2kit/core";
export * from "@ws2kit/spi";
export * from "@ws2kit/spi/name-spaces";
export { AF_IRDA } from "./constants.js";

export { profile } from "./profile.js";
export { type Machine, openMachine, type Ws2OfCe, type Ws2OfCe as Ws2 } from "./target.js";
