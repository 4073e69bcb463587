import {
  FD_CLOSE,
  FD_CONNECT,
  FD_MAX_EVENTS,
  FD_READ,
  FD_WRITE,
  ref,
  WSAECONNABORTED,
  WSAECONNRESET,
  type WSAEVENT,
} from "@ws2kit/spi";
import type { Stream } from "./stream.js";

/** What the layer tells itself; all other events are the stream's below. */
export const OWN_EVENTS: number = FD_READ | FD_CLOSE;

/** The network events of a filtered stream that only the layer can know: of bytes as the application sees them. */
export class StreamEvents {
  event: WSAEVENT | null = null;
  mask = 0;
  #recorded = 0;
  /** FD_* that may be recorded. */
  #enabled = FD_READ | FD_CLOSE;
  readonly #codes: number[] = [];

  constructor(readonly stream: Stream) {}

  select(event: WSAEVENT | null, mask: number): void {
    this.event = event;
    this.mask = mask;
    this.#recorded = 0;
    this.#enabled |= FD_READ;
    this.record();
  }

  /** Whether the application is to be told of input. */
  get wantsInput(): boolean {
    return (this.mask & OWN_EVENTS) !== 0 && (this.#enabled & FD_CLOSE) !== 0;
  }

  /** Bytes have come up, beyond those that FD_READ has told of. */
  arrived(): void {
    this.#enabled |= FD_READ;
  }

  /** A receive has taken what it could. */
  received(): void {
    this.#enabled |= FD_READ;
    this.record();
  }

  /** A send would have had to wait: FD_WRITE tells when it need not. */
  awaitsRoom(): void {
    this.#enabled |= FD_WRITE;
  }

  /** What the stream below has told while the filter holds the application's bytes: it is told when they may flow. */
  holdBack(found: number): number {
    const held = this.stream.isHeld ? found & (FD_CONNECT | FD_WRITE) : 0;
    this.#enabled |= held;
    return found & ~held;
  }

  /** Records what has come about. */
  record(): void {
    const { stream } = this;
    if (stream.incoming.length > 0) this.#record(FD_READ, 0);
    if (stream.isWritable) this.#record(FD_CONNECT, stream.refusal);
    if (stream.isWritable && stream.failure === 0) this.#record(FD_WRITE, 0);
    if (stream.failure !== 0)
      this.#record(FD_CLOSE, stream.failure === WSAECONNRESET ? WSAECONNABORTED : stream.failure);
    else if (stream.hasEnded) this.#record(FD_CLOSE, 0);
  }

  /** Adds what is recorded to what the stream below has told, and forgets it. */
  take(found: number, iErrorCode: number[]): number {
    const recorded = this.#recorded;
    for (let i = 0; i < FD_MAX_EVENTS; i++) if ((recorded & (1 << i)) !== 0) iErrorCode[i] = this.#codes[i];
    this.#recorded = 0;
    return found | recorded;
  }

  #record(bit: number, code: number): void {
    if ((this.#enabled & bit) === 0) return;
    this.#enabled &= ~bit;
    if ((this.mask & bit) === 0) return;
    this.#recorded |= bit;
    this.#codes[31 - Math.clz32(bit)] = code;
    if (this.event !== null) this.stream.layer.upcalls.WPUSetEvent(this.event, ref(0));
  }
}
