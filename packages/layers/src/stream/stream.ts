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

/** Bytes that one receive below asks for. */
const CHUNK = 4096;
/** Bytes that are kept each way before more is taken. */
const LIMIT = 16384;

/**
 * One stream with a filter on it. Below, it always works overlapped, one receive and one send at a time, whose ends
 * come to the layer's own thread; so it is the same for every provider below and every way in which the application
 * works.
 */
export class Stream implements Pipe {
  isAccepted = false;
  /** Whether the connection has been seen to stand; then whether its bytes pass as they are. */
  isBegun = false;
  /** A non-blocking connect has begun. */
  isConnecting = false;
  isPlain = false;
  isNonBlocking = false;
  /** Whether the application has asked for WSA_FLAG_OVERLAPPED. */
  isOverlapped = true;
  /** SO_RCVTIMEO and SO_SNDTIMEO: milliseconds; 0 is for ever. */
  receiveTimeout = 0;
  sendTimeout = 0;
  /** Bytes of the application's wait for the filter. */
  isHeld = false;
  /** The filter takes no more of the application's bytes, or of the peer's, for now. */
  isFull = false;
  isPaused = false;
  /** Callbacks that the filter has asked for and that have not run. */
  postponed = 0;
  /** Bytes that the filter has passed up and the application has not received. */
  readonly incoming: ByteQueue;
  /** The application's stream has ended. */
  hasEnded = false;
  /** It failed before its filter let the application's bytes flow. */
  hasFailedToBegin = false;
  /** What a connect answers then. */
  refusal = 0;
  /** Why the stream broke, or 0. */
  failure = 0;
  /** Calls that wait for input. */
  waiting = 0;
  receiveIsShut = false;
  sendIsShut = false;
  isClosed = false;
  readonly events: StreamEvents;
  readonly operations: StreamOperations;

  #filter: StreamFilter | null = null;
  readonly #outgoing: ByteQueue;
  /** Bytes that a send below has not taken. */
  #inFlight = 0;
  readonly #receives: TransfersBelow;
  readonly #sends: TransfersBelow;
  /** The stream below has ended. */
  #isDry = false;
  #hasEndedDown = false;
  /** What is to happen below once all has been sent. */
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

  /** The connection stands. */
  begin(filter: StreamFilter | null, isAccepted: boolean): void {
    this.isBegun = true;
    this.isPlain = filter === null;
    this.isAccepted = isAccepted;
    if (filter === null) return;
    this.#filter = filter;
    this.#ask(() => filter.begin?.(this));
    this.advance();
  }

  /** WSAEventSelect, which makes a socket non-blocking. */
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

  /** Whether a receive would not wait: bytes, the end, or a failure. */
  get isReadable(): boolean {
    return this.incoming.length > 0 || this.hasEnded || this.failure !== 0;
  }

  /** Whether the filter takes more of the application's bytes. */
  get hasRoom(): boolean {
    return !this.isHeld && !this.isFull && this.#outgoing.length + this.#inFlight < LIMIT;
  }

  get isWritable(): boolean {
    return this.failure !== 0 || (this.hasRoom && this.operations.sends.length === 0);
  }

  get isReading(): boolean {
    return this.#receives.isUnderWay;
  }

  /** Something is under way below whose end select there does not report. */
  get isBusyBelow(): boolean {
    return this.isReading || this.#sends.isUnderWay || this.postponed > 0;
  }

  /** Whether input stands still below until ends of receives are reported. */
  get isChoked(): boolean {
    return !this.isReading && !this.#receives.isFree;
  }

  /** Whether all that was given down has been sent. */
  get isDrained(): boolean {
    return (this.#outgoing.length === 0 && !this.#sends.isUnderWay && this.postponed === 0) || this.failure !== 0;
  }

  /** Gives a piece of the application's bytes to the filter; it is copied. */
  give(buf: Uint8Array, off: number, len: number): number {
    const part = Math.min(len, LIMIT);
    this.#ask((filter) => filter.down(copyOf(buf, off, off + part), this));
    return part;
  }

  /** Receives below until there is something for the application, or it has to wait. */
  pull(): void {
    while (!this.isReadable && this.read());
  }

  /** The application sends no more: `then` is done below behind the last byte. */
  endDown(then: () => void): void {
    this.sendIsShut = true;
    this.#afterLast = then;
    this.advance();
    this.flush();
  }

  /** Does all that can be done now: after every change. What it does may make room for more. */
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

  /** Waits on the application's thread, at most `ms` (-1: however long it takes): 0 or the code. */
  wait(what: Waitable, ms: number): number {
    // closed for the application, though bytes may still be on their way down
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

  /** Lets what has ended below by now come up; nothing waits. */
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
   * Sends below what stands still until ends of sends are reported: at the end of a call from above, as the caller may
   * not wait for long, or never again.
   */
  flush(): void {
    while (this.#outgoing.length > 0 && this.failure === 0 && !this.#sends.isUnderWay && !this.#sends.isFree) {
      this.layer.imports.deliver();
      // within a callback nothing is delivered; the stream goes on by itself there
      if (!this.#sends.isUnderWay && !this.#sends.isFree) return;
    }
  }

  /** The application receives no more, and is to be notified of nothing: its handle is closed. */
  endUp(): void {
    this.receiveIsShut = true;
    this.hasEnded = true;
    this.events.selected(null, 0);
    this.incoming.takeAll();
  }

  /** Nothing goes on any more. */
  drop(): void {
    this.isClosed = true;
    this.#outgoing.takeAll();
  }

  /** Releases all that the stream holds, and its filter. */
  closed(): void {
    this.drop();
    this.incoming.takeAll();
    this.#carry(0);
    this.#ask((filter) => filter.closed?.());
    this.#filter = null;
  }

  /** Lets the filter say its last, behind the sends that are under way. */
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

  /** Calls the filter. What it throws breaks its stream. */
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

  /** Receives below, where it can. Returns whether the outcome is known at once. */
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

  /** The application's stream ends where the one below has, behind all that its filter still has to give. */
  #endUp(): void {
    if (this.#isDry && this.postponed === 0 && this.failure === 0) this.hasEnded = true;
  }

  /** Sends below what is there, as long as it goes at once. */
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

  /** A send below has not taken `bytes` bytes yet. */
  #carry(bytes: number): void {
    this.layer.imports.hold(bytes - this.#inFlight);
    this.#inFlight = bytes;
  }

  /** The stream below has broken; a connect that still waits for the filter has been refused. */
  #failBelow(code: number): void {
    this.fail(this.isHeld ? WSAECONNREFUSED : code, code);
  }
}
