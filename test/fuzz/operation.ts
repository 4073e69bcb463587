import {
  newWSAOVERLAPPED,
  ref,
  WSA_WAIT_EVENT_0,
  WSA_WAIT_TIMEOUT,
  type WSAEVENT,
  WSS_OPERATION_IN_PROGRESS,
} from "@ws2kit/spi";
import { assert } from "chai";
import type { Handle } from "./model-socket.js";

/** How an overlapped operation reports its completion. */
export type Notice = "event" | "routine" | "nothing";

/** An overlapped operation. It must complete once and report that once. */
export class Operation {
  readonly overlapped = newWSAOVERLAPPED();
  readonly routine: ((dwError: number, cbTransferred: number) => void) | null;
  /** Its process ended first, so its completion is not reported. */
  isDropped = false;
  /** Its process crashed, and its result is unknown. */
  isLost = false;
  isImmediate = false;
  calls = 0;
  /** A number that increases with each operation. */
  order = 0;
  /** The results of plain receives that were called after this operation and before its completion was reported. */
  readonly behind: (() => unknown)[] = [];
  readonly #event: WSAEVENT | null = null;
  #told = 0;
  #ranAfterEnd = false;

  constructor(
    readonly handle: Handle,
    readonly isReceive: boolean,
    readonly buffer: Uint8Array,
    readonly notice: Notice,
    /** What its end means to the model; `bytes` were transferred. */
    readonly ended: (bytes: number, operation: Operation) => void,
  ) {
    if (notice === "event") this.#event = handle.party.ws2.WSACreateEvent();
    this.overlapped.hEvent = this.#event;
    this.routine =
      notice === "routine"
        ? (_dwError, cbTransferred) => {
            this.calls++;
            this.#ranAfterEnd ||= handle.party.hasEnded;
            this.#told = cbTransferred;
            handle.party.endRoutine();
          }
        : null;
  }

  get isDone(): boolean {
    return this.isLost || this.overlapped.Internal !== WSS_OPERATION_IN_PROGRESS;
  }

  get hasFailed(): boolean {
    return this.overlapped.Internal !== 0;
  }

  /** It failed and received nothing, so later receives need not wait for it. */
  get isVoid(): boolean {
    return this.isDone && this.hasFailed && this.overlapped.InternalHigh === 0;
  }

  /** Records its completion. */
  settle(): void {
    const bytes = this.overlapped.InternalHigh;
    this.ended(bytes, this);
    const { party, s, isOpen } = this.handle;
    if (isOpen && !this.isDropped) {
      const transferred = ref(0);
      const isSuccess = party.ws2.WSAGetOverlappedResult(s, this.overlapped, transferred, false, ref(0));
      assert.equal(isSuccess, !this.hasFailed, "WSAGetOverlappedResult");
      assert.equal(transferred.value, bytes, "the bytes of WSAGetOverlappedResult");
    }
  }

  /** Asserts that its completion was reported once. Call it only for a settled operation. */
  checkNotice(signalsImmediate: boolean): void {
    if (this.notice === "routine" && !this.isDropped) {
      assert.equal(this.calls, 1, "how often a completion routine ran");
      assert.equal(this.#told, this.overlapped.InternalHigh, "the bytes that a completion routine received");
    }
    assert.isFalse(this.#ranAfterEnd, "whether a completion routine ran in a process that had ended");
    if (this.isDropped) assert.isAtMost(this.calls, 1, "how often a completion routine ran");
    if (this.#event === null || this.handle.party.hasEnded) return;
    const { ws2 } = this.handle.party;
    if (!this.isDropped) {
      const expected = this.isImmediate && !signalsImmediate ? WSA_WAIT_TIMEOUT : WSA_WAIT_EVENT_0;
      assert.equal(ws2.WSAWaitForMultipleEvents(1, [this.#event], false, 0, false), expected, "the operation's event");
    }
    ws2.WSACloseEvent(this.#event);
  }

  /** It did not start, so no completion is reported. */
  refuse(): void {
    assert.equal(this.calls, 0, "how often the routine of an operation that never began ran");
    if (this.#event !== null) this.handle.party.ws2.WSACloseEvent(this.#event);
  }
}
