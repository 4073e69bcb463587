import { READY_END, READY_ERR, READY_HUP, READY_IN, READY_OUT, READY_PRI } from "./network-stack.js";

/*
 * READY_* have the numbers of poll(2) and epoll(7) of Linux. A device's host uses the same numbers.
 */

const POLL_IN = 0x1;
const POLL_PRI = 0x2;
const POLL_OUT = 0x4;
const POLL_ERR = 0x8;
const POLL_HUP = 0x10;
const POLL_NVAL = 0x20;
const POLL_RDHUP = 0x2000;

const UNASKED = READY_ERR | READY_HUP;

/** The `events` of poll(2) for a watch of READY_* conditions. */
export function pollEvents(ready: number): number {
  return (
    (ready & READY_IN && POLL_IN) |
    (ready & READY_OUT && POLL_OUT) |
    (ready & READY_PRI && POLL_PRI) |
    (ready & READY_END && POLL_RDHUP)
  );
}

/**
 * Converts `revents` of poll(2) to the READY_* that `NetworkStack.poll` reports. `asked` are the READY_* of the
 * descriptor's watch. Returns 0 if none of these holds, even if the system reports others.
 */
export function readyBits(revents: number, asked: number): number {
  let bits =
    (revents & POLL_IN && READY_IN) |
    (revents & POLL_OUT && READY_OUT) |
    (revents & POLL_PRI && READY_PRI) |
    (revents & POLL_RDHUP && READY_END);
  // poll(2) reports POLLHUP with every error of a stream. POLLERR alone is an error that a datagram socket's next
  // receive returns; muting the socket for it would also stop the watch of a sender that waits for room
  if ((revents & (POLL_HUP | POLL_NVAL)) !== 0) {
    bits |= READY_IN | READY_OUT | READY_END | READY_HUP | (revents & (POLL_ERR | POLL_NVAL) && READY_ERR);
  } else if ((revents & POLL_ERR) !== 0) bits |= READY_IN | READY_OUT;
  return (bits & asked) === 0 ? 0 : bits & (asked | UNASKED);
}
