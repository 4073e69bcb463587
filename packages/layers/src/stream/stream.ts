import {
  copyOf,
  FD_READ,
  newWSABUF,
  type Waitable,
  WSAECONNREFUSED,
  WSAEINTR,
  type WSAEVENT,
  WSASYSCALLFAILURE,
} from "@ws2kit/spi";
import type { Layer } from "../kit/layer.js";
import type { LayerSocket } from "../kit/layer-socket.js";
import { ByteQueue } from "./byte-queue.js";
import { StreamEvents } from "./stream-events.js";
import type { Pipe, StreamFilter } from "./stream-filter.js";
import { StreamOperations } from "./stream-operations.js";
import { TransfersBelow } from "./transfers-below.js";

/** The most bytes of one receive below. */
const CHUNK = 4096;
/** The most bytes that are held in each direction. */
const LIMIT = 16384;

/**
 * One stream with a filter. It uses only overlapped calls below, at most one receive and one send at a time, whose ends
 * are reported on the layer's thread. So it works in the same way over every provider, and for every kind of call of
 * the application.
 */
export class Stream implements Pipe {
  isAccepted = false;
  /** Whether the connection is established; and whether its bytes pass unchanged. */
  isBegun = false;
  /** Whether a non-blocking connect is under way. */
  isConnecting = false;
  isPlain = false;
  isNonBlocking = false;
  /** Whether the application has passed WSA_FLAG_OVERLAPPED. */
  isOverlapped = true;
  /** SO_RCVTIMEO and SO_SNDTIMEO: milliseconds; 0 for no limit. */
  receiveTimeout = 0;
  sendTimeout = 0;
  /** Whether the application's bytes wait for the filter (`hold`). */
  isHeld = false;
  /** Whether the filter has paused the application's bytes (`isFull`), or the peer's (`isPaused`). */
  isFull = false;
  isPaused = false;
  /** Callbacks of `later` that have not run. */
  postponed = 0;
  /** Bytes that the filter has passed up and the application has not received. */
  readonly incoming: ByteQueue;
  /** Whether the application's stream has ended. */
  hasEnded = false;
  /** Whether the stream failed while its filter held the application's bytes. */
  hasFailedToBegin = false;
  /** The code of the connect in that case. */
  refusal = 0;
  /** The code with which the stream broke, or 0. */
  failure = 0;
  /** The number of calls that wait for input. */
  waiting = 0;
  receiveIsShut = false;
  sendIsShut = false;
  isClosed = false;
  readonly events: StreamEvents;
  readonly operations: StreamOperations;

  #filter: StreamFilter | null = null;
  readonly #outgoing: ByteQueue;
  /** Bytes of the send below that is under way. */
  #inFlight = 0;
  readonly #receives: TransfersBelow;
  readonly #sends: TransfersBelow;
  /** Whether the stream below has ended. */
  #isDry = false;
  #hasEndedDown = false;
  /** Called once, when all bytes have been sent. */
  #afterLast: (() => void) | null = null;
  #inbox: Uint8Array | null = null;

  constructor(
    readonly layer: Layer,
    readonly socket: LayerSocket,
  ) {
    this.events = new StreamEvents(this);
    this.operations = new StreamOperations(this);
    this.incoming = new ByteQueue(layer.imports);
    this.#outgoing = new ByteQueue(layer.imports);
    this.#receives = new TransfersBelow(this, "WSPRecv", (code, bytes) => this.#arrived(code, bytes));
    this.#sends = new TransfersBelow(this, "WSPSend", (code) => this.#left(code));
  }

  /** Called when the connection is established. */
  begin(filter: StreamFilter | null, isAccepted: boolean): void {
    this.isBegun = true;
    this.isPlain = filter === null;
    this.isAccepted = isAccepted;
    if (filter === null) return;
    this.#filter = filter;
    this.#ask(() => filter.begin?.(this));
    this.advance();
  }

  /** Selects events, as WSAEventSelect does. The socket becomes non-blocking. */
  selected(event: WSAEVENT | null, mask: number): void {
    this.isNonBlocking = true;
    this.events.selected(event, mask);
  }

  down(bytes: Uint8Array): void {
    this.#outgoing.push(bytes);
    this.#write();
  }

  up(bytes: Uint8Array): void {
    if (this.hasEnded || bytes.length === 0) return;
    this.incoming.push(bytes);
    this.events.enable(FD_READ);
  }

  end(): void {
    this.hasEnded = true;
  }

  hold(): void {
    this.isHeld = true;
  }

  flow(): void {
    this.isHeld = false;
  }

  pause(way: "down" | "up"): void {
    this.#choke(way, true);
  }

  resume(way: "down" | "up"): void {
    this.#choke(way, false);
  }

  later(ms: number, callback: () => void): void {
    this.postponed++;
    this.layer.pended(this.socket);
    const run = () => {
      this.postponed--;
      this.socket.pending--;
      if (!this.isClosed) {
        this.#ask(callback);
        this.advance();
      }
      this.layer.settle(this.socket);
    };
    this.layer.imports.runLater(run, ms);
  }

  #choke(way: "down" | "up", isStopped: boolean): void {
    if (way === "down") this.isFull = isStopped;
    else this.isPaused = isStopped;
  }

  fail(code: number, later = code): void {
    if (this.failure !== 0) return;
    this.failure = later;
    this.refusal = code;
    this.hasFailedToBegin = this.isHeld;
    this.isHeld = false;
  }

  /** Whether a receive would return at once, with bytes, the end or a failure. */
  get isReadable(): boolean {
    return this.incoming.length > 0 || this.hasEnded || this.failure !== 0;
  }

  /** Whether the filter accepts more of the application's bytes. */
  get hasRoom(): boolean {
    return !this.isHeld && !this.isFull && this.#outgoing.length + this.#inFlight < LIMIT;
  }

  get isWritable(): boolean {
    return this.failure !== 0 || (this.hasRoom && this.operations.sends.length === 0);
  }

  get isReading(): boolean {
    return this.#receives.isUnderWay;
  }

  /** Whether an operation is under way below whose end select there does not report. */
  get isBusyBelow(): boolean {
    return this.isReading || this.#sends.isUnderWay || this.postponed > 0;
  }

  /** Whether the next receive below must wait until the ends of earlier receives are reported. */
  get isChoked(): boolean {
    return !this.isReading && !this.#receives.isFree;
  }

  /** Whether all bytes for the peer have been sent. */
  get isDrained(): boolean {
    return (this.#outgoing.length === 0 && !this.#sends.isUnderWay && this.postponed === 0) || this.failure !== 0;
  }

  /** Copies a piece of the application's bytes, and passes it to the filter. Returns its length. */
  give(buf: Uint8Array, off: number, len: number): number {
    const part = Math.min(len, LIMIT);
    this.#ask((filter) => filter.down(copyOf(buf, off, off + part), this));
    return part;
  }

  /** Receives below until the application has something to receive, or a receive has to wait. */
  pull(): void {
    while (!this.isReadable && this.read());
  }

  /** The application has ended sending. Runs `then` after the last byte has been sent. */
  endDown(then: () => void): void {
    this.sendIsShut = true;
    this.#afterLast = then;
    this.advance();
    this.flush();
  }

  /** Does everything that can be done now. Called after every change of state. */
  advance(): void {
    do {
      this.#endUp();
      this.operations.advance();
      this.#endDown();
      this.#write();
      this.#finish();
    } while (this.operations.canSend || (this.#wantsInput && this.incoming.length < LIMIT && this.read()));
    this.events.update();
  }

  /** Waits on the application's thread, at most `ms` milliseconds (-1: without limit). Returns 0 or the code. */
  wait(what: Waitable, ms: number): number {
    // the application has closed the socket; bytes may still wait to be sent
    const isOver = () => this.isClosed || this.socket.isClosing === true;
    const code = this.layer.imports.wait({ ready: () => what.ready() || isOver() }, ms);
    return code === 0 && isOver() ? WSAEINTR : code;
  }

  /** As `wait`, and receives below meanwhile. */
  waitForInput(what: Waitable, ms: number): number {
    this.waiting++;
    try {
      return this.wait(what, ms);
    } finally {
      this.waiting--;
    }
  }

  /** Reports the ends of calls below that are due, without waiting. */
  look(): void {
    const { imports } = this.layer;
    this.waiting++;
    try {
      imports.look();
      imports.deliver();
    } finally {
      this.waiting--;
    }
    this.advance();
  }

  /**
   * Sends the bytes that wait for reports of earlier sends. Called at the end of a call from above, because the caller
   * may never wait.
   */
  flush(): void {
    while (this.#outgoing.length > 0 && this.failure === 0 && !this.#sends.isUnderWay && !this.#sends.isFree) {
      this.layer.imports.deliver();
      // reports are not delivered inside a callback; the stream continues after it
      if (!this.#sends.isUnderWay && !this.#sends.isFree) return;
    }
  }

  /** The application's handle is closed: ends receiving and notifications. */
  endUp(): void {
    this.receiveIsShut = true;
    this.hasEnded = true;
    this.events.selected(null, 0);
    this.incoming.takeAll();
  }

  /** Stops the stream. */
  drop(): void {
    this.isClosed = true;
    this.#outgoing.takeAll();
  }

  /** Releases the stream's bytes and its filter. */
  closed(): void {
    this.drop();
    this.incoming.takeAll();
    this.#carry(0);
    this.#ask((filter) => filter.closed?.());
    this.#filter = null;
  }

  /** Notifies the filter of the end of sending, after the sends that are under way. */
  #endDown(): void {
    if (!this.sendIsShut || this.#hasEndedDown || this.isHeld || this.operations.sends.length > 0) return;
    this.#hasEndedDown = true;
    if (this.failure === 0) this.#ask((filter) => filter.downEnded?.(this));
  }

  #finish(): void {
    if (!this.#hasEndedDown || !this.isDrained) return;
    const then = this.#afterLast;
    this.#afterLast = null;
    then?.();
  }

  get #wantsInput(): boolean {
    if (this.isClosed) return false;
    if (this.isHeld || this.operations.receives.length > 0 || (this.waiting > 0 && !this.isReadable)) return true;
    return !this.receiveIsShut && this.events.wantsInput;
  }

  /** Calls the filter. An exception of the filter breaks its stream. */
  #ask(call: (filter: StreamFilter) => void): void {
    if (this.#filter === null) return;
    try {
      call(this.#filter);
    } catch (error) {
      const { imports } = this.layer;
      imports.exceptions.contain(error, imports.path, "filter");
      this.fail(WSASYSCALLFAILURE);
    }
  }

  /** Receives below, if that is possible now. Returns whether the outcome is known at once. */
  read(): boolean {
    if (!this.#receives.isFree || this.isPaused || this.#isDry || this.failure !== 0) return false;
    this.#inbox ??= new Uint8Array(CHUNK);
    return this.#receives.start([newWSABUF(this.#inbox)]);
  }

  #arrived(code: number, bytes: number): void {
    if (this.isClosed) return;
    if (code !== 0) {
      this.#failBelow(code);
    } else if (bytes > 0) {
      const inbox = this.#inbox as Uint8Array;
      this.#ask((filter) => filter.up(inbox.slice(0, bytes), this));
    } else {
      this.#isDry = true;
      this.#ask((filter) => filter.upEnded?.(this));
      this.#endUp();
    }
  }

  /** Ends the application's stream after the stream below has ended and all callbacks of `later` have run. */
  #endUp(): void {
    if (this.#isDry && this.postponed === 0 && this.failure === 0) this.hasEnded = true;
  }

  /** Sends the waiting bytes below, until a send has to wait. */
  #write(): void {
    while (this.#sends.isFree && this.failure === 0 && this.#outgoing.length > 0) {
      const { length } = this.#outgoing;
      const pieces = this.#outgoing.takeAll();
      this.#carry(length);
      if (!this.#sends.start(pieces.map((piece) => newWSABUF(piece)))) return;
    }
  }

  #left(code: number): void {
    this.#carry(0);
    if (code !== 0) this.#failBelow(code);
  }

  /** Sets the bytes of the send below that is under way. */
  #carry(bytes: number): void {
    this.layer.imports.hold(bytes - this.#inFlight);
    this.#inFlight = bytes;
  }

  /**
   * Fails the stream, because the stream below has broken. A connect that waits for the filter reports WSAECONNREFUSED.
   */
  #failBelow(code: number): void {
    this.fail(this.isHeld ? WSAECONNREFUSED : code, code);
  }
}
