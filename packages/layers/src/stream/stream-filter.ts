import type { Layer } from "../kit/layer.js";
import type { LayerSocket } from "../kit/layer-socket.js";

/**
 * What stands between an application's stream and the one below: bytes in, bytes out, either way, as many or as few as
 * it likes. Bytes that it is given are its own to keep, and bytes that it gives to `pipe` are the pipe's. What it
 * throws breaks its stream with WSASYSCALLFAILURE and harms no other.
 */
export interface StreamFilter {
  /**
   * The connection stands and nothing has flowed. Here a filter may send bytes of its own, and `pipe.hold()` the
   * application's back until it calls `pipe.flow()`, or `pipe.fail(code)`: a blocking connect returns then.
   */
  begin?(pipe: Pipe): void;
  /** Bytes of the application's, on their way down. */
  down(bytes: Uint8Array, pipe: Pipe): void;
  /** Bytes of the peer's, on their way up. */
  up(bytes: Uint8Array, pipe: Pipe): void;
  /** The application sends no more, or closes: the last bytes can go down. */
  downEnded?(pipe: Pipe): void;
  /** The peer sends no more: the last bytes can go up. An end that should not be is `pipe.fail(code)`. */
  upEnded?(pipe: Pipe): void;
  /** The socket is closed, or gone with its process. */
  closed?(): void;
}

/** Where a filter's bytes go. */
export interface Pipe {
  readonly socket: LayerSocket;
  /** Whether the connection came in, by accept. */
  readonly isAccepted: boolean;
  /** Sends bytes to the peer. */
  down(bytes: Uint8Array): void;
  /** Gives bytes to the application. */
  up(bytes: Uint8Array): void;
  /** The application's stream has ended, whatever still comes from below. */
  end(): void;
  /** Nothing of the application's goes down until `flow`: its sends wait, and to select it is not writable. */
  hold(): void;
  flow(): void;
  /** The filter takes no more of the application's bytes (`down`), or of the peer's (`up`), until `resume`. */
  pause(way: "down" | "up"): void;
  resume(way: "down" | "up"): void;
  /** Runs `callback` after `ms` milliseconds on the platform's clock. An end, or closesocket, comes behind it. */
  later(ms: number, callback: () => void): void;
  /**
   * Breaks the stream: what has come up can still be received; from now on all else answers `code`, or where that is no
   * code of a send's or a receive's, these answer `later`.
   */
  fail(code: number, later?: number): void;
}

/**
 * Makes the filter of one connection, once it stands; `null` where this connection's bytes pass as they are. `listener`
 * is the socket that has accepted it, `null` for one that has connected.
 */
export type OpenFilter = (socket: LayerSocket, layer: Layer, listener: LayerSocket | null) => StreamFilter | null;
