import type { Layer } from "../kit/layer.js";
import type { LayerSocket } from "../kit/layer-socket.js";

/**
 * Changes the bytes of one stream, in both directions. For the bytes that it receives it may pass more, fewer or other
 * bytes. The filter owns the arrays that it receives; the pipe owns the arrays that the filter passes to it. If the
 * filter throws, only this stream breaks, with WSASYSCALLFAILURE.
 */
export interface StreamFilter {
  /**
   * The connection is established and no bytes have passed. The filter may send bytes here. With `pipe.hold()` it may
   * hold the application's bytes back until it calls `pipe.flow()` or `pipe.fail(code)`; a blocking connect returns
   * only then.
   */
  begin?(pipe: Pipe): void;
  /** The application has sent `bytes`. */
  down(bytes: Uint8Array, pipe: Pipe): void;
  /** The peer has sent `bytes`. */
  up(bytes: Uint8Array, pipe: Pipe): void;
  /** The application has ended sending, or closes the socket. The filter can send its last bytes here. */
  downEnded?(pipe: Pipe): void;
  /**
   * The peer has ended sending. The filter can pass its last bytes up here, or call `pipe.fail(code)` if the end is an
   * error.
   */
  upEnded?(pipe: Pipe): void;
  /** The socket is closed, or its process has ended. */
  closed?(): void;
}

/**
 * The two ends of a filtered stream, as its filter uses them: it sends bytes to the peer and to the application, and
 * controls the flow.
 */
export interface Pipe {
  /** The socket that is filtered. */
  readonly socket: LayerSocket;
  /** Whether the connection was accepted, not made by connect. */
  readonly isAccepted: boolean;
  /** Sends bytes to the peer. */
  down(bytes: Uint8Array): void;
  /** Passes bytes to the application. */
  up(bytes: Uint8Array): void;
  /** Ends the stream for the application: its receives report the end, even if more bytes arrive from below. */
  end(): void;
  /** Holds the application's bytes back until `flow`: sends wait, and select does not report the socket as writable. */
  hold(): void;
  /** Ends `hold`: sends continue. */
  flow(): void;
  /** Stops calls of the filter's `down` or `up` until `resume`. */
  pause(way: "down" | "up"): void;
  /** Ends `pause`: the calls continue. */
  resume(way: "down" | "up"): void;
  /**
   * Runs `callback` after `ms` milliseconds of the platform's clock. The end of the stream is not passed on before
   * that.
   */
  later(ms: number, callback: () => void): void;
  /**
   * Breaks the stream. The application can still receive the bytes that were passed up. Every other call fails with
   * `code`; sends and receives fail with `later` instead, for a `code` that Winsock does not document for them.
   */
  fail(code: number, later?: number): void;
}

/**
 * Returns the filter of a connection that has been established, or null to pass its bytes unchanged. `listener` is the
 * socket that accepted it; null for a connection made by connect.
 */
export type OpenFilter = (socket: LayerSocket, layer: Layer, listener: LayerSocket | null) => StreamFilter | null;
