import { READY_END, READY_ERR, READY_HUP, READY_IN, READY_OUT, READY_PRI } from "./network-stack.js";

/*
 * READY_* as poll(2) and epoll(7) of Linux number them. A device's host uses the same numbers.
 */

const POLL_IN = 0x1;
const POLL_PRI = 0x2;
const POLL_OUT = 0x4;
const POLL_ERR = 0x8;
const POLL_HUP = 0x10;
const POLL_NVAL = 0x20;
const POLL_RDHUP = 0x2000;

const UNASKED = READY_ERR | READY_HUP;

/** The `events` of poll(2) that a watch for READY_* conditions asks for. */
export function pollEvents(ready: number): number {
  return (
    (ready & READY_IN && POLL_IN) |
    (ready & READY_OUT && POLL_OUT) |
    (ready & READY_PRI && POLL_PRI) |
    (ready & READY_END && POLL_RDHUP)
  );
}

/**
 * What `NetworkStack.poll` reports for `revents` of poll(2) on a descriptor that is watched for the `asked` READY_*
 * conditions; 0 if none of these holds, even if the system reports others.
 */
export function readyBits(revents: number, asked: number): number {
  let bits =
    (revents & POLL_IN && READY_IN) |
    (revents & POLL_OUT && READY_OUT) |
    (revents & POLL_PRI && READY_PRI) |
    (revents & POLL_RDHUP && READY_END);
  // poll(2) hangs up with every error of a stream; an error alone is one that a datagram socket's next receive returns,
  // and muting the socket for it would lose the room that a sender waits for
  if ((revents & (POLL_HUP | POLL_NVAL)) !== 0) {
    bits |= READY_IN | READY_OUT | READY_END | READY_HUP | (revents & (POLL_ERR | POLL_NVAL) && READY_ERR);
  } else if ((revents & POLL_ERR) !== 0) bits |= READY_IN | READY_OUT;
  return (bits & asked) === 0 ? 0 : bits & (asked | UNASKED);
}
