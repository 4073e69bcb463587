/**
 * Windows desktop: `ws2_32.dll`.
 *
 * The one module that an application for this target imports: the machine, Winsock's constants, addresses and
 * structures, and the types.
 *
 * ```ts
 * import { AF_INET, MAKEWORD, newWSADATA, type Machine, SOCK_STREAM } from "@ws2kit/target-desktop";
 *
 * export default function main(machine: Machine) {
 *   const ws2 = machine.openProcess();
 *   ws2.WSAStartup(MAKEWORD(2, 2), newWSADATA());
 *   const s = ws2.socket(AF_INET, SOCK_STREAM, 0);
 *   machine.platform.log("socket", s, "error", ws2.WSAGetLastError());
 * }
 * ```
 */
export {
  drive,
  LSP_CRYPTO_COMPRESS,
  LSP_FIREWALL,
  LSP_INBOUND_MODIFY,
  LSP_INSPECTOR,
  LSP_LOCAL_CACHE,
  LSP_OUTBOUND_MODIFY,
  LSP_PROXY,
  LSP_REDIRECTOR,
  LSP_SYSTEM,
  ProviderInfoLspCategories,
  TF_DISCONNECT,
  TF_REUSE_SOCKET,
  TF_USE_DEFAULT_WORKER,
  TF_USE_KERNEL_APC,
  TF_USE_SYSTEM_THREAD,
  TF_WRITE_BEHIND,
  TP_ELEMENT_EOP,
  TP_ELEMENT_FILE,
  TP_ELEMENT_MEMORY,
} from "@ws2kit/core";
export * from "@ws2kit/spi";
export * from "@ws2kit/spi/desktop-options";
export * from "@ws2kit/spi/extended-addresses";
export * from "@ws2kit/spi/name-spaces";

export { profile } from "./profile.js";
export { type Machine, openMachine, type Ws2OfDesktop, type Ws2OfDesktop as Ws2 } from "./target.js";
