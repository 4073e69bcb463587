import { memoryNetwork, memoryPlatform } from "@ws2kit/platform-memory";
import { nodePlatform } from "@ws2kit/platform-node";
import {
  AF_INET,
  AF_INET6,
  DWORD,
  FIONBIO,
  MAKEWORD,
  newWSADATA,
  type Platform,
  ref,
  SO_RCVTIMEO,
  SOCK_DGRAM,
  SOCK_STREAM,
  type SOCKET,
  SOCKET_ERROR,
  SOL_SOCKET,
  type Storage,
  sockaddr_in,
  sockaddr_in6,
} from "@ws2kit/spi";
import { openMachine } from "@ws2kit/target-desktop";
import { checked } from "../fixture/checked.js";
import { errorName } from "./answer.js";
import type { Later } from "./later.js";
import { orNotExported } from "./not-exported.js";

/** A file that every machine has. */
export const FILE = "file.txt";

const storage: Storage = { read: (name) => (name === FILE ? "hello" : null), write: () => false };

/** The stacks that the oracle's programs run on. */
export const PLATFORMS: Readonly<Record<"memory" | "node", () => Platform>> = {
  memory: () => memoryPlatform({ network: memoryNetwork(), host: "desk", storage }),
  node: () => ({ ...nodePlatform(), storage }),
};

export type PlatformName = keyof typeof PLATFORMS;

/** Kinds of socket as the captures name them. */
export const KINDS = {
  tcp4: [AF_INET, SOCK_STREAM],
  udp4: [AF_INET, SOCK_DGRAM],
  tcp6: [AF_INET6, SOCK_STREAM],
  udp6: [AF_INET6, SOCK_DGRAM],
} as const;

export type Kind = keyof typeof KINDS;

/** A desktop machine with one process, and the common steps of the oracle's programs. */
export class Bench {
  readonly machine;
  readonly ws2;

  constructor(platform: PlatformName = "memory", isStarted = true) {
    this.machine = openMachine({ platform: PLATFORMS[platform]() });
    const functions = checked(this.machine.openProcess(), ["desktop"]);
    this.ws2 = orNotExported(functions as typeof functions & Later);
    if (isStarted) this.ws2.WSAStartup(MAKEWORD(2, 2), newWSADATA());
  }

  /** The result of a call, or the name of its error. */
  told(result: number | boolean): string {
    return result === SOCKET_ERROR || result === false ? errorName(this.ws2.WSAGetLastError()) : String(Number(result));
  }

  open(kind: Kind): SOCKET {
    const [family, type] = KINDS[kind];
    return this.must(this.ws2.socket(family, type, 0));
  }

  tcp(): SOCKET {
    return this.open("tcp4");
  }

  udp(): SOCKET {
    return this.open("udp4");
  }

  /** A socket bound to the loopback. */
  bound(kind: Kind = "tcp4", port = 0): SOCKET {
    const s = this.open(kind);
    const name = loopback(kind, port);
    this.must(this.ws2.bind(s, name, name.length));
    return s;
  }

  listening(kind: Kind = "tcp4"): SOCKET {
    const s = this.bound(kind);
    this.must(this.ws2.listen(s, 5));
    return s;
  }

  /** Two ends of a connection, and the listener between them. */
  pair(kind: "tcp4" | "tcp6" = "tcp4"): { client: SOCKET; server: SOCKET; listener: SOCKET } {
    const listener = this.listening(kind);
    const client = this.open(kind);
    this.connect(client, listener);
    const server = this.must(this.ws2.accept(listener));
    return { client, server, listener };
  }

  connect(s: SOCKET, to: SOCKET): void {
    const name = this.name(to);
    this.must(this.ws2.connect(s, name, name.length));
  }

  /** The address that a socket is bound to. */
  name(s: SOCKET): Uint8Array {
    const name = new Uint8Array(28);
    const length = ref(name.length);
    this.must(this.ws2.getsockname(s, name, length));
    return name.slice(0, length.value);
  }

  /** A loopback address that no socket has. */
  deadName(kind: Kind = "tcp4"): Uint8Array {
    const s = this.bound(kind);
    const name = this.name(s);
    this.ws2.closesocket(s);
    return name;
  }

  nonBlocking(s: SOCKET): SOCKET {
    this.must(this.ws2.ioctlsocket(s, FIONBIO, ref(1)));
    return s;
  }

  /** Has a receive give up after `ms`. */
  patience(s: SOCKET, ms = 20): SOCKET {
    this.must(this.ws2.setsockopt(s, SOL_SOCKET, SO_RCVTIMEO, DWORD(ms), 4));
    return s;
  }

  send(s: SOCKET, text: string, flags = 0): number {
    return this.ws2.send(s, Buffer.from(text), text.length, flags);
  }

  recv(s: SOCKET, room = 100, flags = 0): number {
    return this.ws2.recv(s, new Uint8Array(room), room, flags);
  }

  sendto(s: SOCKET, text: string, to: Uint8Array, tolen = to.length): number {
    return this.ws2.sendto(s, Buffer.from(text), text.length, 0, to, tolen);
  }

  /** The result of a preparing step, which must succeed. */
  must<T extends number>(result: T): T {
    if (result === SOCKET_ERROR) {
      throw new Error(`a preparation failed with ${errorName(this.ws2.WSAGetLastError())}`);
    }
    return result;
  }

  close(): void {
    while (this.ws2.WSACleanup() === 0);
  }
}

/** An address of the loopback for a kind of socket. */
export function loopback(kind: Kind, port = 0): Uint8Array {
  return KINDS[kind][0] === AF_INET6 ? sockaddr_in6("::1", port) : sockaddr_in("127.0.0.1", port);
}

/** Runs one program on a new machine. */
export function onBench<T>(program: (bench: Bench) => T, platform: PlatformName = "memory", isStarted = true): T {
  const bench = new Bench(platform, isStarted);
  try {
    return program(bench);
  } finally {
    bench.close();
  }
}
