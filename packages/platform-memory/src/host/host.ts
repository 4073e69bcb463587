import { READY_ERR, READY_HUP } from "@ws2kit/spi";
import { isBroadcast, isIPv4, isLoopback } from "../addresses/address.js";
import type { Endpoint } from "../addresses/endpoint.js";
import { PortTable } from "../addresses/port-table.js";
import { BufferBudget } from "../wire/buffer-budget.js";
import type { Link } from "../wire/link.js";
import type { Socket } from "./socket.js";

/** Conditions that are reported only together with a condition of the watch. */
const UNASKED = READY_ERR | READY_HUP;

export interface HostLimits {
  readonly descriptors: number;
  readonly buffers: number;
  readonly ephemeral: readonly [first: number, last: number];
}

/** The network, as a host uses it. */
export interface Neighbourhood {
  hosts(): Iterable<Host>;
  hostAt(ip: string): Host | null;
  /** The link between two hosts; `to` is `null` for an address without a host: packets to it are lost. */
  linkBetween(from: Host, to: Host | null): Link;
}

/** A UDP datagram: its data, and the header fields that a receiver may ask for. */
export interface Datagram {
  readonly source: Endpoint;
  readonly destination: Endpoint;
  readonly hops: number;
  readonly typeOfService: number;
  readonly bytes: Uint8Array;
}

/** A socket that can receive datagrams. */
export interface DatagramReceiver {
  /** The multicast groups that it joined. */
  readonly groups: { has(group: string): boolean };
  arrive(datagram: Datagram): void;
}

/** One machine on the network: its addresses, descriptors and ports. */
export class Host {
  up = true;
  /** Whether a watched socket may have changed since the callbacks last ran. */
  hasNews = false;
  deliver: (() => void) | null = null;
  #hasAlarm = false;
  readonly tcp: PortTable<Socket>;
  readonly udp: PortTable<Socket & DatagramReceiver>;
  readonly buffers: BufferBudget;
  /**
   * Watched sockets that may be ready, in the order in which `poll` lists them. It includes every ready socket, so the
   * others need no check.
   */
  #candidates: Socket[] = [];
  readonly #sockets: (Socket | undefined)[] = [];
  readonly #free: number[] = [];
  readonly #links = new Map<Host | null, Link>();
  #delivering = false;

  constructor(
    readonly name: string,
    readonly addresses: readonly string[],
    private readonly around: Neighbourhood,
    private readonly limits: HostLimits,
  ) {
    this.tcp = new PortTable(limits.ephemeral[0], limits.ephemeral[1]);
    this.udp = new PortTable(limits.ephemeral[0], limits.ephemeral[1]);
    this.buffers = new BufferBudget(limits.buffers);
  }

  /** The socket of a descriptor. */
  socket(fd: number): Socket | undefined {
    return this.#sockets[fd];
  }

  /** Whether all descriptors are in use. */
  get full(): boolean {
    return this.open >= this.limits.descriptors;
  }

  /** The number of descriptors in use. */
  get open(): number {
    return this.#sockets.length - this.#free.length;
  }

  /** Assigns a descriptor to a socket, and returns it or `-WSAEMFILE`. */
  admit(socket: Socket): number {
    const fd = this.#free.pop() ?? this.#sockets.length;
    this.#sockets[fd] = socket;
    socket.fd = fd;
    return fd;
  }

  remove(socket: Socket): void {
    this.watch(socket, 0);
    this.#sockets[socket.fd] = undefined;
    this.#free.push(socket.fd);
    socket.fd = -1;
  }

  /** Sets the conditions of a socket's watch. */
  watch(socket: Socket, events: number): void {
    const before = socket.events;
    socket.events = events;
    // Only new conditions count: a callback that renews its watch must not be called again for that.
    if ((events & ~before) !== 0) this.suspect(socket);
  }

  /** Marks a watched socket as perhaps ready. */
  suspect(socket: Socket): void {
    this.hasNews = true;
    if (socket.isCandidate) return;
    socket.isCandidate = true;
    this.#candidates.push(socket);
  }

  /** Whether a watched socket is ready. */
  ready(): boolean {
    for (const socket of this.#candidates) if (awaited(socket) !== 0) return true;
    return false;
  }

  /** Lists the ready sockets, first those that had no room last time. Removes candidates that are not ready. */
  poll(ready: Int32Array): number {
    const candidates = this.#candidates;
    const most = ready.length >> 1;
    let pairs = 0;
    let kept = 0;
    let at = 0;
    for (; at < candidates.length && pairs < most; at++) {
      const socket = candidates[at];
      const bits = awaited(socket);
      if (bits === 0) {
        socket.isCandidate = false;
        continue;
      }
      ready[2 * pairs] = socket.fd;
      ready[2 * pairs + 1] = bits;
      pairs++;
      candidates[kept++] = socket;
    }
    if (at === candidates.length) candidates.length = kept;
    // move the listed sockets behind those that had no room, so that each is listed in turn
    else this.#candidates = candidates.slice(at).concat(candidates.slice(0, kept));
    return pairs;
  }

  /** Called at a time at which this machine requested a callback. */
  ring(): void {
    this.#hasAlarm = true;
  }

  /**
   * Runs this machine's callbacks if a watched socket is ready or a requested time has come, unless they are already
   * running.
   */
  runDelivery(): boolean {
    if (this.deliver === null || this.#delivering || !this.#hasNews()) return false;
    this.#delivering = true;
    try {
      this.deliver();
    } finally {
      this.#delivering = false;
    }
    return true;
  }

  #hasNews(): boolean {
    const rang = this.#hasAlarm;
    this.#hasAlarm = false;
    if (!this.hasNews) return rang;
    this.hasNews = false;
    return rang || this.ready();
  }

  owns(ip: string): boolean {
    return isLoopback(ip) || this.addresses.includes(ip);
  }

  isBroadcast(ip: string): boolean {
    return isBroadcast(ip, this.addresses);
  }

  /** The source address of packets to `remote`; `null` if the host has no address of that family. */
  sourceFor(remote: string): string | null {
    if (this.owns(remote)) return isLoopback(remote) ? (isIPv4(remote) ? "127.0.0.1" : "::1") : remote;
    return this.addresses.find((address) => isIPv4(address) === isIPv4(remote)) ?? null;
  }

  /** The host with this address, as seen from here; `null` if no host has it. */
  find(ip: string): Host | null {
    return this.owns(ip) ? this : this.around.hostAt(ip);
  }

  linkTo(host: Host | null): Link {
    const known = this.#links.get(host);
    if (known !== undefined) return known;
    const link = this.around.linkBetween(this, host);
    this.#links.set(host, link);
    return link;
  }

  /** Every host of the network, including this one. */
  neighbours(): Iterable<Host> {
    return this.around.hosts();
  }
}

/** The conditions that `poll` reports for a socket; 0 if no condition of its watch holds. */
function awaited(socket: Socket): number {
  if (socket.events === 0) return 0;
  const bits = socket.ready();
  return (bits & socket.events) === 0 ? 0 : bits & (socket.events | UNASKED);
}
