import { fd_set, type LPINT, ref, SOCK_STREAM, type SOCKET } from "@ws2kit/spi";
import type { Layer } from "../kit/layer.js";
import type { LayerSocket } from "../kit/layer-socket.js";
import { ask } from "../kit/link.js";
import { Stream } from "./stream.js";
import type { OpenFilter } from "./stream-filter.js";

const NOW = { tv_sec: 0, tv_usec: 0 } as const;

/** The streams of a layer, with and without a filter. */
export class Streams {
  readonly #errno: LPINT = ref(0);
  readonly #open = new Set<Stream>();

  constructor(
    readonly layer: Layer,
    readonly open: OpenFilter,
    /** Whether a stream has a filter only if `demandFilter` was called. */
    readonly onDemand: boolean,
  ) {}

  opened(socket: LayerSocket): void {
    if (socket.chain.iSocketType !== SOCK_STREAM) return;
    socket.stream = new Stream(this.layer, socket);
    socket.stream.isPlain = this.onDemand;
    this.#open.add(socket.stream);
  }

  closed({ stream }: LayerSocket): void {
    if (stream === undefined) return;
    this.#open.delete(stream);
    stream.closed();
  }

  /** Releases all streams and their operations, without notification. */
  abandon(): void {
    for (const stream of this.#open) {
      stream.operations.abandon();
      stream.closed();
    }
    this.#open.clear();
  }

  /**
   * Returns the stream of a handle, if it has a filter or may still be assigned one; null if its bytes will always pass
   * unchanged.
   */
  noted(s: SOCKET): Stream | null {
    const stream = this.layer.find(s, this.#errno)?.stream ?? null;
    return stream === null || (stream.isPlain && (stream.isBegun || !this.onDemand)) ? null : stream;
  }

  /** Returns the filtered stream of a handle, connected or not; null for any other socket. */
  find(s: SOCKET): Stream | null {
    const stream = this.layer.find(s, this.#errno)?.stream ?? null;
    return stream === null || stream.isPlain ? null : stream;
  }

  /** Whether a handle belongs to a stream that was made without WSA_FLAG_OVERLAPPED. */
  isNotOverlapped(s: SOCKET): boolean {
    return this.layer.find(s, this.#errno)?.stream?.isOverlapped === false;
  }

  /** Returns the filtered stream of a handle; null if the call must be forwarded unchanged. */
  filtered(s: SOCKET): Stream | null {
    const stream = this.find(s);
    if (stream === null || stream.isBegun) return stream;
    this.meet(stream, null);
    return stream.isBegun && !stream.isPlain ? stream : null;
  }

  /**
   * Opens the filter of a stream, if its connection is established. `listener` is the socket that accepted it, or null.
   */
  meet(stream: Stream, listener: LayerSocket | null): void {
    const { below, lower, chain } = stream.socket;
    // getpeername returns the target while a connect is under way, and after it has failed
    if (stream.isConnecting) {
      const connected = fd_set(lower);
      const ready = ask(below, "WSPSelect", (slots) => slots.WSPSelect(0, null, connected, null, NOW, this.#errno));
      // a select that fails does not change its sets, for example inside another layer's wait (WSAEINPROGRESS)
      if (ready !== 1) return;
    }
    const name = new Uint8Array(Math.max(chain.iMaxSockAddr, 16));
    const result = ask(below, "WSPGetPeerName", (slots) =>
      slots.WSPGetPeerName(lower, name, ref(name.length), this.#errno),
    );
    if (result !== 0) return;
    stream.begin(this.open(stream.socket, this.layer, listener), listener !== null);
  }
}
