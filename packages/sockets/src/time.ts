/**
 * Time for programs with promises, by the machine's clock: virtual on a simulated network.
 *
 * ```ts
 * for await (const _ of every(ws2, 1000)) await connection.write(reading());
 * ```
 */
import { WSA_OPERATION_ABORTED } from "@ws2kit/spi";
import { type CancelSignal, limitOf } from "./limit.js";
import { WinsockError } from "./winsock-error.js";
import type { Ws2 } from "./ws2.js";

/** What cancels. */
export interface TimeOptions {
  readonly signal?: CancelSignal | undefined;
}

/** Resolves after `ms` milliseconds. Rejects with WSA_OPERATION_ABORTED when `signal` cancels it. */
export function sleep(ws2: Pick<Ws2, "after">, ms: number, { signal }: TimeOptions = {}): Promise<void> {
  return new Promise((resolve, reject) => {
    const limit = limitOf(ws2, { timeout: ms, signal });
    if (limit === null) return;
    limit.ended = () => {
      const { code } = limit;
      limit.release();
      if (code === WSA_OPERATION_ABORTED) reject(new WinsockError(code, "sleep", "", -1));
      else resolve();
    };
    if (limit.code !== 0) limit.ended();
  });
}

/**
 * Yields once every `ms` milliseconds, the first time after the first of them, for as long as the loop runs: how many
 * intervals have passed since the last time. That is 1, or more where the body of the loop took longer, so that nothing
 * piles up. Throws WSA_OPERATION_ABORTED when `signal` cancels it.
 */
export async function* every(
  ws2: Pick<Ws2, "after">,
  ms: number,
  { signal }: TimeOptions = {},
): AsyncGenerator<number, void, undefined> {
  let passed = 0;
  let wake: (() => void) | null = null;
  const tick = () => {
    passed++;
    cancelTimer = ws2.after(ms, tick);
    wake?.();
  };
  let cancelTimer = ws2.after(ms, tick);
  const cancel = () => wake?.();
  signal?.addEventListener("abort", cancel);
  try {
    for (;;) {
      if (passed === 0 && signal?.aborted !== true) {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
        wake = null;
      }
      if (signal?.aborted === true) throw new WinsockError(WSA_OPERATION_ABORTED, "every", "", -1);
      const intervals = passed;
      passed = 0;
      yield intervals;
    }
  } finally {
    cancelTimer();
    signal?.removeEventListener("abort", cancel);
  }
}
