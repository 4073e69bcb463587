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
 * Decides about the peer's certificate, before anything that answers it has been sent. SSL_ERR_OKAY accepts; anything
 * else refuses, and the connection with it.
 *
 * @param dwType SSL_CERT_X59
 * @param pvArg the hook's `pvArg`
 * @param pCertChain `dwChainLen` certificates, the peer's own first
 * @param dwFlags SSL_CERT_FLAG_ISSUER_UNKNOWN where the machine itself would refuse it
 */
export type SSLVALIDATECERTFUNC = (
  dwType: number,
  pvArg: unknown,
  dwChainLen: number,
  pCertChain: BLOB[],
  dwFlags: number,
) => number;

/** What SO_SSL_SET_VALIDATE_CERT_HOOK takes, in a `ref`: a structure with a pointer to a function has no bytes here. */
export interface SSLVALIDATECERTHOOK {
  /** The hook. */
  HookFunc: SSLVALIDATECERTFUNC;
  /** Any value, passed to the hook. */
  pvArg: unknown;
}

/** What an application has set on a secure socket. The sockets that a listening one accepts have its settings. */
export class SecureSettings {
  /** TLS_1_2 | TLS_1_3; 0 for all. */
  protocols = 0;
  /** SSL_FLAG_*. */
  flags = 0;
  /** "" until the application has named its peer: then its address is its name. */
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

/** The contract's versions for SSL_PROTOCOL_*; 0 for one that there is not. */
export function versionOf(protocol: number): number {
  return VERSIONS[protocol] ?? 0;
}

/** SSL_PROTOCOL_* for the contract's versions. */
export function protocolsOf(versions: number): number[] {
  return [SSL_PROTOCOL_TLS1_2, SSL_PROTOCOL_TLS1_3].filter((protocol) => versionOf(protocol) & versions);
}
