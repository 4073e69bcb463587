import type { ProcessControl, PublicMachine } from "@ws2kit/core";
import { FUNCTIONS } from "@ws2kit/rules";
import {
  AF_INET,
  type HANDLE,
  type Ref,
  ref,
  SOCK_DGRAM,
  SOCK_STREAM,
  SOCKADDR_IN_SIZE,
  type SOCKET,
  SOCKET_ERROR,
  sockaddr_in,
  WSA_FLAG_OVERLAPPED,
  type WSAEVENT,
} from "@ws2kit/spi";
import { equal, NotApplicable, NotArranged, sameCode } from "../findings/finding.js";
import { anyKind } from "../findings/need.js";
import type { Description } from "../subjects/subject.js";
import type { DesktopWs2, Ws2 } from "../subjects/ws2.js";
import type { Bench } from "./bench.js";
import type { Host } from "./host.js";

/** More WSAStartup calls than any check makes. */
const MOST_STARTUPS = 64;

const DOCUMENTED: ReadonlySet<PropertyKey> = new Set(FUNCTIONS.map(({ name }) => name));

/** Ends a check that calls a documented function which the target does not export: the check does not apply. */
function notExported(name: string) {
  return () => {
    throw new NotApplicable(`the target does not export ${name}`);
  };
}

/** A table whose members are made when they are first read: a check reads a few of some two hundred. */
function madeOnUse<T extends object>(make: (name: string) => unknown): T {
  const made = new Map<PropertyKey, unknown>();
  const get = (_: object, name: string) => {
    if (!made.has(name)) made.set(name, make(name));
    return made.get(name);
  };
  return new Proxy({}, { get } as ProxyHandler<object>) as T;
}

/** A process of a machine, with assertions about its calls and shortcuts for checks. */
export class Program {
  readonly ws2: Ws2;
  readonly control: ProcessControl;
  readonly #process: Ws2;
  readonly #made = new Set<number>();

  constructor(
    readonly bench: Bench,
    readonly host: Host,
    process: Ws2 & ProcessControl,
  ) {
    this.control = process;
    this.#process = process;
    this.ws2 = this.#recorded(process, (name) => (DOCUMENTED.has(name) ? notExported(name) : undefined));
  }

  /** Closes the check's events and ports, and calls WSACleanup until it fails. */
  cleanUp(): void {
    const process = this.#process as DesktopWs2;
    for (const handle of this.#made) {
      if (!process.WSACloseEvent(handle as WSAEVENT)) process.kernel32?.CloseHandle(handle as HANDLE);
    }
    // limited, because a defective provider or ws2 may always succeed
    for (let i = 0; i < MOST_STARTUPS && process.WSACleanup() === 0; i++);
  }

  /** The functions that only desktop exports, for checks of rules that apply only to desktop. */
  get desktop(): DesktopWs2 {
    const { kernel32 } = this.#process as DesktopWs2;
    if (kernel32 === undefined) throw new NotArranged("this target has no kernel32");
    const recorded: typeof kernel32 = this.#recorded(kernel32, () => undefined);
    const ws2 = this.ws2 as unknown as Readonly<Record<string, unknown>>;
    return madeOnUse((name) => (name === "kernel32" ? recorded : ws2[name]));
  }

  /** A table whose functions record their calls; `missing` makes the members that it lacks. */
  #recorded<T extends object>(table: T, missing: (name: string) => unknown): T {
    const { trace } = this.bench;
    const lastError = () => this.#process.WSAGetLastError();
    return madeOnUse((name) =>
      name in table
        ? trace.recorded(this.host.platform.host, name, table[name as keyof T], lastError, this.#made)
        : missing(name),
    );
  }

  get machine(): PublicMachine<Ws2> {
    return this.host.machine;
  }

  /** Asserts that the last call failed with this code: `fails(ws2.bind(…), WSAEINVAL)`. */
  fails(result: number, code: number, what = "the call's error"): void {
    sameCode(result === SOCKET_ERROR ? this.ws2.WSAGetLastError() : 0, code, what);
  }

  /** Asserts that the last call succeeded, and returns its result. */
  works<T extends number>(result: T, what = "the call's error"): T {
    this.fails(result, 0, what);
    return result;
  }

  /** Asserts the result of the last call. */
  answers(result: number, expected: number, what = "the call's result"): void {
    this.works(result);
    equal(result, expected, what);
  }

  /** Returns the result of a call that only prepares. If the call failed, the check is broken, not failed. */
  must<T extends number>(result: T): T {
    if (result === SOCKET_ERROR) throw new NotArranged(`a call failed with ${this.ws2.WSAGetLastError()}`);
    return result;
  }

  /** Family, type and protocol for checks that work with a socket of any kind. */
  get anyKind(): Description["entries"][number] {
    return anyKind(this.bench.description.entries, (entry) => entry);
  }

  /** Opens a socket of any kind that the provider offers; a datagram socket if possible. */
  socket(dwFlags = WSA_FLAG_OVERLAPPED): SOCKET {
    return this.must(this.bench.trace.ofAnyKind(() => this.ws2.WSASocketW(...this.anyKind, null, 0, dwFlags)));
  }

  /** Opens a TCP socket over IPv4. */
  stream(): SOCKET {
    return this.must(this.ws2.socket(AF_INET, SOCK_STREAM, 0));
  }

  /** Opens a UDP socket over IPv4. */
  datagram(): SOCKET {
    return this.must(this.ws2.socket(AF_INET, SOCK_DGRAM, 0));
  }

  /** Uses all remaining handles of the process for events, and returns the events. */
  exhaustHandles(): WSAEVENT[] {
    const process = this.#process;
    const events: WSAEVENT[] = [];
    for (let event = process.WSACreateEvent(); (event as number) !== 0; event = process.WSACreateEvent()) {
      events.push(event);
      this.#made.add(event);
    }
    return events;
  }

  /** Binds a socket to a port (0 for a free one) of `host`, and returns the port. */
  bind(s: SOCKET, port = 0, host = "0.0.0.0"): number {
    this.must(this.ws2.bind(s, sockaddr_in(host, port), SOCKADDR_IN_SIZE));
    return this.portOf(s);
  }

  /** Opens and binds a UDP socket. `name` is the address at which peers reach it. */
  boundDatagram(): { s: SOCKET; name: Uint8Array } {
    const s = this.datagram();
    return { s, name: sockaddr_in(this.host.reachableAt, this.bind(s)) };
  }

  /** Opens a listening TCP socket. `name` is the address at which peers reach it. */
  listener(backlog = 5): { s: SOCKET; name: Uint8Array } {
    const s = this.stream();
    const port = this.bind(s);
    this.must(this.ws2.listen(s, backlog));
    return { s, name: sockaddr_in(this.host.reachableAt, port) };
  }

  portOf(s: SOCKET): number {
    const { name, length } = room();
    this.must(this.ws2.getsockname(s, name, length));
    return (name[2] << 8) | name[3];
  }

  connect(s: SOCKET, name: Uint8Array): number {
    return this.ws2.connect(s, name, name.length);
  }

  /** Sends all of `bytes`. */
  send(s: SOCKET, bytes: Uint8Array): number {
    return this.ws2.send(s, bytes, bytes.length, 0);
  }

  sendTo(s: SOCKET, bytes: Uint8Array, name: Uint8Array): number {
    return this.ws2.sendto(s, bytes, bytes.length, 0, name, name.length);
  }

  /** Receives once, at most `size` bytes. Returns the bytes, or `null` if the call failed. */
  receive(s: SOCKET, size = 64): Uint8Array | null {
    const buf: Uint8Array = new Uint8Array(size);
    const result = this.ws2.recv(s, buf, size, 0);
    return result === SOCKET_ERROR ? null : buf.subarray(0, result);
  }

  /** Receives until `size` bytes have arrived or the stream ends. */
  receiveAll(s: SOCKET, size: number): Uint8Array {
    const buf: Uint8Array = new Uint8Array(size);
    let at = 0;
    while (at < size) {
      const result = this.ws2.recv(s, buf, size - at, 0, at);
      if (result === SOCKET_ERROR) throw new NotArranged(`recv failed with ${this.ws2.WSAGetLastError()}`);
      if (result === 0) break;
      at += result;
    }
    return buf.subarray(0, at);
  }
}

/** A place for an IPv4 address, and its length: what out parameters point to. */
export function room(size = SOCKADDR_IN_SIZE): { name: Uint8Array; length: Ref<number> } {
  return { name: new Uint8Array(size), length: ref(size) };
}
