import {
  AF_INET,
  IPPROTO_TCP,
  IPPROTO_UDP,
  type Platform,
  SOCK_DGRAM,
  SOCK_STREAM,
  SOCKADDR_IN_SIZE,
  SOCKADDR_STORAGE_SIZE,
  sockaddr_in,
  sockaddrPort,
} from "@ws2kit/spi";
import { overridden } from "./overridden.js";
import type { HostPlatform, Place, PlaceLimit, Site, Tolerance } from "./place.js";

/** A platform with real sockets and a real clock. */
export type RealPlatform = Platform & Pick<HostPlatform, "openSockets">;

const ADDRESS = "127.0.0.1";
/** A busy machine runs a program late. A clock that counts whole milliseconds may end a wait up to 1 ms early. */
const TOLERANCE: Tolerance = { early: 1, late: 500 };
/** Milliseconds between two turns of the machines whose program does not wait. */
const TURN_EVERY = 1;
/** The limit of all waits of a check, in milliseconds; longer than any wait that ends. */
const PATIENCE = 2000;

/** The real machine of a `loopback`. */
export interface RealMachine {
  /** Its name. */
  readonly name: string;
  /** What its sockets cannot do. */
  readonly limits: readonly PlaceLimit[];
  /** Milliseconds that all unlimited waits of one check may take together; 2000 by default. */
  readonly patience?: number;
  /** Opens the platform of one host of a check. */
  openPlatform(): RealPlatform;
}

/**
 * One real machine: every host of a check is at 127.0.0.1, and time is real.
 *
 * ```ts
 * const openPlatform = () => nodePlatform({ tls: null });
 * const place = loopback({ name: hostname(), limits: limitsOfThisSystem(), openPlatform });
 * const subject = { openMachine, shipped: true, seed: 1, place };
 * ```
 */
export function loopback(machine: RealMachine): Place {
  return {
    name: "loopback",
    facilities: ["counters", "catalog", "slots"],
    tolerance: TOLERANCE,
    limits: machine.limits,
    openSite: () => new LoopbackSite(machine),
  };
}

interface Opened {
  readonly platform: RealPlatform;
  /** Runs a turn of the host's machine. */
  deliver: () => void;
}

class LoopbackSite implements Site {
  readonly network = null;
  readonly #machine: RealMachine;
  readonly #patience: number;
  /** Serves the clock and the search for free ports. */
  readonly #own: RealPlatform;
  readonly #hosts: Opened[] = [];
  /** Milliseconds that waits without a limit have used. */
  #waited = 0;

  constructor(machine: RealMachine) {
    this.#machine = machine;
    this.#patience = machine.patience ?? PATIENCE;
    this.#own = machine.openPlatform();
  }

  now(): number {
    return this.#own.now();
  }

  openPlatform(): HostPlatform {
    const platform = this.#machine.openPlatform();
    const opened: Opened = { platform, deliver: () => {} };
    this.#hosts.push(opened);
    return overridden(platform, {
      host: this.#machine.name,
      addresses: [ADDRESS],
      onArrival(deliver: () => void) {
        opened.deliver = deliver;
      },
      wait: (ms: number) => this.#wait(opened, ms),
    });
  }

  freePort(): number {
    const { network } = this.#own;
    const fds = [network.open(AF_INET, SOCK_STREAM, IPPROTO_TCP), network.open(AF_INET, SOCK_DGRAM, IPPROTO_UDP)];
    // the datagram socket's bind shows that the port is free for UDP, too
    const port = boundPort(network, fds[0], 0);
    const isFree = boundPort(network, fds[1], port) === port;
    for (const fd of fds) network.close(fd);
    return isFree ? port : this.freePort();
  }

  /**
   * Waits in the system, and meanwhile runs the machines of the other hosts as if they were other computers. An
   * unlimited wait fails when `patience` is used up, so that no check hangs.
   */
  #wait(waiting: Opened, ms: number): boolean {
    const { platform } = waiting;
    const others = this.#hosts.filter((host) => host !== waiting);
    for (const other of others) other.deliver();
    if (ms >= 0) return platform.wait(others.length > 0 ? Math.min(ms, TURN_EVERY) : ms);
    if (this.#waited >= this.#patience) return false;
    const before = platform.now();
    platform.wait(others.length > 0 ? TURN_EVERY : this.#patience - this.#waited);
    this.#waited += platform.now() - before;
    return true;
  }
}

/** Binds a socket to a port, 0 for a free one; returns the port, or 0 if it is not free. */
function boundPort(network: Platform["network"], fd: number, port: number): number {
  if (network.bind(fd, sockaddr_in("0.0.0.0", port), SOCKADDR_IN_SIZE) < 0) return 0;
  // a host writes a name only where one of any family fits
  const name = new Uint8Array(SOCKADDR_STORAGE_SIZE);
  network.getsockname(fd, name);
  return sockaddrPort(name);
}
