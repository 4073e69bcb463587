import { TLS_1_2, TLS_1_3 } from "@ws2kit/spi";
import { SSL_PROTOCOL_TLS1_2, SSL_PROTOCOL_TLS1_3 } from "./secure-numbers.js";

/** One certificate of a chain, in DER. */
export interface BLOB {
  /** Bytes of the data. */
  cbSize: number;
  /** The data. */
  pBlobData: Uint8Array;
}

/**
 * Decides whether to accept the peer's certificate, before the layer sends an answer to it. SSL_ERR_OKAY accepts; any
 * other result refuses the certificate and ends the connection.
 *
 * @param dwType SSL_CERT_X59
 * @param pvArg the hook's `pvArg`
 * @param pCertChain `dwChainLen` certificates, the peer's own first
 * @param dwFlags SSL_CERT_FLAG_ISSUER_UNKNOWN if the machine itself would refuse the certificate
 */
export type SSLVALIDATECERTFUNC = (
  dwType: number,
  pvArg: unknown,
  dwChainLen: number,
  pCertChain: BLOB[],
  dwFlags: number,
) => number;

/**
 * The input of SO_SSL_SET_VALIDATE_CERT_HOOK, in a `ref`: a structure with a pointer to a function has no bytes here.
 */
export interface SSLVALIDATECERTHOOK {
  /** The hook. */
  HookFunc: SSLVALIDATECERTFUNC;
  /** Any value, passed to the hook. */
  pvArg: unknown;
}

/** The settings of a secure socket. An accepted socket shares those of its listening socket. */
export class SecureSettings {
  /** TLS_1_2 | TLS_1_3; 0 for all. */
  protocols = 0;
  /** SSL_FLAG_*. */
  flags = 0;
  /** The name of the peer; "" until the application sets it, and then the peer's address is used. */
  peerName = "";
  hook: SSLVALIDATECERTHOOK | null = null;
}

/** SSLPROTOCOLS as bytes: DWORD dwCount, then for each DWORD dwProtocol, dwVersion, dwFlags, the latter two 0. */
export function SSLPROTOCOLS(...protocols: readonly number[]): Uint8Array {
  const bytes = new Uint8Array(4 + 12 * protocols.length);
  bytes[0] = protocols.length;
  protocols.forEach((protocol, i) => {
    bytes[4 + 12 * i] = protocol;
  });
  return bytes;
}

const VERSIONS: Readonly<Record<number, number>> = { [SSL_PROTOCOL_TLS1_2]: TLS_1_2, [SSL_PROTOCOL_TLS1_3]: TLS_1_3 };

/** Converts SSL_PROTOCOL_* to TLS_1_2 or TLS_1_3; 0 for an unknown protocol. */
export function versionOf(protocol: number): number {
  return VERSIONS[protocol] ?? 0;
}

/** Converts TLS_1_2 | TLS_1_3 to SSL_PROTOCOL_*. */
export function protocolsOf(versions: number): number[] {
  return [SSL_PROTOCOL_TLS1_2, SSL_PROTOCOL_TLS1_3].filter((protocol) => versionOf(protocol) & versions);
}
