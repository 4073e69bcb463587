import type { Reading } from "./sensor.js";

/** A reading on its way to the broker. */
export interface Parcel {
  readonly reading: Reading;
  /** MQTT's packet identifier; 0 until it is sent for the first time. */
  id: number;
  /** Whether it was sent over the connection that stands now. */
  underWay: boolean;
}

/** How many may be under way at once. */
const WINDOW = 4;

/**
 * The readings that no broker has acknowledged, in their order.
 *
 * Its room is bounded. When it is full the oldest reading that was never sent makes way for the new one, and is
 * counted: fresh readings are worth more than stale ones. What was sent stays until it is acknowledged.
 */
export class Outbox {
  readonly #room: number;
  readonly #parcels: Parcel[] = [];
  #lastId = 0;
  #acknowledged = 0;
  #dropped = 0;

  /** `room`: how many readings it holds, more than the four that may be under way. */
  constructor(room: number) {
    if (!(room > WINDOW)) throw new RangeError(`an outbox needs room for more than ${WINDOW} readings, not ${room}`);
    this.#room = room;
  }

  get size(): number {
    return this.#parcels.length;
  }

  get acknowledged(): number {
    return this.#acknowledged;
  }

  get dropped(): number {
    return this.#dropped;
  }

  get underWay(): number {
    return this.#parcels.filter((parcel) => parcel.underWay).length;
  }

  add(reading: Reading): void {
    if (this.#parcels.length === this.#room) {
      this.#parcels.splice(
        this.#parcels.findIndex((parcel) => parcel.id === 0),
        1,
      );
      this.#dropped++;
    }
    this.#parcels.push({ reading, id: 0, underWay: false });
  }

  /** The next to send, which then is under way; `null` if there is none, or enough are. */
  next(): Parcel | null {
    if (this.underWay === WINDOW) return null;
    const parcel = this.#parcels.find(({ underWay }) => !underWay);
    if (parcel === undefined) return null;
    parcel.underWay = true;
    return parcel;
  }

  /** An identifier that no reading in the outbox has. */
  newId(): number {
    do this.#lastId = (this.#lastId % 0xffff) + 1;
    while (this.#parcels.some(({ id }) => id === this.#lastId));
    return this.#lastId;
  }

  /** The broker has it. `false` if nothing of that identifier is under way. */
  acknowledge(id: number): boolean {
    const at = this.#parcels.findIndex((parcel) => parcel.underWay && parcel.id === id);
    if (at < 0) return false;
    this.#parcels.splice(at, 1);
    this.#acknowledged++;
    return true;
  }

  /** The connection is lost: what was under way is to be sent again. */
  rewind(): void {
    for (const parcel of this.#parcels) parcel.underWay = false;
  }
}
