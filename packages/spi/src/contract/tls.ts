/**
 * TLS for streams of bytes, if the machine has it: what the secure layer stands on. Small, flat and integer-valued, so
 * that a C host implements it in a page over the TLS library that it has. It knows no sockets: ciphertext and plaintext
 * go in and out as bytes, and somebody else carries them.
 *
 * A session is one end of one connection, named by a small non-negative integer, the implementation's own. Every
 * function returns a count, a session, a set of bits or 0; or an error as a *negative Winsock number*. Nothing blocks,
 * nothing throws, nothing is kept of an argument. Memory is `(buf, off, len)`; a count may be smaller than `len`.
 *
 * How a session is used:
 *
 * 1. `open`, then `handshake` until it is 0. After each call, and after every other one below, `drain` until it is 0
 * and send
 *    that to the peer; `feed` whatever the peer sends. A failed handshake may have a last word for the peer, an alert:
 *    drain it too.
 * 2. `write` and `read` plaintext, in any order.
 * 3. `shutdown` says that nothing more will be written; `read` answers 0 when the peer has said so. The peer's stream
 * ending
 *    without that is an end that anybody can have made: the caller takes it as a broken connection.
 * 4. `close`, in any case.
 *
 * Codes: `-WSAEWOULDBLOCK`, it needs more from the peer (or, for `feed` and `write`, that what is there is taken
 * first); `-WSAECONNABORTED`, the connection is over: what came was no TLS, was forged, or said so (an alert), or the
 * certificate was refused, which `verdict` tells; `-WSAESHUTDOWN`, `write` after `shutdown`; `-WSAENOTCONN`, before the
 * handshake; `-WSAENOTSOCK`, no such session.
 */
export interface Tls {
  /**
   * A new session. `role`: TLS_CLIENT or TLS_SERVER. `name`: the host name, or the address as text, that the peer's
   * certificate has to be for; a client tells the server a host name too (SNI), and has to have one (`-WSAEINVAL`). A
   * server asks for no certificate and gives "". `protocols`: the versions allowed, TLS_1_2 | TLS_1_3; 0 for all that
   * the machine has. `checking`: TLS_REFUSE ends the handshake at a certificate that is not trusted, or not for `name`;
   * TLS_TELL goes on, and the caller asks for the `verdict` before it drains any answer.
   *
   * `-WSAEOPNOTSUPP`: the machine lacks that role (a server without a certificate) or version. `-WSAEMFILE`: no session
   * left.
   */
  open(role: number, name: string, protocols: number, checking: number): number;
  /** Forgets a session and all that it held. Says nothing to the peer: `shutdown` does. */
  close(session: number): number;

  /** Goes on with the handshake: 0 once it is complete. */
  handshake(session: number): number;
  /** The version in use, one of TLS_1_2 and TLS_1_3; `-WSAENOTCONN` before the handshake is complete. */
  protocol(session: number): number;
  /**
   * What became of the peer's certificate: 0 for a good one, else one of TLS_CERT_*, the first fault that was found.
   * `-WSAEWOULDBLOCK` before there is one.
   */
  verdict(session: number): number;
  /**
   * Writes the certificate `index` of the peer's chain, its own being 0, in DER; answers its *whole* length, so that
   * more than `len` means that the rest is missing. 0 if there is none.
   */
  certificate(session: number, index: number, buf: Uint8Array, off: number, len: number): number;

  /** Takes ciphertext that came from the peer: how many bytes. */
  feed(session: number, buf: Uint8Array, off: number, len: number): number;
  /** Writes ciphertext for the peer, and returns its bytes, 0 if there is none. */
  drain(session: number, buf: Uint8Array, off: number, len: number): number;
  /** Takes plaintext: how many bytes. */
  write(session: number, buf: Uint8Array, off: number, len: number): number;
  /** Writes plaintext, and returns its bytes; 0 after the peer's close_notify. */
  read(session: number, buf: Uint8Array, off: number, len: number): number;
  /** Sends close_notify: nothing more will be written. Reading goes on. */
  shutdown(session: number): number;
}

export const TLS_CLIENT = 0;
export const TLS_SERVER = 1;

export const TLS_1_2 = 0x1;
export const TLS_1_3 = 0x2;

export const TLS_REFUSE = 0;
export const TLS_TELL = 1;

/** Nobody whom the machine trusts has issued it. */
export const TLS_CERT_UNTRUSTED = 1;
/** It is for somebody else. */
export const TLS_CERT_NAME = 2;
/** Its time is over, or has not begun. */
export const TLS_CERT_EXPIRED = 3;
export const TLS_CERT_REVOKED = 4;
/** Anything else: malformed, wrongly signed, too weak, or made for another purpose. */
export const TLS_CERT_INVALID = 5;
