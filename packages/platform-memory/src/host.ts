import { READY_ERR, READY_HUP } from "@ws2kit/spi";
import { isBroadcast, isIPv4, isLoopback } from "./address.js";
import { BufferBudget } from "./buffer-budget.js";
import type { DatagramSocket } from "./datagram-socket.js";
import type { Link } from "./link.js";
import { PortTable } from "./port-table.js";
import type { Socket } from "./socket.js";
import type { StreamSocket } from "./stream-socket.js";

/** What a watcher learns without asking. */
const UNASKED = READY_ERR | READY_HUP;

export interface HostLimits {
  readonly descriptors: number;
  readonly buffers: number;
  readonly ephemeral: readonly [first: number, last: number];
}

/** The network as a host sees it. */
export interface Neighbourhood {
  hosts(): Iterable<Host>;
  hostAt(ip: string): Host | null;
  /** `to` is `null` for an address that nobody has: what goes there vanishes. */
  linkBetween(from: Host, to: Host | null): Link;
}

/** One machine on the network: its addresses, descriptors and ports. */
export class Host {
  up = true;
  /** Something has changed for a watched socket since anybody looked. */
  stirred = false;
  deliver: (() => void) | null = null;
  #hasAlarm = false;
  readonly tcp: PortTable<StreamSocket>;
  readonly udp: PortTable<DatagramSocket>;
  readonly buffers: BufferBudget;
  readonly watched: Socket[] = [];
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

  /** The socket behind a descriptor. */
  socket(fd: number): Socket | undefined {
    return this.#sockets[fd];
  }

  /** Whether no descriptor is left. */
  get full(): boolean {
    return this.open >= this.limits.descriptors;
  }

  /** Descriptors that are in use. */
  get open(): number {
    return this.#sockets.length - this.#free.length;
  }

  /** Gives a socket its descriptor. */
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

  /** Keeps the list of watched sockets, so that `poll` looks at no other. */
  watch(socket: Socket, events: number): void {
    // Interest that was there before is no news: a callback that renews it must not be called again for that.
    if ((events & ~socket.events) !== 0) this.stirred = true;
    socket.events = events;
    if (events !== 0 && socket.watchIndex < 0) {
      socket.watchIndex = this.watched.push(socket) - 1;
    } else if (events === 0 && socket.watchIndex >= 0) {
      const last = this.watched.pop() as Socket;
      if (last !== socket) {
        this.watched[socket.watchIndex] = last;
        last.watchIndex = socket.watchIndex;
      }
      socket.watchIndex = -1;
    }
  }

  /** Whether a watched socket is ready. */
  ready(): boolean {
    for (const socket of this.watched) if (awaited(socket) !== 0) return true;
    return false;
  }

  /** A time has come that this machine asked to be called at. */
  ring(): void {
    this.#hasAlarm = true;
  }

  /**
   * Runs this machine's callbacks if a watched socket has news for them, or a time has come that they wait for, unless they are
   * running already.
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
    if (!this.stirred) return rang;
    this.stirred = false;
    return rang || this.ready();
  }

  owns(ip: string): boolean {
    return isLoopback(ip) || this.addresses.includes(ip);
  }

  isBroadcast(ip: string): boolean {
    return isBroadcast(ip, this.addresses);
  }

  /** The address that packets to `remote` come from; `null` if the host has none of its family. */
  sourceFor(remote: string): string | null {
    if (this.owns(remote)) return isLoopback(remote) ? (isIPv4(remote) ? "127.0.0.1" : "::1") : remote;
    return this.addresses.find((address) => isIPv4(address) === isIPv4(remote)) ?? null;
  }

  /** Who has this address, as seen from here; `null` if nobody. */
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

  /** Every host of the network, this one too. */
  neighbours(): Iterable<Host> {
    return this.around.hosts();
  }
}

/** The READY_* bits of a watched socket that its watcher asked for, with those that come unasked. */
export function awaited(socket: Socket): number {
  return socket.ready() & (socket.events | UNASKED);
}
