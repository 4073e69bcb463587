import {
  type fd_set,
  type LPINT,
  type SOCKET,
  SOCKET_ERROR,
  setErrno,
  type timeval,
  WSAETIMEDOUT,
  type WSPPROC_TABLE,
} from "@ws2kit/spi";
import type { Stream } from "./stream.js";
import type { Streams } from "./streams.js";

/** Milliseconds between two polls, while an operation is pending whose end select below does not report. */
const LOOK_AFTER = 10;

/**
 * WSPSelect. A filtered stream is ready if its filter has passed bytes up, or accepts bytes. The provider's select
 * reports whether the filter has input from below, and whether all other sockets are ready.
 */
export function selectStreams(streams: Streams, pass: WSPPROC_TABLE): Pick<WSPPROC_TABLE, "WSPSelect"> {
  return {
    WSPSelect(nfds, readfds, writefds, exceptfds, timeout, lpErrno) {
      const hasStreams = [readfds, writefds, exceptfds].some((set) =>
        members(set).some((s) => streams.find(s) !== null),
      );
      const isTime = timeout === null || (timeout.tv_sec >= 0 && timeout.tv_usec >= 0);
      if (!hasStreams || !isTime) return pass.WSPSelect(nfds, readfds, writefds, exceptfds, timeout, lpErrno);
      return new Selection(streams, pass, readfds, writefds, exceptfds).run(timeout, lpErrno);
    },
  };
}

/** One call of WSPSelect. */
class Selection {
  constructor(
    readonly streams: Streams,
    readonly pass: WSPPROC_TABLE,
    readonly readfds: fd_set | null,
    readonly writefds: fd_set | null,
    readonly exceptfds: fd_set | null,
  ) {}

  run(timeout: Readonly<timeval> | null, lpErrno: LPINT): number {
    const { platform } = this.streams.layer;
    const deadline = timeout === null ? Infinity : platform.now() + timeout.tv_sec * 1000 + timeout.tv_usec / 1000;
    for (;;) {
      const left = this.#isReady ? 0 : Math.max(deadline - platform.now(), 0);
      const read = subset(this.readfds, (s) => !this.#isReadable(s) && !this.#isFed(s));
      const write = subset(this.writefds, (s) => this.streams.filtered(s) === null);
      // a filter can refuse a connection only after it is established
      for (const s of members(this.exceptfds)) if (this.#isConnecting(s) && !has(write, s)) add(write, s);
      const except = subset(this.exceptfds, (s) => !this.#hasFailed(s));
      const isAsked = read.fd_count + write.fd_count + except.fd_count > 0;
      const patience = this.#isBusy ? Math.min(left, LOOK_AFTER) : left;
      if (isAsked && this.pass.WSPSelect(0, read, write, except, timeOf(patience), lpErrno) === SOCKET_ERROR) {
        return SOCKET_ERROR;
      }
      if (isAsked) this.#feed(read);
      const ready = this.#leave(read, write, except, isAsked);
      if (ready > 0) return ready;
      const rest = Math.max(deadline - platform.now(), 0);
      const code = this.#awaitOwn(isAsked ? 0 : rest);
      if (code !== 0 && code !== WSAETIMEDOUT) {
        setErrno(lpErrno, code);
        return SOCKET_ERROR;
      }
      if (rest === 0 && !this.#isReady) return this.#leave(NONE, NONE, NONE, false);
    }
  }

  /** Passes received bytes to the filters. */
  #feed(read: fd_set): void {
    for (const s of members(read)) {
      const stream = this.streams.filtered(s);
      if (stream === null) continue;
      stream.read();
      stream.advance();
    }
  }

  /** Waits for the input of filters. Returns 0 or the code. */
  #awaitOwn(ms: number): number {
    const { imports } = this.streams.layer;
    const readers = this.#streamsOf(this.readfds);
    for (const stream of readers) stream.waiting++;
    try {
      return imports.wait({ ready: () => this.#isReady }, ms === Infinity ? -1 : ms);
    } finally {
      for (const stream of readers) stream.waiting--;
    }
  }

  /**
   * Leaves only the ready sockets in the caller's sets, and returns their number. If no socket is ready, the sets do
   * not change.
   */
  #leave(read: fd_set, write: fd_set, except: fd_set, isAsked: boolean): number {
    const isFound = (set: fd_set, s: SOCKET) => isAsked && this.streams.filtered(s) === null && has(set, s);
    const readable = members(this.readfds).filter((s) => this.#isReadable(s) || isFound(read, s));
    const writable = members(this.writefds).filter((s) => this.#isWritable(s) || isFound(write, s));
    const exceptional = members(this.exceptfds).filter((s) => this.#hasFailed(s) || (isAsked && has(except, s)));
    const ready = readable.length + writable.length + exceptional.length;
    if (ready === 0 && read !== NONE) return 0;
    put(this.readfds, readable);
    put(this.writefds, writable);
    put(this.exceptfds, exceptional);
    return ready;
  }

  /** Whether a filtered stream is ready for a set. */
  get #isReady(): boolean {
    return (
      members(this.readfds).some((s) => this.#isReadable(s)) ||
      members(this.writefds).some((s) => this.#isWritable(s)) ||
      members(this.exceptfds).some((s) => this.#hasFailed(s))
    );
  }

  /** Whether an operation is under way below whose end select there does not report. */
  get #isBusy(): boolean {
    return [this.readfds, this.writefds, this.exceptfds].some((set) =>
      this.#streamsOf(set).some((stream) => stream.isBusyBelow),
    );
  }

  #streamsOf(set: fd_set | null): Stream[] {
    return members(set)
      .map((s) => this.streams.filtered(s))
      .filter((stream): stream is Stream => stream !== null);
  }

  #isReadable(s: SOCKET): boolean {
    return this.streams.filtered(s)?.isReadable ?? false;
  }

  /** Whether a filtered stream is notified of input without select. */
  #isFed(s: SOCKET): boolean {
    const stream = this.streams.filtered(s);
    return stream !== null && (stream.isReading || stream.isPaused || stream.postponed > 0);
  }

  #isWritable(s: SOCKET): boolean {
    return this.streams.filtered(s)?.isWritable ?? false;
  }

  /** Whether a connection is not established yet. */
  #isConnecting(s: SOCKET): boolean {
    return this.streams.find(s)?.isBegun === false;
  }

  /** Whether the filter has refused the connection. */
  #hasFailed(s: SOCKET): boolean {
    return this.streams.filtered(s)?.hasFailedToBegin ?? false;
  }
}

const NONE: fd_set = { fd_count: 0, fd_array: [] };

function members(set: fd_set | null): SOCKET[] {
  return set === null ? [] : set.fd_array.slice(0, set.fd_count);
}

function subset(set: fd_set | null, isMeant: (s: SOCKET) => boolean): fd_set {
  const fd_array = members(set).filter(isMeant);
  return { fd_count: fd_array.length, fd_array };
}

function add(set: fd_set, s: SOCKET): void {
  set.fd_array.push(s);
  set.fd_count++;
}

function has({ fd_array, fd_count }: fd_set, s: SOCKET): boolean {
  const at = fd_array.indexOf(s);
  return at >= 0 && at < fd_count;
}

function put(set: fd_set | null, sockets: readonly SOCKET[]): void {
  if (set === null) return;
  const once = sockets.filter((s, i) => sockets.indexOf(s) === i);
  once.forEach((s, i) => {
    set.fd_array[i] = s;
  });
  set.fd_count = once.length;
}

function timeOf(ms: number): timeval | null {
  return ms === Infinity ? null : { tv_sec: Math.floor(ms / 1000), tv_usec: Math.round((ms % 1000) * 1000) };
}
