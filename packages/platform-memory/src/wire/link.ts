import type { Clock } from "../time/clock.js";
import type { Random } from "../time/random.js";
import type { Conditions } from "./conditions.js";

/**
 * Milliseconds from each attempt to the next; after the last, the sender gives up. The sum is 21 seconds, as for a
 * connect on Windows. The schedule applies to SYNs, data and FINs.
 */
const PATIENCE = [3000, 6000, 12000];

/** An end of a link. */
export interface LinkEnd {
  readonly up: boolean;
}

/** One direction of the path between two hosts, or from a host to itself. */
export class Link {
  #conditions: Required<Conditions>;
  /** When the last bit that was sent has left the sender, with a limited bandwidth. */
  #busyUntil = 0;

  constructor(
    private readonly clock: Clock,
    private readonly random: Random,
    private readonly from: LinkEnd,
    private readonly to: LinkEnd,
    conditions: Required<Conditions>,
  ) {
    this.#conditions = conditions;
  }

  set(conditions: Conditions): void {
    this.#conditions = { ...this.#conditions, ...conditions };
  }

  get unreachable(): boolean {
    return this.#conditions.path === "unreachable";
  }

  /** Whether data that is sent now arrives before the call returns. */
  get instant(): boolean {
    return this.#conditions.latency === 0 && this.#conditions.bandwidth === Infinity && this.open;
  }

  get open(): boolean {
    return this.#conditions.path === "open" && this.from.up && this.to.up;
  }

  /** When `bytes` that are sent now have all arrived. */
  arrival(bytes: number): number {
    const now = this.clock.now;
    const { bandwidth, latency } = this.#conditions;
    if (bandwidth === Infinity) return now + latency;
    this.#busyUntil = Math.max(now, this.#busyUntil) + (bytes * 1000) / bandwidth;
    return this.#busyUntil + latency;
  }

  /** Transmits until it arrives: calls `arrive`, or `lost` when the sender gives up. */
  insist(time: number, arrive: () => void, lost: () => void, attempt = 0): void {
    const tryNow = () => {
      if (this.open) arrive();
      else if (attempt === PATIENCE.length) lost();
      else this.insist(this.clock.now + PATIENCE[attempt], arrive, lost, attempt + 1);
    };
    if (time > this.clock.now) this.clock.at(time, tryNow);
    else tryNow();
  }

  /** Transmits once, for a reset; it is lost if the path is not open. */
  once(arrive: () => void): void {
    this.#deliver(this.arrival(0), arrive);
  }

  /** Transmits a datagram of `bytes`; by the conditions it arrives once, late, twice or not at all. */
  datagram(bytes: number, arrive: () => void): void {
    const { loss, duplicate } = this.#conditions;
    if (this.random.chance(loss)) return;
    this.#deliver(this.#datagramArrival(bytes), arrive);
    if (this.random.chance(duplicate)) this.#deliver(this.#datagramArrival(bytes), arrive);
  }

  #datagramArrival(bytes: number): number {
    const { jitter, latency, reorder } = this.#conditions;
    const late = jitter > 0 ? this.random.fraction() * jitter : 0;
    const overtaken = this.random.chance(reorder) ? 2 * latency + jitter + 1 : 0;
    return this.arrival(bytes) + late + overtaken;
  }

  #deliver(time: number, arrive: () => void): void {
    if (time > this.clock.now) this.clock.at(time, () => void (this.open && arrive()));
    else if (this.open) arrive();
  }
}
