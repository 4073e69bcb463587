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

/** What stream and datagram sockets have in common: a name, options, a place in the host's tables. */
export abstract class Socket implements Holder {
  /** The descriptor; -1 before `accept` and after `close`. */
  fd = -1;
  /** What `Platform.wait` waits for on this socket. */
  events = 0;
  /** It is among those that the host looks at. */
  isCandidate = false;
  /** SO_ERROR. */
  error = 0;
  local: Endpoint | null = null;
  remote: Endpoint | null = null;
  /** The address given to `bind`, which decides what arrives here; `local` becomes the exact one on connecting. */
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
  /** `name` is where the sender's address goes, if anybody wants it. */
  abstract recv(buf: Uint8Array, off: number, len: number, flags: number, name: Uint8Array | null): number;
  abstract shutdown(how: number): number;
  abstract available(): number;

  /** Bytes that were sent and have not arrived. */
  unsent(): number {
    return 0;
  }
  abstract close(): void;

  /** An option has a new value: perhaps the window moves. */
  protected optionChanged(): void {}

  listen(_backlog: number): number {
    return -WSAEOPNOTSUPP;
  }

  /** Takes the next connection off the queue; `fd` is still to be given. */
  accept(): Socket | number {
    return -WSAEOPNOTSUPP;
  }

  get listening(): boolean {
    return false;
  }

  /** Whether `accept` has something to give. */
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

  /** An accepted socket starts with its listener's options. */
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

  /** A socket that nobody bound takes any address and an ephemeral port. */
  protected bindIfUnbound(): number {
    return this.local !== null ? 0 : this.#claim(this.family === AF_INET6 ? ANY_IPV6 : ANY_IPV4, 0);
  }

  /** Fixes both ends: the peer that `name` gives, and the address that packets to it come from. */
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

  /** An endpoint that somebody can be at, or nobody where the least port is 0; or a negative Winsock number. */
  protected readRemote(name: Uint8Array, namelen: number, leastPort = 1): Endpoint | number {
    const remote = readEndpoint(name, namelen, this.family);
    if (typeof remote === "number") return remote;
    return remote.port < leastPort || isWildcard(remote.ip) || !this.canSpeak(remote.ip) ? -WSAEADDRNOTAVAIL : remote;
  }

  /** Whether an IPv4 or IPv6 address is within this socket's reach. */
  protected canSpeak(ip: string): boolean {
    return familyOf(ip) === this.family || (this.dualStack && isIPv4(ip));
  }

  /** The address that packets to `remote` carry as their source, or a negative Winsock number. */
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

  /** Whatever `poll` tells of this socket may have changed. */
  stir(): void {
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
