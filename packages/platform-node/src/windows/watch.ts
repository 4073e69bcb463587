import { pollEvents, readyBits, setUint16, setUint32 } from "@ws2kit/spi";
import { pollTime } from "../poll-time.js";
import { ENTRY_SIZE, EVENTS_AT, linuxRevents, REVENTS_AT, windowsEvents } from "./poll-events.js";
import { Sleep } from "./sleep.js";
import { SocketTable } from "./socket-table.js";
import type { Winsock } from "./winsock.js";

const SMALLEST = 64;

/**
 * Milliseconds between two polls of muted sockets. A condition of their watch can still begin to hold, such as room to
 * send after the peer's end, and WSAPoll cannot wait for that condition alone.
 */
const MUTED_EVERY = 10;

/** The watched sockets of one platform, as the table of WSAPoll: the cost of a wait depends on the watched sockets. */
export class Watch {
  readonly #winsock: Winsock;
  readonly #sleep: Sleep;
  /** The entries of WSAPoll, without gaps. */
  #table = new Uint8Array(SMALLEST * ENTRY_SIZE);
  /** By entry: the socket, and the requested conditions (READY_*). */
  #sockets = new Int32Array(SMALLEST);
  #asked = new Int32Array(SMALLEST);
  /** By socket: its entry plus 1. */
  readonly #entries = new SocketTable();
  #count = 0;
  /** The number of entries that are muted: WSAPoll ignores them, because their socket is replaced by -1. */
  #muted = 0;
  /** The entry at which `list` ended, so that each ready socket has its turn. */
  #next = 0;
  /** Whether the table contains what the last wait found. */
  #isFound = false;
  /** Called before a wait that blocks. Returns whether the wait need not block, because it has caused work. */
  beforeWait: () => boolean = () => false;

  constructor(winsock: Winsock) {
    this.#winsock = winsock;
    this.#sleep = new Sleep(winsock);
  }

  /** Sets a socket's conditions (READY_*), 0 for none. Ends `#mute`. */
  set(s: number, ready: number): void {
    if (ready === 0) this.#remove(s);
    else this.#put(s, ready);
    this.#sleep.watch(s, ready);
    this.#isFound = false;
  }

  /** Ends the watch of a socket that is about to be closed. */
  forget(s: number): void {
    this.#remove(s);
    this.#sleep.forget(s);
    this.#isFound = false;
  }

  /** Blocks for `ms` milliseconds at most (-1: no limit). `false` if nothing can end the wait. */
  wait(ms: number): boolean {
    if (ms !== 0 && this.beforeWait()) return true;
    if (this.#count === 0) {
      if (ms < 0) return false;
      this.#winsock.Sleep(pollTime(ms));
    } else if (this.#muted === 0) this.#look(ms);
    else this.#waitInParts(ms < 0 ? Infinity : performance.now() + ms);
    return true;
  }

  /** Lists the ready sockets as pairs (socket, READY_*), in turn; returns the number of pairs. */
  list(ready: Int32Array): number {
    if (this.#count === 0) return 0;
    if (this.#muted > 0) this.#unmute();
    if (!this.#isFound) this.#look(0);
    this.#isFound = false;
    const room = ready.length >>> 1;
    let pairs = 0;
    let at = this.#next;
    for (let left = this.#count; left > 0 && pairs < room; left--) {
      if (++at >= this.#count) at = 0;
      if (this.#revents(at) === 0) continue;
      const bits = this.#readyBits(at);
      if (bits !== 0) {
        ready[2 * pairs] = this.#sockets[at];
        ready[2 * pairs + 1] = bits;
        pairs++;
      } else this.#mute(at);
    }
    this.#next = at;
    return pairs;
  }

  /** As `wait`, but asynchronous. `keepsAlive`: it keeps Node's process alive. */
  sleep(ms: number, keepsAlive: boolean): Promise<void> {
    return this.#sleep.on(ms, keepsAlive);
  }

  /** Calls WSAPoll; returns whether a socket is ready. */
  #look(ms: number): boolean {
    const found = this.#winsock.WSAPoll(this.#table, this.#count, pollTime(ms));
    if (found < 0) throw new Error(`[ws2kit] platform-node: WSAPoll failed with ${this.#winsock.WSAGetLastError()}.`);
    this.#isFound = true;
    return found > 0;
  }

  /** Waits until a time, and looks at the muted sockets in between. */
  #waitInParts(until: number): void {
    for (;;) {
      const part = Math.min(MUTED_EVERY, Math.max(0, until - performance.now()));
      if (this.#count === this.#muted) this.#winsock.Sleep(pollTime(part));
      else if (this.#look(part)) return;
      if (this.#unmuteReady() || part < MUTED_EVERY) return;
    }
  }

  /** Ends the muting of sockets that are ready for what they are watched for; returns whether there are any. */
  #unmuteReady(): boolean {
    this.#unmute();
    if (!this.#look(0)) return false;
    let isAnyReady = false;
    for (let entry = 0; entry < this.#count; entry++) {
      if (this.#revents(entry) === 0) continue;
      if (this.#readyBits(entry) !== 0) isAnyReady = true;
      else this.#mute(entry);
    }
    return isAnyReady;
  }

  /** The READY_* of an entry, of those that it is watched for; 0 if none of these holds. */
  #readyBits(entry: number): number {
    return readyBits(linuxRevents(this.#winsock, this.#sockets[entry], this.#revents(entry)), this.#asked[entry]);
  }

  #revents(entry: number): number {
    const at = ENTRY_SIZE * entry + REVENTS_AT;
    return this.#table[at] | (this.#table[at + 1] << 8);
  }

  #put(s: number, ready: number): void {
    let entry = this.#entries.get(s) - 1;
    if (entry < 0) {
      entry = this.#count++;
      if (this.#count > this.#sockets.length) this.#grow();
      this.#entries.set(s, entry + 1);
      this.#sockets[entry] = s;
    } else if (this.#isMuted(entry)) this.#muted--;
    this.#asked[entry] = ready;
    const at = ENTRY_SIZE * entry;
    this.#setSocket(entry, s);
    setUint16(this.#table, at + EVENTS_AT, windowsEvents(pollEvents(ready)));
    setUint16(this.#table, at + REVENTS_AT, 0);
  }

  #remove(s: number): void {
    const entry = this.#entries.get(s) - 1;
    if (entry < 0) return;
    if (this.#isMuted(entry)) this.#muted--;
    this.#entries.set(s, 0);
    const last = --this.#count;
    if (entry === last) return;
    this.#sockets[entry] = this.#sockets[last];
    this.#asked[entry] = this.#asked[last];
    this.#table.copyWithin(ENTRY_SIZE * entry, ENTRY_SIZE * last, ENTRY_SIZE * (last + 1));
    this.#entries.set(this.#sockets[entry], entry + 1);
  }

  /** Mutes an entry that reports only a condition outside its watch, which would end every wait. */
  #mute(entry: number): void {
    this.#table.fill(0xff, ENTRY_SIZE * entry, ENTRY_SIZE * entry + EVENTS_AT);
    setUint16(this.#table, ENTRY_SIZE * entry + REVENTS_AT, 0);
    this.#muted++;
  }

  #unmute(): void {
    for (let entry = 0; entry < this.#count; entry++) this.#setSocket(entry, this.#sockets[entry]);
    this.#muted = 0;
    this.#isFound = false;
  }

  #isMuted(entry: number): boolean {
    return this.#table[ENTRY_SIZE * entry + EVENTS_AT - 1] === 0xff;
  }

  /** Writes the SOCKET of an entry, 8 bytes. */
  #setSocket(entry: number, s: number): void {
    setUint32(this.#table, ENTRY_SIZE * entry, s);
    setUint32(this.#table, ENTRY_SIZE * entry + 4, 0);
  }

  #grow(): void {
    const length = 2 * this.#sockets.length;
    const sockets = new Int32Array(length);
    sockets.set(this.#sockets);
    this.#sockets = sockets;
    const asked = new Int32Array(length);
    asked.set(this.#asked);
    this.#asked = asked;
    const table = new Uint8Array(length * ENTRY_SIZE);
    table.set(this.#table);
    this.#table = table;
  }
}
