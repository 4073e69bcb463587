import { channelOf, hasFailed } from "../channel.js";
import type { Change } from "../mutant.js";

/** A function of ws2 that changes its result. */
export const changed = (name: string, change: (result: number, args: readonly unknown[]) => unknown): Change => ({
  api: {
    [name]:
      (original) =>
      (...args) =>
        change(original(...args), args),
  },
});

/** A function of ws2 that fails with `to` in place of `from`. */
export const recoded = (name: string, from: number, to: number): Change => ({
  api: {
    [name]:
      (original, process) =>
      (...args) => {
        const result = original(...args);
        if (hasFailed(channelOf(name), result) && process.WSAGetLastError() === from) process.WSASetLastError(to);
        return result;
      },
  },
});

/** A function of ws2 that succeeds where it should fail with `code`. */
export const hides = (name: string, code: number): Change => ({
  api: {
    [name]:
      (original, process) =>
      (...args) => {
        const result = original(...args);
        const channel = channelOf(name);
        return hasFailed(channel, result) && process.WSAGetLastError() === code ? channel.success : result;
      },
  },
});
