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

/** One connection's TLS: a session of the platform's between the application's bytes and the wire. */
export class TlsFilter implements StreamFilter {
  /** -1 while bytes pass as they are. */
  #session = -1;
  #isShaken = false;
  #hookIsAsked = false;
  /** The peer has said that it sends no more. */
  #isEnded = false;
  #isBroken = false;

  /** `chunk` is where bytes pass through, one record's at most; all connections of a process may share it. */
  constructor(
    readonly tls: Tls,
    readonly settings: SecureSettings,
    readonly chunk: Uint8Array,
  ) {}

  /** Whether the handshake has been put off and is still to be done. */
  get isDeferred(): boolean {
    return this.#session < 0 && !this.#isBroken;
  }

  /** What became of the peer's certificate: 0, TLS_CERT_*, or a negative code where there is none. */
  get verdict(): number {
    return this.tls.verdict(this.#session);
  }

  begin(pipe: Pipe): void {
    if ((this.settings.flags & SSL_FLAG_DEFER_HANDSHAKE) === 0) this.start(pipe);
  }

  /** Begins the handshake; the application's bytes wait for its end. */
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

  /** The wire has ended. Without the peer's word for it anybody can have cut it. */
  upEnded(pipe: Pipe): void {
    if (this.#session >= 0 && !this.#isEnded) this.#break(pipe);
  }

  closed(): void {
    if (this.#session >= 0) this.tls.close(this.#session);
    this.#session = -1;
    this.#isBroken = true;
  }

  /** Encrypts and sends; `false` if that cannot go on. */
  #write(bytes: Uint8Array, pipe: Pipe): boolean {
    for (let done = 0; done < bytes.length; ) {
      const taken = this.tls.write(this.#session, bytes, done, bytes.length - done);
      const sent = this.#flush(pipe);
      if (taken > 0) done += taken;
      // what was in its way may have gone
      else if (taken !== -WSAEWOULDBLOCK || sent === 0) return false;
    }
    return true;
  }

  /** Takes what has come, and does what it brings about; `false` if that cannot go on. */
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
      // nothing that answers the certificate has gone
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

  /** Asks the hook, once there is a certificate. */
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

  /** Decrypts all that is there. */
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

  /** Sends what there is for the peer; how many bytes. */
  #flush(pipe: Pipe): number {
    for (let sent = 0; ; ) {
      const drained = this.tls.drain(this.#session, this.chunk, 0, this.chunk.length);
      if (drained <= 0) return sent;
      pipe.down(this.chunk.slice(0, drained));
      sent += drained;
    }
  }

  /** It is over: the connection was never secure, or is not any more. */
  #break(pipe: Pipe): void {
    this.#isBroken = true;
    const isRefused = this.settings.hook === null && this.verdict > 0;
    pipe.fail(isRefused ? WSAEACCES : WSAECONNREFUSED, WSAECONNABORTED);
  }
}

/** The peer's address as text: its name until the application gives it another. */
function addressOf({ socket }: Pipe): string {
  const name = new Uint8Array(28);
  socket.below.slots.WSPGetPeerName(socket.lower, name, ref(name.length), ref(0));
  return sockaddrHost(name);
}
