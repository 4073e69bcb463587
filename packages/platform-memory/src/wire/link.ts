import type { Clock } from "../time/clock.js";
import type { Random } from "../time/random.js";
import type { Conditions } from "./conditions.js";

/**
 * How long after each attempt the next one comes, in milliseconds; after the last, the sender gives up: 21 seconds,
 * as a Windows connect takes. One schedule serves SYNs, data and FINs.
 */
const PATIENCE = [3000, 6000, 12000];

/** What a link runs between. */
export interface Station {
  readonly up: boolean;
}

/** The way in one direction between two hosts, or from a host to itself. */
export class Link {
  #conditions: Required<Conditions>;
  /** When the last bit of what was sent has left, where bandwidth is limited. */
  #busyUntil = 0;

  constructor(
    private readonly clock: Clock,
    private readonly random: Random,
    private readonly from: Station,
    private readonly to: Station,
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

  /** Whether what is sent now arrives before the call returns. */
  get instant(): boolean {
    return this.#conditions.latency === 0 && this.#conditions.bandwidth === Infinity && this.open;
  }

  get open(): boolean {
    return this.#conditions.path === "open" && this.from.up && this.to.up;
  }

  /** When `bytes` that leave now are all there. */
  arrival(bytes: number): number {
    const now = this.clock.now;
    const { bandwidth, latency } = this.#conditions;
    if (bandwidth === Infinity) return now + latency;
    this.#busyUntil = Math.max(now, this.#busyUntil) + (bytes * 1000) / bandwidth;
    return this.#busyUntil + latency;
  }

  /** Carries what is sent again until it arrives; `lost` runs when the sender gives up. */
  insist(time: number, arrive: () => void, lost: () => void, attempt = 0): void {
    const tryNow = () => {
      if (this.open) arrive();
      else if (attempt === PATIENCE.length) lost();
      else this.insist(this.clock.now + PATIENCE[attempt], arrive, lost, attempt + 1);
    };
    if (time > this.clock.now) this.clock.at(time, tryNow);
    else tryNow();
  }

  /** Carries what is sent once, a reset, and is lost where the way is not open. */
  once(arrive: () => void): void {
    this.#deliver(this.arrival(0), arrive);
  }

  /** Carries a datagram: once, never or twice, and perhaps late. */
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
