/** The most milliseconds that epoll_wait(2), poll(2) and setTimeout accept. */
const LONGEST = 0x7fffffff;

/**
 * Converts milliseconds for poll(2), epoll_wait(2) and setTimeout: rounds up, because rounding down would make the last
 * millisecond a busy loop.
 */
export function pollTime(ms: number): number {
  return Math.min(Math.ceil(ms), LONGEST);
}
