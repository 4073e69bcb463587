import type { Layer } from "../kit/layer.js";
import type { LayerSocket } from "../kit/layer-socket.js";

/**
 * Changes the bytes of one stream, in both directions: it receives bytes, and passes as many bytes as it wants.
 * It owns the bytes that it receives; the pipe owns the bytes that it is passed. An exception breaks only this stream,
 * with WSASYSCALLFAILURE.
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
  /** The application has ended sending, or closes the socket: the last bytes can be sent now. */
  downEnded?(pipe: Pipe): void;
  /**
   * The peer has ended sending: the last bytes can be passed up now. `pipe.fail(code)` reports an end that is an error.
   */
  upEnded?(pipe: Pipe): void;
  /** The socket is closed, or its process has ended. */
  closed?(): void;
}

/** Receives the bytes of a filter, and controls its stream. */
export interface Pipe {
  /** The socket that is filtered. */
  readonly socket: LayerSocket;
  /** Whether the connection was accepted, not made by connect. */
  readonly isAccepted: boolean;
  /** Sends bytes to the peer. */
  down(bytes: Uint8Array): void;
  /** Passes bytes to the application. */
  up(bytes: Uint8Array): void;
  /** Ends the application's stream, even if more bytes come from below. */
  end(): void;
  /** Holds the application's bytes back until `flow`: its sends wait, and select does not report it writable. */
  hold(): void;
  /** Ends `hold`. */
  flow(): void;
  /** Stops calls of `down` or of `up` until `resume`. */
  pause(way: "down" | "up"): void;
  /** Ends `pause`. */
  resume(way: "down" | "up"): void;
  /** Runs `callback` after `ms` milliseconds of the platform's clock. An end of the stream waits for it. */
  later(ms: number, callback: () => void): void;
  /**
   * Breaks the stream. Bytes that were passed up can still be received. Every other call returns `code`; sends and
   * receives return `later` instead, if `code` is not in their rows of codes.
   */
  fail(code: number, later?: number): void;
}

/**
 * Returns the filter of a connection that has been established, or null to pass its bytes unchanged. `listener` is the
 * socket that accepted it; null for a connection made by connect.
 */
export type OpenFilter = (socket: LayerSocket, layer: Layer, listener: LayerSocket | null) => StreamFilter | null;
