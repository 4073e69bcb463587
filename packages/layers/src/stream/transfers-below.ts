import {
  type LPWSAOVERLAPPED_COMPLETION_ROUTINE,
  newWSAOVERLAPPED,
  ref,
  WSA_IO_PENDING,
  type WSABUF,
} from "@ws2kit/spi";
import { attempt } from "../kit/link.js";
import type { Stream } from "./stream.js";

/** The most calls below whose end is not reported yet, for each direction. */
const UNREPORTED = 8;

/**
 * The receives, or the sends, of a stream to the provider below. One call is under way at a time. If a call succeeds at
 * once, its outcome is known, but the provider owns the structure until the routine has run. There are at most
 * UNREPORTED structures, because they would pile up for a caller that never waits. While all are in use, no call can be
 * made.
 */
export class TransfersBelow {
  /** Whether a call is under way whose outcome is not known yet. */
  isUnderWay = false;
  readonly #idle: TransferBelow[] = [];
  #made = 0;

  constructor(
    readonly stream: Stream,
    readonly slot: "WSPRecv" | "WSPSend",
    /** Receives the outcome of each call. */
    readonly finish: (code: number, bytes: number) => void,
  ) {}

  /** Whether a call can be made now. */
  get isFree(): boolean {
    return !this.isUnderWay && (this.#idle.length > 0 || this.#made < UNREPORTED);
  }

  /** Makes the next call. Returns whether its outcome is known at once. */
  start(buffers: WSABUF[]): boolean {
    if (this.#idle.length === 0) this.#made++;
    const one = this.#idle.pop() ?? new TransferBelow(this);
    this.isUnderWay = true;
    return one.start(buffers);
  }

  /** Called when a call has ended, with its code and its count of bytes. */
  ended(code: number, bytes: number): void {
    this.isUnderWay = false;
    this.finish(code, bytes);
  }

  /** Called when the structure of a call can be used again. */
  release(one: TransferBelow): void {
    this.#idle.push(one);
    // the stream may have waited for a free structure
    if (this.#idle.length === 1) this.stream.advance();
  }
}

/** One structure for calls below, and its routine. */
class TransferBelow {
  readonly #overlapped = newWSAOVERLAPPED();
  readonly #count = ref(0);
  readonly #flags = ref(0);
  readonly #errno = ref(0);
  /** Whether its end has not been reported yet. */
  #isOut = false;
  /** Whether the call returned the outcome, so that the routine only releases the structure. */
  #isImmediate = false;

  constructor(readonly all: TransfersBelow) {}

  readonly #ended: LPWSAOVERLAPPED_COMPLETION_ROUTINE = (code, bytes) => {
    if (!this.#isOut) return;
    const { socket, layer } = this.all.stream;
    this.#retire();
    if (!this.#isImmediate) this.all.ended(code, bytes);
    if (!this.#isImmediate) this.all.stream.advance();
    this.all.release(this);
    layer.settle(socket);
  };

  start(buffers: WSABUF[]): boolean {
    const { layer, socket } = this.all.stream;
    const { below, lower } = socket;
    const worker = layer.imports.worker();
    this.#isOut = true;
    this.#isImmediate = false;
    this.#flags.value = 0;
    layer.pended(socket);
    const result = attempt(below, this.all.slot, this.#errno, ({ WSPRecv, WSPSend }) => {
      const [count, overlapped, ended, errno] = [this.#count, this.#overlapped, this.#ended, this.#errno];
      return this.all.slot === "WSPSend"
        ? WSPSend(lower, buffers, buffers.length, count, 0, overlapped, ended, worker, errno)
        : WSPRecv(lower, buffers, buffers.length, count, this.#flags, overlapped, ended, worker, errno);
    });
    if (result !== 0 && this.#errno.value === WSA_IO_PENDING) return false;
    this.#isImmediate = true;
    // no routine runs for a call that failed
    if (result !== 0) this.#retire();
    this.all.ended(result === 0 ? 0 : this.#errno.value, this.#count.value);
    if (result !== 0) this.all.release(this);
    return true;
  }

  #retire(): void {
    this.#isOut = false;
    this.all.stream.socket.pending--;
  }
}
