/**
 * TLS for streams of bytes, on a machine that offers it; the secure layer uses it. It is small and uses only integers,
 * so that a C host can implement it in a page over its TLS library. It does no I/O: the caller transports ciphertext
 * and plaintext.
 *
 * A session is one end of one connection. Its number is a small non-negative integer that the implementation chooses.
 * Every function returns a count, a session, a set of bits or 0; or an error as a *negative Winsock number*. No
 * function blocks, throws or stores an argument. Memory is `(buf, off, len)`; a count may be smaller than `len`.
 *
 * Use a session as follows:
 *
 * 1. Call `open`, then `handshake` until it returns 0. After each call, and after each call below, call `drain` until
 *    it is 0, and send the bytes to the peer. Pass the peer's bytes to `feed`. A failed handshake may produce an alert
 *    for the peer: drain it too.
 * 2. Call `write` and `read` with plaintext, in any order.
 * 3. Call `shutdown` after the last `write`; `read` returns 0 after the peer's shutdown. If the peer's stream ends
 *    without it, an attacker may have cut the connection: treat it as broken.
 * 4. Call `close`, whether or not the session has failed.
 *
 * Codes: `-WSAEWOULDBLOCK`, the session needs more bytes from the peer (or, for `feed` and `write`, its buffers must be
 * read first); `-WSAECONNABORTED`, the connection failed: the peer sent no TLS, forged data or an alert, or its
 * certificate was refused (see `verdict`); `-WSAESHUTDOWN`, `write` after `shutdown`; `-WSAENOTCONN`, before the end of
 * the handshake; `-WSAENOTSOCK`, no such session.
 */
export interface Tls {
  /**
   * Opens a session and returns it. `role`: TLS_CLIENT or TLS_SERVER. `name`: for a client, the host name or the
   * address as text that the peer's certificate must contain; a host name is also sent to the server (SNI); "" fails
   * with `-WSAEINVAL`. A server requests no certificate and passes "". `protocols`: the allowed versions, TLS_1_2 |
   * TLS_1_3; 0 for all. `checking`: TLS_REFUSE fails the handshake if the certificate is not trusted or not issued for
   * `name`; TLS_REPORT continues, and the caller must check `verdict` before it drains an answer.
   *
   * `-WSAEOPNOTSUPP`: the machine lacks the role (a server without a certificate) or version. `-WSAEMFILE`: all
   * sessions are in use.
   */
  open(role: number, name: string, protocols: number, checking: number): number;
  /** Frees a session and its buffers. It sends nothing to the peer; `shutdown` does. */
  close(session: number): number;

  /** Continues the handshake. Returns 0 when it is complete. */
  handshake(session: number): number;
  /** Returns the version in use, TLS_1_2 or TLS_1_3; `-WSAENOTCONN` before the handshake is complete. */
  protocol(session: number): number;
  /**
   * Returns the verdict on the peer's certificate: 0 if it is valid, or else TLS_CERT_*, for the first fault found.
   * `-WSAEWOULDBLOCK` before the certificate has arrived.
   */
  verdict(session: number): number;
  /**
   * Writes the certificate `index` of the peer's chain in DER; 0 is the peer's own. Returns its *whole* length in
   * bytes: if that exceeds `len`, the rest is not written. Returns 0 if the chain has no such certificate.
   */
  certificate(session: number, index: number, buf: Uint8Array, off: number, len: number): number;

  /** Passes in ciphertext from the peer. Returns the number of bytes used. */
  feed(session: number, buf: Uint8Array, off: number, len: number): number;
  /** Writes ciphertext for the peer. Returns the number of bytes; 0 if no ciphertext waits. */
  drain(session: number, buf: Uint8Array, off: number, len: number): number;
  /** Passes in plaintext to encrypt. Returns the number of bytes used. */
  write(session: number, buf: Uint8Array, off: number, len: number): number;
  /** Writes decrypted plaintext. Returns the number of bytes; 0 after the peer's close_notify. */
  read(session: number, buf: Uint8Array, off: number, len: number): number;
  /** Makes the close_notify, which `drain` then returns. Reading can continue. */
  shutdown(session: number): number;
}

/** The end of a connection that begins the handshake. */
export const TLS_CLIENT = 0;
/** The end of a connection that answers the handshake, with a certificate. */
export const TLS_SERVER = 1;

/** Versions of TLS, to combine. */
export const TLS_1_2 = 0x1;
export const TLS_1_3 = 0x2;

/** Fails the handshake with a peer whose certificate is not valid. */
export const TLS_REFUSE = 0;
/** Continues the handshake with such a peer: the caller reads `verdict` and decides. */
export const TLS_REPORT = 1;

/** No trusted authority issued it. */
export const TLS_CERT_UNTRUSTED = 1;
/** It was issued for another name. */
export const TLS_CERT_NAME = 2;
/** It has expired, or is not valid yet. */
export const TLS_CERT_EXPIRED = 3;
export const TLS_CERT_REVOKED = 4;
/** Any other fault: malformed, wrongly signed, too weak, or issued for another purpose. */
export const TLS_CERT_INVALID = 5;
