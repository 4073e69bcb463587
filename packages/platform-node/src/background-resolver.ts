import { AF_UNSPEC, getUint16, SOCKADDR_IN6_SIZE, WSANO_DATA } from "@ws2kit/spi";

/** The resolver of a system. Both functions write as many addresses as fit to `out`, in slots of 28 bytes. */
export interface Resolver {
  /** Returns the number of addresses, or a negative Winsock number. Blocks for as long as the system does. */
  now(name: string, family: number, out: Uint8Array): number;
  /** As `now`, on a thread of Node's pool: passes the result to `done`. */
  later(name: string, family: number, out: Uint8Array, done: (count: number) => void): void;
}

/** Milliseconds for which a result may be used: the turn in which it is used follows at once. */
const FRESH = 1000;
/** Results that are stored at once; the oldest is dropped for another. */
const MOST_RESULTS = 64;
/** The most addresses of one name. */
const MOST_ADDRESSES = 16;

/** The result of a look-up in the background. */
interface Result {
  /** The number of addresses, or a negative Winsock number. */
  readonly count: number;
  readonly addresses: Uint8Array;
  readonly until: number;
}

/**
 * Names that are looked up on a thread of Node's pool, while the program goes on. Each result is for the next
 * `resolve` of its name.
 */
export class BackgroundResolver {
  readonly #resolver: Resolver;
  /** By family and name. */
  readonly #results = new Map<string, Result>();
  /** The look-ups under way: each has a function that ends its caller's wait. */
  readonly #pending = new Set<() => void>();

  constructor(resolver: Resolver) {
    this.#resolver = resolver;
  }

  /** Looks up a name, and calls `done` once. */
  start(name: string, family: number, done: () => void): void {
    const end = () => {
      if (this.#pending.delete(end)) done();
    };
    this.#pending.add(end);
    const addresses = new Uint8Array(MOST_ADDRESSES * SOCKADDR_IN6_SIZE);
    this.#resolver.later(name, family, addresses, (count) => {
      this.#store(name, family, { count, addresses, until: performance.now() + FRESH });
      end();
    });
  }

  /** Ends the waits for look-ups, because the program is about to block. Returns whether there was one. */
  interrupt(): boolean {
    const { size } = this.#pending;
    for (const end of this.#pending) end();
    return size > 0;
  }

  /** As `NetworkStack.resolve`: the stored result, once, or else that of the system's resolver, which blocks. */
  resolve(name: string, family: number, out: Uint8Array): number {
    const result = this.#take(name, family) ?? this.#take(name, AF_UNSPEC);
    if (result === undefined || result.until < performance.now()) return this.#resolver.now(name, family, out);
    return result.count < 0 ? result.count : copyOf(result, family, out);
  }

  /** Removes and returns a result. */
  #take(name: string, family: number): Result | undefined {
    const key = `${family} ${name}`;
    const result = this.#results.get(key);
    this.#results.delete(key);
    return result;
  }

  #store(name: string, family: number, result: Result): void {
    const key = `${family} ${name}`;
    this.#results.delete(key);
    this.#results.set(key, result);
    for (const oldest of this.#results.keys()) {
      if (this.#results.size <= MOST_RESULTS) break;
      this.#results.delete(oldest);
    }
  }
}

/** Copies the addresses of a family to `out`, as many as fit. Returns their number, or a negative Winsock number. */
function copyOf({ count, addresses }: Result, family: number, out: Uint8Array): number {
  let n = 0;
  for (let i = 0; i < count && (n + 1) * SOCKADDR_IN6_SIZE <= out.length; i++) {
    const slot = addresses.subarray(i * SOCKADDR_IN6_SIZE, (i + 1) * SOCKADDR_IN6_SIZE);
    if (family === AF_UNSPEC || getUint16(slot, 0) === family) out.set(slot, n++ * SOCKADDR_IN6_SIZE);
  }
  return n > 0 ? n : -WSANO_DATA;
}
