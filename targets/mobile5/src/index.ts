/**
 * Windows Mobile 5: `ws2.dll`.
 *
 * The one module that an application for this target imports: the machine, Winsock's constants, addresses and
 * structures, and the types.
 *
 * ```ts
 * import { AF_INET, MAKEWORD, newWSADATA, type Machine, SOCK_STREAM } from "@ws2kit/target-mobile5";
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
export {
  type BLOB,
  SO_SEC_NONE,
  SO_SEC_SSL,
  SO_SECURE,
  SO_SSL_GET_PROTOCOLS,
  SO_SSL_GET_VERDICT,
  SO_SSL_PERFORM_HANDSHAKE,
  SO_SSL_SET_FLAGS,
  SO_SSL_SET_PEERNAME,
  SO_SSL_SET_PROTOCOLS,
  SO_SSL_SET_VALIDATE_CERT_HOOK,
  SSL_CERT_FLAG_ISSUER_UNKNOWN,
  SSL_CERT_X59,
  SSL_ERR_CERT_UNKNOWN,
  SSL_ERR_OKAY,
  SSL_FLAG_DEFER_HANDSHAKE,
  SSL_PROTOCOL_TLS1_2,
  SSL_PROTOCOL_TLS1_3,
  SSLPROTOCOLS,
  type SSLVALIDATECERTFUNC,
  type SSLVALIDATECERTHOOK,
} from "@ws2kit/layers";
export * from "@ws2kit/spi";
export * from "@ws2kit/spi/name-spaces";
export { AF_IRDA } from "@ws2kit/target-ce";

export { profile } from "./profile.js";
export { type Machine, openMachine, type Ws2OfMobile5, type Ws2OfMobile5 as Ws2 } from "./target.js";
