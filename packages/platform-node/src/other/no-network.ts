import { WSAENETDOWN, WSAENOTSOCK, WSAHOST_NOT_FOUND } from "@ws2kit/spi";
import type { SystemNetwork } from "../system.js";

/** A network that is down: no socket can be opened, and no name can be resolved. */
export class NoNetwork implements SystemNetwork {
  readonly openSockets = 0;
  readonly #complain: () => void;
  #hasComplained = false;

  /** `complain` is called once, when a program tries to open a socket. */
  constructor(complain: () => void) {
    this.#complain = complain;
  }

  open(): number {
    if (!this.#hasComplained) this.#complain();
    this.#hasComplained = true;
    return -WSAENETDOWN;
  }

  readonly resolve = (): number => -WSAHOST_NOT_FOUND;
  readonly poll = (): number => 0;

  readonly close = notSocket;
  readonly bind = notSocket;
  readonly connect = notSocket;
  readonly listen = notSocket;
  readonly accept = notSocket;
  readonly send = notSocket;
  readonly recv = notSocket;
  readonly sendto = notSocket;
  readonly recvfrom = notSocket;
  readonly shutdown = notSocket;
  readonly getsockname = notSocket;
  readonly getpeername = notSocket;
  readonly getsockopt = notSocket;
  readonly setsockopt = notSocket;
  readonly available = notSocket;
  readonly unsent = notSocket;
  readonly atmark = notSocket;
  readonly watch = notSocket;
}

function notSocket(): number {
  return -WSAENOTSOCK;
}
