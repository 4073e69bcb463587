import { performance } from "node:perf_hooks";
import { pollTime } from "./epoll.js";
import { type Libc, libc } from "./libc.js";
import { Wake } from "./wake.js";

const POLLIN = 0x1;

interface Sleeper {
  readonly fd: number;
  /** A time of `performance.now()`. */
  readonly until: number;
  readonly wake: () => void;
}

/**
 * The asynchronous waits of the whole Node process. They share one running poll(2) on Node's thread pool, because the
 * pool has only four threads, which file system and name resolution need too.
 */
class Sleep {
  readonly #libc: Libc;
  readonly #wake: Wake;
  #sleepers: Sleeper[] = [];
  /** The array of the running call; entry 0 is the wake-up descriptor. */
  #entries = new Int32Array(2 * 8);
  #running = false;

  constructor(libc: Libc) {
    this.#libc = libc;
    this.#wake = new Wake(libc);
    this.#entries[0] = this.#wake.fd;
    // Node joins its pool's threads when it exits, so a running call would delay the exit.
    process.on("exit", () => this.#wake.raise());
  }

  /** Resolves when `fd` is readable or `ms` milliseconds have passed (-1: no limit). */
  on(fd: number, ms: number): Promise<void> {
    return new Promise((resolve) => {
      this.#sleepers.push({ fd, until: ms < 0 ? Infinity : performance.now() + ms, wake: resolve });
      if (this.#running) this.#wake.raise();
      else this.#run();
    });
  }

  #run(): void {
    const n = this.#sleepers.length + 1;
    if (2 * n > this.#entries.length) this.#grow(n);
    let until = Infinity;
    this.#entries[1] = POLLIN;
    this.#sleepers.forEach((sleeper, i) => {
      this.#entries[2 * i + 2] = sleeper.fd;
      this.#entries[2 * i + 3] = POLLIN;
      until = Math.min(until, sleeper.until);
    });
    this.#running = true;
    this.#libc.pollAsync(this.#entries, n, milliseconds(until), () => this.#returned(n - 1));
  }

  /** `polled`: the number of waits in the call's array; waits that were added while it ran follow them. */
  #returned(polled: number): void {
    this.#running = false;
    this.#wake.clear();
    const now = performance.now();
    this.#sleepers = this.#sleepers.filter((sleeper, i) => {
      const ready = i < polled && this.#entries[2 * i + 3] >>> 16 !== 0;
      if (!ready && sleeper.until > now) return true;
      sleeper.wake();
      return false;
    });
    if (this.#sleepers.length > 0) this.#run();
  }

  #grow(n: number): void {
    this.#entries = new Int32Array(4 * n);
    this.#entries[0] = this.#wake.fd;
  }
}

function milliseconds(until: number): number {
  if (until === Infinity) return -1;
  return pollTime(Math.max(0, until - performance.now()));
}

let sleep: Sleep | undefined;

/** Resolves when `fd` is readable or `ms` milliseconds have passed (-1: no limit). */
export function sleepOn(fd: number, ms: number): Promise<void> {
  sleep ??= new Sleep(libc());
  return sleep.on(fd, ms);
}
