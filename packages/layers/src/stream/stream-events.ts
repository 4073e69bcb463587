import { EventRecord } from "@ws2kit/core";
import {
  FD_CLOSE,
  FD_CONNECT,
  FD_READ,
  FD_WRITE,
  WSAECONNABORTED,
  WSAECONNRESET,
  type WSAEVENT,
  type WSANETWORKEVENTS,
} from "@ws2kit/spi";
import type { Stream } from "./stream.js";

/**
 * The network events that the layer records itself. It copies all others from the stream below, which records them.
 */
export const OWN_EVENTS: number = FD_READ | FD_CLOSE;

/** The network events of a filtered stream, for the bytes after the filter. */
export class StreamEvents extends EventRecord {
  /** The result of the connect below: 0 or the code; -1 while the connect has not ended. */
  #connectCode = -1;

  constructor(readonly stream: Stream) {
    super();
    this.enabled = OWN_EVENTS;
  }

  /** Selects events, as WSAEventSelect does. */
  selected(event: WSAEVENT | null, mask: number): void {
    const { layer } = this.stream;
    this.select(layer, event, mask, layer.imports.selectionClears, this.#connectCode);
  }

  /** Whether the stream must receive from below, to record FD_READ or FD_CLOSE. */
  get wantsInput(): boolean {
    return (this.mask & OWN_EVENTS) !== 0 && (this.enabled & FD_CLOSE) !== 0;
  }

  /** Called when a connect begins. */
  connecting(): void {
    this.#connectCode = -1;
    this.recorded &= ~FD_CONNECT;
  }

  /** Called after a receive. */
  received(): void {
    this.rearm(FD_READ);
    this.update();
  }

  /**
   * Copies the events that the stream below has recorded. While the filter holds the application's bytes, FD_CONNECT
   * and FD_WRITE wait.
   */
  add({ lNetworkEvents, iErrorCode }: WSANETWORKEVENTS): void {
    const { stream } = this;
    this.enable(lNetworkEvents);
    const held = stream.isHeld ? FD_CONNECT | FD_WRITE : 0;
    for (let bits = lNetworkEvents & ~held; bits !== 0; bits &= bits - 1) {
      const bit = bits & -bits;
      const code = iErrorCode[31 - Math.clz32(bit)];
      if (bit === FD_CONNECT) this.#connectCode = code || stream.refusal;
      this.record(bit, bit === FD_CONNECT ? this.#connectCode : code);
    }
  }

  /** Records the events that have occurred. */
  update(): void {
    const { stream } = this;
    if (stream.incoming.length > 0) this.record(FD_READ, 0);
    if (stream.isWritable) this.record(FD_CONNECT, stream.refusal);
    if (stream.isWritable && stream.failure === 0) this.record(FD_WRITE, 0);
    if (stream.failure !== 0)
      this.record(FD_CLOSE, stream.failure === WSAECONNRESET ? WSAECONNABORTED : stream.failure);
    else if (stream.hasEnded) this.record(FD_CLOSE, 0);
  }
}
