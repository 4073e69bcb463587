import type { HANDLE } from "@ws2kit/spi";

/** The most requests under way at once in one process; the next one is refused. */
const MOST = 256;

/** The requests of one process whose results are posted as window messages. */
export class AsyncRequests {
  readonly #underWay = new Set<number>();
  #last = 0;

  /** The handle of a new request, or 0 if too many are under way. */
  begin(): HANDLE | 0 {
    if (this.#underWay.size === MOST) return 0;
    this.#last += 4;
    this.#underWay.add(this.#last);
    return this.#last as HANDLE;
  }

  /** Ends a request. Its handle is not used again. Returns whether it was under way. */
  end(handle: number): boolean {
    return this.#underWay.delete(handle);
  }

  /** Whether a request has, or had, this handle. */
  knows(handle: number): boolean {
    return handle > 0 && handle <= this.#last && handle % 4 === 0;
  }
}
