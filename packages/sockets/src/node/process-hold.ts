import type { Drive } from "@ws2kit/core";

/** The sockets and servers that keep Node's process alive, through the drive of their machine. */
export class ProcessHold {
  readonly #drive: Pick<Drive, "ref" | "unref"> | null;
  #count = 0;

  /** Without a drive, the machine's drive alone decides. */
  constructor(drive: Pick<Drive, "ref" | "unref"> | null) {
    this.#drive = drive;
    drive?.unref();
  }

  add(change: 1 | -1): void {
    this.#count += change;
    if (this.#count === 0) this.#drive?.unref();
    else if (this.#count === 1 && change === 1) this.#drive?.ref();
  }
}

/** What one socket or server has in it. */
export class Hold {
  readonly #process: ProcessHold;
  #isHeld = true;
  #isOver = false;

  constructor(process: ProcessHold) {
    this.#process = process;
    process.add(1);
  }

  ref(): void {
    if (this.#isHeld || this.#isOver) return;
    this.#isHeld = true;
    this.#process.add(1);
  }

  unref(): void {
    if (!this.#isHeld) return;
    this.#isHeld = false;
    this.#process.add(-1);
  }

  /** The socket is closed. */
  release(): void {
    this.unref();
    this.#isOver = true;
  }
}
