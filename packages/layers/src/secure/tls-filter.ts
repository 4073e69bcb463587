import {
  ref,
  sockaddrHost,
  TLS_CLIENT,
  TLS_REFUSE,
  TLS_REPORT,
  TLS_SERVER,
  type Tls,
  WSAEACCES,
  WSAECONNABORTED,
  WSAECONNREFUSED,
  WSAEWOULDBLOCK,
} from "@ws2kit/spi";
import type { Pipe, StreamFilter } from "../stream/stream-filter.js";
import {
  SSL_CERT_FLAG_ISSUER_UNKNOWN,
  SSL_CERT_X59,
  SSL_ERR_OKAY,
  SSL_FLAG_DEFER_HANDSHAKE,
} from "./secure-numbers.js";
import type { BLOB, SecureSettings } from "./settings.js";

/**
 * The TLS of one connection: a session of the platform's TLS between the application's bytes and the provider below.
 */
export class TlsFilter implements StreamFilter {
  /** The session; -1 while bytes pass unchanged. */
  #session = -1;
  #isShaken = false;
  #hookIsAsked = false;
  /** Whether the peer has sent its close_notify. */
  #isEnded = false;
  #isBroken = false;

  /** `chunk` is a buffer for the bytes of one record. All connections of a process may share it. */
  constructor(
    readonly tls: Tls,
    readonly settings: SecureSettings,
    readonly chunk: Uint8Array,
  ) {}

  /** Whether the handshake is deferred and has not been started yet. */
  get isDeferred(): boolean {
    return this.#session < 0 && !this.#isBroken;
  }

  /** The verdict on the peer's certificate: 0, TLS_CERT_*, or a negative code without a certificate. */
  get verdict(): number {
    return this.tls.verdict(this.#session);
  }

  begin(pipe: Pipe): void {
    if ((this.settings.flags & SSL_FLAG_DEFER_HANDSHAKE) === 0) this.start(pipe);
  }

  /** Begins the handshake. The application's bytes wait until it is complete. */
  start(pipe: Pipe): void {
    const { protocols, peerName, hook } = this.settings;
    const role = pipe.isAccepted ? TLS_SERVER : TLS_CLIENT;
    const name = pipe.isAccepted ? "" : peerName || addressOf(pipe);
    pipe.hold();
    this.#session = this.tls.open(role, name, protocols, hook === null ? TLS_REFUSE : TLS_REPORT);
    if (this.#session < 0) this.#break(pipe);
    else this.#advance(pipe);
  }

  down(bytes: Uint8Array, pipe: Pipe): void {
    if (this.#session < 0) pipe.down(bytes);
    else if (!this.#write(bytes, pipe)) this.#break(pipe);
  }

  up(bytes: Uint8Array, pipe: Pipe): void {
    if (this.#session < 0) pipe.up(bytes);
    else if (!this.#feed(bytes, pipe)) this.#break(pipe);
  }

  downEnded(pipe: Pipe): void {
    if (!this.#isShaken || this.#isBroken) return;
    this.tls.shutdown(this.#session);
    this.#flush(pipe);
  }

  /** The stream below has ended. Without a close_notify of the peer, an attacker may have cut it. */
  upEnded(pipe: Pipe): void {
    if (this.#session >= 0 && !this.#isEnded) this.#break(pipe);
  }

  closed(): void {
    if (this.#session >= 0) this.tls.close(this.#session);
    this.#session = -1;
    this.#isBroken = true;
  }

  /** Encrypts and sends bytes. Returns `false` if the connection has failed. */
  #write(bytes: Uint8Array, pipe: Pipe): boolean {
    for (let done = 0; done < bytes.length; ) {
      const taken = this.tls.write(this.#session, bytes, done, bytes.length - done);
      const sent = this.#flush(pipe);
      if (taken > 0) done += taken;
      // after sending, the session may accept bytes again
      else if (taken !== -WSAEWOULDBLOCK || sent === 0) return false;
    }
    return true;
  }

  /**
   * Passes received bytes to the session, and continues the handshake or the decryption. Returns `false` if the
   * connection has failed.
   */
  #feed(bytes: Uint8Array, pipe: Pipe): boolean {
    for (let done = 0; done < bytes.length && !this.#isBroken; ) {
      const taken = this.tls.feed(this.#session, bytes, done, bytes.length - done);
      if (taken <= 0) return false;
      done += taken;
      this.#advance(pipe);
    }
    return true;
  }

  #advance(pipe: Pipe): void {
    if (!this.#isShaken) this.#shakeHands(pipe);
    if (this.#isShaken) this.#read(pipe);
  }

  #shakeHands(pipe: Pipe): void {
    const code = this.tls.handshake(this.#session);
    if (!this.#isApproved(pipe)) {
      // no answer to the certificate has been sent
      this.#isBroken = true;
      pipe.fail(WSAEACCES, WSAECONNABORTED);
      return;
    }
    this.#flush(pipe);
    if (code === 0) {
      this.#isShaken = true;
      pipe.flow();
    } else if (code !== -WSAEWOULDBLOCK) this.#break(pipe);
  }

  /** Calls the hook, once the certificate has arrived. Returns whether the certificate is accepted. */
  #isApproved(pipe: Pipe): boolean {
    const { hook } = this.settings;
    const verdict = hook === null || this.#hookIsAsked || pipe.isAccepted ? -1 : this.verdict;
    if (hook === null || verdict < 0) return true;
    this.#hookIsAsked = true;
    const chain = this.#chain();
    const flags = verdict === 0 ? 0 : SSL_CERT_FLAG_ISSUER_UNKNOWN;
    return hook.HookFunc(SSL_CERT_X59, hook.pvArg, chain.length, chain, flags) === SSL_ERR_OKAY;
  }

  #chain(): BLOB[] {
    const chain: BLOB[] = [];
    for (;;) {
      const cbSize = this.tls.certificate(this.#session, chain.length, this.chunk, 0, 0);
      if (cbSize <= 0) return chain;
      const pBlobData = new Uint8Array(cbSize);
      this.tls.certificate(this.#session, chain.length, pBlobData, 0, cbSize);
      chain.push({ cbSize, pBlobData });
    }
  }

  /** Decrypts all received bytes. */
  #read(pipe: Pipe): void {
    for (;;) {
      const read = this.tls.read(this.#session, this.chunk, 0, this.chunk.length);
      if (read <= 0) {
        this.#flush(pipe);
        if (read === 0) {
          this.#isEnded = true;
          pipe.end();
        } else if (read !== -WSAEWOULDBLOCK) this.#break(pipe);
        return;
      }
      pipe.up(this.chunk.slice(0, read));
    }
  }

  /** Sends the ciphertext that waits for the peer. Returns the number of bytes. */
  #flush(pipe: Pipe): number {
    for (let sent = 0; ; ) {
      const drained = this.tls.drain(this.#session, this.chunk, 0, this.chunk.length);
      if (drained <= 0) return sent;
      pipe.down(this.chunk.slice(0, drained));
      sent += drained;
    }
  }

  /** Breaks the stream, because the connection is not secure. */
  #break(pipe: Pipe): void {
    this.#isBroken = true;
    const isRefused = this.settings.hook === null && this.verdict > 0;
    pipe.fail(isRefused ? WSAEACCES : WSAECONNREFUSED, WSAECONNABORTED);
  }
}

/** The peer's address as text, for the name of the peer. */
function addressOf({ socket }: Pipe): string {
  const name = new Uint8Array(28);
  socket.below.slots.WSPGetPeerName(socket.lower, name, ref(name.length), ref(0));
  return sockaddrHost(name);
}
