import { TLS_CLIENT, TLS_REFUSE, TLS_SERVER, type Tls, WSAEWOULDBLOCK } from "@ws2kit/spi";

/** One end: a session of a `Tls`, which may be another than its peer's. */
export interface End {
  readonly tls: Tls;
  readonly session: number;
}

/** Two sessions whose ciphertext is passed between them in memory. */
export class Pair {
  readonly #bytes = new Uint8Array(4096);

  constructor(
    readonly client: End,
    readonly server: End,
  ) {}

  /** Passes ciphertext between the ends until there is no more. Returns the number of bytes. */
  carry(): number {
    let carried = 0;
    for (let more = -1; more !== carried; ) {
      more = carried;
      carried += this.#move(this.client, this.server) + this.#move(this.server, this.client);
    }
    return carried;
  }

  /** Continues both handshakes until neither changes. Returns the results. */
  shakeHands(): { client: number; server: number } {
    for (;;) {
      const client = this.client.tls.handshake(this.client.session);
      const server = this.server.tls.handshake(this.server.session);
      const carried = this.carry();
      if (client !== -WSAEWOULDBLOCK && server !== -WSAEWOULDBLOCK) return { client, server };
      if (carried === 0) return { client, server };
    }
  }

  close(): void {
    for (const { tls, session } of [this.client, this.server]) tls.close(session);
  }

  #move(from: End, to: End): number {
    let moved = 0;
    for (;;) {
      const n = from.tls.drain(from.session, this.#bytes, 0, this.#bytes.length);
      if (n <= 0) return moved;
      for (let fed = 0; fed < n; ) fed += to.tls.feed(to.session, this.#bytes, fed, n - fed);
      moved += n;
    }
  }
}

export interface PairOptions {
  readonly name?: string;
  readonly protocols?: number;
  /** The server's protocols; by default those of the client. */
  readonly theirs?: number;
  readonly checking?: number;
}

/** A client's session of one `Tls` with a server's of another. */
export function pair(client: Tls, server: Tls, options: PairOptions = {}): Pair {
  const { name = "device.test", protocols = 0, theirs = protocols, checking = TLS_REFUSE } = options;
  return new Pair(
    { tls: client, session: client.open(TLS_CLIENT, name, protocols, checking) },
    { tls: server, session: server.open(TLS_SERVER, "", theirs, TLS_REFUSE) },
  );
}

/** Writes all of `bytes` at one end and reads them at the other, carrying as it goes; what was read. */
export function transfer(pair: Pair, from: End, to: End, bytes: Uint8Array): Uint8Array {
  const read = new Uint8Array(bytes.length);
  let written = 0;
  for (let got = 0; got < bytes.length; ) {
    if (written < bytes.length) {
      const n = from.tls.write(from.session, bytes, written, Math.min(20_000, bytes.length - written));
      if (n !== -WSAEWOULDBLOCK) written += n;
    }
    pair.carry();
    for (;;) {
      const n = to.tls.read(to.session, read, got, Math.max(1, read.length - got));
      if (n <= 0) break;
      got += n;
    }
  }
  return read;
}
