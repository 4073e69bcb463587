import {
  AF_INET6,
  type Holder,
  SHARE_DEFAULT,
  SHARE_EXCLUSIVE,
  SHARE_REUSE,
  WSAEADDRNOTAVAIL,
  WSAEINVAL,
  WSAENETUNREACH,
  WSAENOTCONN,
  WSAEOPNOTSUPP,
} from "@ws2kit/spi";
import { ANY_IPV4, ANY_IPV6, familyOf, isIPv4, isLoopback, isWildcard } from "../addresses/address.js";
import { Endpoint, readEndpoint } from "../addresses/endpoint.js";
import type { PortTable } from "../addresses/port-table.js";
import type { Host } from "./host.js";
import { DEFAULTS, type Options } from "./option-values.js";

/** The common part of stream and datagram sockets: address, options, and entries in the host's tables. */
export abstract class Socket implements Holder {
  /** The descriptor; -1 before `accept` and after `close`. */
  fd = -1;
  /** The conditions that `Platform.wait` waits for on this socket. */
  events = 0;
  /** Whether the host's list of candidates includes it. */
  isCandidate = false;
  /** SO_ERROR. */
  error = 0;
  local: Endpoint | null = null;
  remote: Endpoint | null = null;
  /** The address passed to `bind`, which decides what the socket receives; `connect` makes `local` more exact. */
  boundIp = "";
  #options: Options = DEFAULTS;
  #optionsOwned = false;
  #claimed = 0;

  constructor(
    readonly host: Host,
    readonly family: number,
    readonly type: number,
    private readonly ports: PortTable<Socket>,
  ) {}

  /** READY_* bits that hold now, watched or not. */
  abstract ready(): number;
  abstract connect(name: Uint8Array, namelen: number): number;
  abstract send(buf: Uint8Array, off: number, len: number, flags: number): number;
  abstract sendto(buf: Uint8Array, off: number, len: number, flags: number, name: Uint8Array, namelen: number): number;
  /** `name` receives the sender's address, and `packet` a datagram's header fields; `null` if they are not wanted. */
  abstract recv(
    buf: Uint8Array,
    off: number,
    len: number,
    flags: number,
    name: Uint8Array | null,
    packet?: Uint8Array | null,
  ): number;

  /** As `sendto`, with the header fields in `packet`. */
  sendmsg(
    _buf: Uint8Array,
    _off: number,
    _len: number,
    _flags: number,
    _name: Uint8Array,
    _namelen: number,
    _packet: Uint8Array,
  ): number {
    return -WSAEOPNOTSUPP;
  }

  abstract shutdown(how: number): number;
  abstract available(): number;

  /** The number of bytes that were sent and have not arrived. */
  unsent(): number {
    return 0;
  }
  abstract close(): void;

  /** Called when an option has a new value. */
  protected optionChanged(): void {}

  listen(_backlog: number): number {
    return -WSAEOPNOTSUPP;
  }

  /** Removes the next connection from the queue; it has no `fd` yet. */
  accept(): Socket | number {
    return -WSAEOPNOTSUPP;
  }

  get listening(): boolean {
    return false;
  }

  /** Whether a connection waits in the queue. */
  get acceptable(): boolean {
    return false;
  }

  atmark(): number {
    return 1;
  }

  urgent(): number {
    return 0;
  }

  get options(): Readonly<Options> {
    return this.#options;
  }

  setOption(option: keyof Options, value: number): number {
    if (!this.#optionsOwned) this.#options = { ...this.#options };
    this.#optionsOwned = true;
    this.#options[option] = value;
    this.optionChanged();
    return 0;
  }

  /** Copies the listener's options to an accepted socket. */
  protected inherit(other: Socket): void {
    this.#options = { ...other.#options };
    this.#optionsOwned = true;
  }

  get dualStack(): boolean {
    return this.family === AF_INET6 && this.options.v6Only === 0;
  }

  get share(): number {
    return this.options.exclusive !== 0 ? SHARE_EXCLUSIVE : this.options.reuse !== 0 ? SHARE_REUSE : SHARE_DEFAULT;
  }

  bind(name: Uint8Array, namelen: number): number {
    const wanted = readEndpoint(name, namelen, this.family);
    if (typeof wanted === "number") return wanted;
    if (this.local !== null) return -WSAEINVAL;
    if (!this.canSpeak(wanted.ip) || !(isWildcard(wanted.ip) || this.host.owns(wanted.ip))) return -WSAEADDRNOTAVAIL;
    return this.#claim(wanted.ip, wanted.port);
  }

  /** Binds an unbound socket to the wildcard address and an ephemeral port. */
  protected bindIfUnbound(): number {
    return this.local !== null ? 0 : this.#claim(this.family === AF_INET6 ? ANY_IPV6 : ANY_IPV4, 0);
  }

  /** Sets the peer to the address in `name`, and `local` to the source address of packets to it. */
  protected fixPeer(name: Uint8Array, namelen: number): number {
    const remote = this.readRemote(name, namelen);
    if (typeof remote === "number") return remote;
    const source = this.sourceFor(remote.ip);
    if (typeof source === "number") return source;
    const error = this.bindIfUnbound();
    if (error !== 0) return error;
    this.local = new Endpoint(source, (this.local as Endpoint).port);
    this.remote = remote;
    return 0;
  }

  /**
   * Reads the address of a peer. Returns an endpoint, or a negative Winsock number if the port is less than
   * `leastPort`, or the address is invalid.
   */
  protected readRemote(name: Uint8Array, namelen: number, leastPort = 1): Endpoint | number {
    const remote = readEndpoint(name, namelen, this.family);
    if (typeof remote === "number") return remote;
    return remote.port < leastPort || isWildcard(remote.ip) || !this.canSpeak(remote.ip) ? -WSAEADDRNOTAVAIL : remote;
  }

  /** Whether this socket can send to addresses of this family. */
  protected canSpeak(ip: string): boolean {
    return familyOf(ip) === this.family || (this.dualStack && isIPv4(ip));
  }

  /** The source address of packets to `remote`, or a negative Winsock number. */
  protected sourceFor(remote: string): string | number {
    const bound = this.boundIp;
    if (bound !== "" && !isWildcard(bound)) {
      return isLoopback(bound) && !this.host.owns(remote) ? -WSAEADDRNOTAVAIL : bound;
    }
    return this.host.sourceFor(remote) ?? -WSAENETUNREACH;
  }

  protected unbind(): void {
    if (this.#claimed !== 0) this.ports.release(this.#claimed, this);
    this.#claimed = 0;
  }

  getsockname(name: Uint8Array): number {
    return this.local === null ? -WSAEINVAL : this.local.write(name, this.family);
  }

  getpeername(name: Uint8Array): number {
    return this.remote === null ? -WSAENOTCONN : this.remote.write(name, this.family);
  }

  takeError(): number {
    const error = this.error;
    this.error = 0;
    return error;
  }

  /** Marks that this socket's readiness may have changed. */
  readinessChanged(): void {
    if (this.events !== 0) this.host.suspect(this);
  }

  #claim(ip: string, given: number): number {
    const port = given === 0 ? this.ports.ephemeral() : given;
    if (port < 0) return port;
    this.boundIp = ip;
    const error = this.ports.claim(port, this);
    if (error !== 0) {
      this.boundIp = "";
      return error;
    }
    this.#claimed = port;
    this.local = new Endpoint(ip, port);
    return 0;
  }
}
