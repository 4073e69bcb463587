import {
  holds,
  TLS_1_2,
  TLS_1_3,
  TLS_CLIENT,
  TLS_SERVER,
  type Tls,
  WSAECONNABORTED,
  WSAEFAULT,
  WSAEINVAL,
  WSAENOBUFS,
  WSAENOTCONN,
  WSAENOTSOCK,
  WSAEOPNOTSUPP,
  WSAESHUTDOWN,
  WSAEWOULDBLOCK,
} from "@ws2kit/spi";
import { Contexts, type TlsOptions } from "./contexts.js";
import { type Address, type OpenSsl, openssl } from "./openssl.js";
import { newSession, type Session, TLS1_3_VERSION } from "./session.js";
import { verdictOf } from "./verdict.js";

const SSL_ERROR_WANT_READ = 2;
const SSL_ERROR_WANT_WRITE = 3;
const SSL_ERROR_ZERO_RETURN = 6;
const ALL_VERSIONS = TLS_1_2 | TLS_1_3;
/** The default of `sessionBytes`: several times the longest handshake. */
const SESSION_BYTES = 256 * 1024;
/** A host name has at most 253 characters. */
const NAME_LENGTH = 255;

/**
 * Makes TLS from the OpenSSL in Node's binary; each session is an SSL object between two memory BIOs. `undefined` if
 * Node exports no OpenSSL. Throws an Error for options that are not certificates or keys.
 */
export function nodeTls(options: TlsOptions): Tls | undefined {
  const functions = openssl();
  return functions === null ? undefined : new OpenSslTls(functions, options);
}

/** Implements `Tls` with OpenSSL. Node shares its error queue, so it is emptied before each call that reads it. */
export class OpenSslTls implements Tls {
  readonly #openssl: OpenSsl;
  readonly #contexts: Contexts;
  readonly #sessionBytes: number;
  /** By the session's number; the number of a closed session is used again. */
  readonly #sessions: (Session | undefined)[] = [];

  constructor(openssl: OpenSsl, options: TlsOptions) {
    this.#openssl = openssl;
    this.#contexts = new Contexts(openssl, options);
    this.#sessionBytes = options.sessionBytes ?? SESSION_BYTES;
  }

  open(role: number, name: string, protocols: number, checking: number): number {
    if (role !== TLS_CLIENT && role !== TLS_SERVER) return -WSAEINVAL;
    if (role === TLS_CLIENT && !isName(name)) return -WSAEINVAL;
    if (role === TLS_SERVER && this.#contexts.server === null) return -WSAEOPNOTSUPP;
    const versions = (protocols === 0 ? ALL_VERSIONS : protocols) & ALL_VERSIONS;
    if (versions === 0) return -WSAEOPNOTSUPP;
    const session = newSession(this.#openssl, this.#contexts, { role, name, protocols: versions, checking });
    this.#openssl.ERR_clear_error();
    if (session === null) return -WSAENOBUFS;
    const free = this.#sessions.indexOf(undefined);
    if (free < 0) return this.#sessions.push(session) - 1;
    this.#sessions[free] = session;
    return free;
  }

  close(session: number): number {
    const found = this.#sessions[session];
    if (found === undefined) return -WSAENOTSOCK;
    this.#sessions[session] = undefined;
    this.#openssl.SSL_free(found.ssl);
    return 0;
  }

  handshake(session: number): number {
    const found = this.#sessions[session];
    if (found === undefined) return -WSAENOTSOCK;
    if (found.broken) return -WSAECONNABORTED;
    this.#openssl.ERR_clear_error();
    const result = this.#openssl.SSL_do_handshake(found.ssl);
    // a close_notify before the end of the handshake is a failure too
    return result === 1 ? 0 : this.#failure(found, result) || this.#break(found);
  }

  protocol(session: number): number {
    const found = this.#sessions[session];
    if (found === undefined) return -WSAENOTSOCK;
    if (this.#openssl.SSL_is_init_finished(found.ssl) === 0) return -WSAENOTCONN;
    return this.#openssl.SSL_version(found.ssl) === TLS1_3_VERSION ? TLS_1_3 : TLS_1_2;
  }

  verdict(session: number): number {
    const found = this.#sessions[session];
    if (found === undefined) return -WSAENOTSOCK;
    const result = this.#openssl.SSL_get_verify_result(found.ssl);
    // OpenSSL's initial verdict is "valid"; there is no chain before the certificate has arrived
    if (result === 0 && this.#openssl.SSL_get_peer_cert_chain(found.ssl) === null) return -WSAEWOULDBLOCK;
    return verdictOf(result);
  }

  certificate(session: number, index: number, buf: Uint8Array, off: number, len: number): number {
    const found = this.#sessions[session];
    if (found === undefined) return -WSAENOTSOCK;
    if (!holds(buf, off, len)) return -WSAEFAULT;
    const openssl = this.#openssl;
    const chain = openssl.SSL_get_peer_cert_chain(found.ssl);
    if (chain === null || index < 0 || index >= openssl.OPENSSL_sk_num(chain)) return 0;
    const bio = openssl.BIO_new(openssl.BIO_s_mem());
    openssl.i2d_X509_bio(bio, openssl.OPENSSL_sk_value(chain, index));
    const read = Math.max(0, openssl.BIO_read(bio, view(buf, off, len), len));
    const rest = Math.max(0, openssl.BIO_read(bio, new Uint8Array(0x10000), 0x10000));
    openssl.BIO_free(bio);
    return read + rest;
  }

  feed(session: number, buf: Uint8Array, off: number, len: number): number {
    const found = this.#sessions[session];
    if (found === undefined) return -WSAENOTSOCK;
    if (!holds(buf, off, len)) return -WSAEFAULT;
    if (len === 0 || found.broken) return len;
    // incoming data may produce answers, which must be drained first
    const taken = Math.min(len, this.#room(found.fromPeer), this.#room(found.toPeer) && len);
    return taken === 0 ? -WSAEWOULDBLOCK : this.#openssl.BIO_write(found.fromPeer, view(buf, off, taken), taken);
  }

  drain(session: number, buf: Uint8Array, off: number, len: number): number {
    const found = this.#sessions[session];
    if (found === undefined) return -WSAENOTSOCK;
    if (!holds(buf, off, len)) return -WSAEFAULT;
    return len === 0 ? 0 : Math.max(0, this.#openssl.BIO_read(found.toPeer, view(buf, off, len), len));
  }

  write(session: number, buf: Uint8Array, off: number, len: number): number {
    const found = this.#sessions[session];
    if (found === undefined) return -WSAENOTSOCK;
    if (!holds(buf, off, len)) return -WSAEFAULT;
    if (found.broken) return -WSAECONNABORTED;
    if (found.silent) return -WSAESHUTDOWN;
    if (this.#openssl.SSL_is_init_finished(found.ssl) === 0) return -WSAENOTCONN;
    if (len === 0) return 0;
    const taken = Math.min(len, this.#room(found.toPeer));
    if (taken === 0) return -WSAEWOULDBLOCK;
    this.#openssl.ERR_clear_error();
    const result = this.#openssl.SSL_write(found.ssl, view(buf, off, taken), taken);
    return result > 0 ? result : this.#failure(found, result);
  }

  read(session: number, buf: Uint8Array, off: number, len: number): number {
    const found = this.#sessions[session];
    if (found === undefined) return -WSAENOTSOCK;
    if (!holds(buf, off, len) || len === 0) return -WSAEFAULT;
    if (found.broken) return -WSAECONNABORTED;
    if (this.#openssl.SSL_is_init_finished(found.ssl) === 0) return -WSAENOTCONN;
    this.#openssl.ERR_clear_error();
    const result = this.#openssl.SSL_read(found.ssl, view(buf, off, len), len);
    return result > 0 ? result : this.#failure(found, result);
  }

  shutdown(session: number): number {
    const found = this.#sessions[session];
    if (found === undefined) return -WSAENOTSOCK;
    if (found.broken) return -WSAECONNABORTED;
    if (this.#openssl.SSL_is_init_finished(found.ssl) === 0) return -WSAENOTCONN;
    if (found.silent) return 0;
    found.silent = true;
    this.#openssl.ERR_clear_error();
    this.#openssl.SSL_shutdown(found.ssl);
    this.#openssl.ERR_clear_error();
    return 0;
  }

  /** Bytes that a session may still buffer in one direction. */
  #room(bio: Address): number {
    return Math.max(0, this.#sessionBytes - this.#openssl.BIO_ctrl_pending(bio));
  }

  /** The result of a call without data: a negative code, or 0 after the peer's close_notify. */
  #failure(session: Session, result: number): number {
    const why = this.#openssl.SSL_get_error(session.ssl, result);
    this.#openssl.ERR_clear_error();
    if (why === SSL_ERROR_WANT_READ || why === SSL_ERROR_WANT_WRITE) return -WSAEWOULDBLOCK;
    if (why === SSL_ERROR_ZERO_RETURN) return 0;
    return this.#break(session);
  }

  #break(session: Session): number {
    session.broken = true;
    return -WSAECONNABORTED;
  }
}

/** Whether a name contains no NUL, at which C would end it, and so check another name. */
function isName(name: string): boolean {
  return name.length > 0 && name.length <= NAME_LENGTH && !name.includes("\0");
}

function view(buf: Uint8Array, off: number, len: number): Uint8Array {
  return off === 0 && len === buf.length ? buf : buf.subarray(off, off + len);
}
