import { isIP } from "node:net";
import { TLS_1_2, TLS_1_3, TLS_REFUSE, TLS_SERVER } from "@ws2kit/spi";
import type { Contexts } from "./contexts.js";
import type { Address, OpenSsl } from "./openssl.js";

const SSL_CTRL_SET_TLSEXT_HOSTNAME = 55;
const SSL_CTRL_SET_MIN_PROTO_VERSION = 123;
const SSL_CTRL_SET_MAX_PROTO_VERSION = 124;
const SSL_VERIFY_NONE = 0;
const SSL_VERIFY_PEER = 1;
const X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS = 0x4;

/** OpenSSL's numbers of the contract's versions. */
export const TLS1_2_VERSION = 0x303;
export const TLS1_3_VERSION = 0x304;

/** One SSL object between two memory BIOs, which it owns. */
export interface Session {
  readonly ssl: Address;
  readonly fromPeer: Address;
  readonly toPeer: Address;
  /** Whether the session has failed: OpenSSL must not be called to continue it. */
  broken: boolean;
  /** Whether close_notify was sent. */
  silent: boolean;
}

/** The parameters of a new session, in the contract's numbers. */
export interface Order {
  readonly role: number;
  readonly name: string;
  readonly protocols: number;
  readonly checking: number;
}

/** Makes a session; `null` if OpenSSL fails. */
export function newSession(openssl: OpenSsl, contexts: Contexts, order: Order): Session | null {
  const isServer = order.role === TLS_SERVER;
  const ssl = openssl.SSL_new(isServer ? (contexts.server as Address) : contexts.client);
  if (ssl === null) return null;
  const fromPeer = openssl.BIO_new(openssl.BIO_s_mem());
  const toPeer = openssl.BIO_new(openssl.BIO_s_mem());
  openssl.SSL_set_bio(ssl, fromPeer, toPeer);
  const least = order.protocols & TLS_1_2 ? TLS1_2_VERSION : TLS1_3_VERSION;
  const most = order.protocols & TLS_1_3 ? TLS1_3_VERSION : TLS1_2_VERSION;
  openssl.SSL_ctrl(ssl, SSL_CTRL_SET_MIN_PROTO_VERSION, least, null);
  openssl.SSL_ctrl(ssl, SSL_CTRL_SET_MAX_PROTO_VERSION, most, null);
  if (isServer) openssl.SSL_set_accept_state(ssl);
  else beClient(openssl, ssl, order);
  return { ssl, fromPeer, toPeer, broken: false, silent: false };
}

function beClient(openssl: OpenSsl, ssl: Address, { name, checking }: Order): void {
  openssl.SSL_set_connect_state(ssl);
  openssl.SSL_set_verify(ssl, checking === TLS_REFUSE ? SSL_VERIFY_PEER : SSL_VERIFY_NONE, null);
  if (isIP(name)) {
    openssl.X509_VERIFY_PARAM_set1_ip_asc(openssl.SSL_get0_param(ssl), name);
    return;
  }
  openssl.SSL_set_hostflags(ssl, X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS);
  openssl.SSL_set1_host(ssl, name);
  openssl.SSL_ctrl_text(ssl, SSL_CTRL_SET_TLSEXT_HOSTNAME, 0, name);
}
