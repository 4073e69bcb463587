import { READY_END, READY_IN, READY_OUT } from "@ws2kit/spi";
import { Sleepers } from "../sleepers.js";
import type { PollHandle, Winsock } from "./winsock.js";

/** Milliseconds between two looks at sockets whose conditions libuv cannot wait for. */
const UNSEEN_EVERY = 20;
/** The longest delay of a timer, in milliseconds. */
const LONGEST = 0x7fffffff;

/** What libuv watches a socket for. */
type Events = Parameters<Winsock["pollHandle"]>[1];

/** A watched socket. */
interface Watched {
  ready: number;
  /** Made when a wait first needs it; `null` if libuv does not accept the socket. */
  handle: PollHandle | null | undefined;
  /** The conditions for which the handle is started; 0 if it is not. */
  started: number;
}

/**
 * The asynchronous waits for the watched sockets of one platform. libuv watches each with everything else that Node's
 * loop waits for, so no thread of Node's pool is used. koffi's handles do not report urgent data: while a socket is
 * watched for that alone, a wait ends after 20 ms.
 */
export class Sleep {
  readonly #winsock: Winsock;
  readonly #watched = new Map<number, Watched>();
  readonly #sleepers = new Sleepers((isNeeded) => {
    clearInterval(this.#keeper);
    if (isNeeded) this.#keeper = setInterval(() => {}, LONGEST);
  });
  /** The timer that keeps Node's process alive, while a wait needs that. */
  #keeper: NodeJS.Timeout | undefined;

  constructor(winsock: Winsock) {
    this.#winsock = winsock;
  }

  /** Sets the conditions (READY_*) of a socket, 0 for none. */
  watch(s: number, ready: number): void {
    let watched = this.#watched.get(s);
    if (watched === undefined) {
      if (ready === 0) return;
      watched = { ready, handle: undefined, started: 0 };
      this.#watched.set(s, watched);
    }
    watched.ready = ready;
    if (!this.#sleepers.isEmpty) this.#start(s, watched);
  }

  /** Called before a socket is closed, because libuv knows it by its number. */
  forget(s: number): void {
    this.#watched.get(s)?.handle?.close();
    this.#watched.delete(s);
  }

  /**
   * Resolves when a watched socket is ready or `ms` milliseconds have passed (-1: no limit). `keepsAlive`: the wait
   * keeps Node's process alive.
   */
  on(ms: number, keepsAlive: boolean): Promise<void> {
    let seesAll = true;
    for (const [s, watched] of this.#watched) seesAll = this.#start(s, watched) && seesAll;
    const isShort = seesAll || (ms >= 0 && ms < UNSEEN_EVERY);
    return this.#sleepers.add(isShort ? ms : UNSEEN_EVERY, keepsAlive);
  }

  /** Has libuv watch a socket for its conditions. `false` if libuv cannot see one of them. */
  #start(s: number, watched: Watched): boolean {
    const { ready, started } = watched;
    const events = {
      readable: (ready & READY_IN) !== 0,
      writable: (ready & READY_OUT) !== 0,
      disconnect: (ready & READY_END) !== 0,
    };
    const isAny = events.readable || events.writable || events.disconnect;
    const seesAll = ready === 0 || (isAny && watched.handle !== null);
    if (started === ready) return seesAll;
    const { handle } = watched;
    if (isAny) {
      const found = () => this.#found(watched);
      if (handle === undefined) watched.handle = this.#open(s, events, found);
      else handle?.start(events, found);
    } else handle?.stop();
    watched.started = ready;
    return ready === 0 || (isAny && watched.handle !== null);
  }

  #open(s: number, events: Events, found: () => void): PollHandle | null {
    try {
      const handle = this.#winsock.pollHandle(s, events, found);
      handle.unref();
      return handle;
    } catch {
      return null;
    }
  }

  #found(watched: Watched): void {
    // Between two waits a handle stays started, because the next wait probably needs it.
    if (this.#sleepers.isEmpty) {
      watched.handle?.stop();
      watched.started = 0;
    }
    this.#sleepers.wakeAll();
  }
}
