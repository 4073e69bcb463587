import { Sleepers } from "../sleepers.js";
import type { Libc, PollHandle } from "./libc.js";

const READABLE = { readable: true };

/**
 * The asynchronous waits for one descriptor. libuv watches it with everything else that Node's loop waits for, so no
 * thread of Node's pool is used.
 */
export class Sleep {
  readonly #libc: Libc;
  readonly #fd: number;
  readonly #sleepers = new Sleepers((isNeeded) => {
    if (isNeeded) this.#poll?.ref();
    else this.#poll?.unref();
  });
  /** Made by the first wait. */
  #poll: PollHandle | undefined;
  #isStarted = false;

  constructor(libc: Libc, fd: number) {
    this.#libc = libc;
    this.#fd = fd;
  }

  /**
   * Resolves when the descriptor is readable or `ms` milliseconds have passed (-1: no limit). `keepsAlive`: the wait
   * keeps Node's process alive.
   */
  on(ms: number, keepsAlive: boolean): Promise<void> {
    if (this.#sleepers.isEmpty) this.#start();
    return this.#sleepers.add(ms, keepsAlive);
  }

  /** Called before the descriptor is closed, because libuv knows it by its number. No wait may be running. */
  close(): void {
    this.#poll?.close();
  }

  #start(): void {
    if (this.#poll === undefined) {
      this.#poll = this.#libc.pollHandle(this.#fd, this.#readable);
      this.#poll.unref();
    } else if (!this.#isStarted) this.#poll.start(READABLE, this.#readable);
    this.#isStarted = true;
  }

  readonly #readable = () => {
    // Between two waits the handle stays started: to stop it and to start it again costs two system calls.
    if (this.#sleepers.isEmpty) {
      this.#poll?.stop();
      this.#isStarted = false;
    }
    this.#sleepers.wakeAll();
  };
}
