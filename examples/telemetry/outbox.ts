import type { Reading } from "./sensor.js";

/** A reading to send to the broker. */
export interface Parcel {
  readonly reading: Reading;
  /** MQTT's packet identifier; 0 until it is sent for the first time. */
  id: number;
  /** Whether it was sent over the current connection. */
  underWay: boolean;
}

/** The most readings that are sent and not acknowledged. */
const WINDOW = 4;

/**
 * The readings that the broker has not acknowledged, in order.
 *
 * Its size is limited. When it is full, the oldest reading that was never sent is dropped and counted, because new
 * readings are more useful than old ones. A reading that was sent remains until it is acknowledged.
 */
export class Outbox {
  readonly #room: number;
  readonly #parcels: Parcel[] = [];
  #lastId = 0;
  #acknowledged = 0;
  #dropped = 0;

  /** `room`: the most readings; it must exceed the four that may be sent and not acknowledged. */
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

  /** Marks the next reading as sent, and returns it; `null` if no reading waits, or if four are not acknowledged. */
  next(): Parcel | null {
    if (this.underWay === WINDOW) return null;
    const parcel = this.#parcels.find(({ underWay }) => !underWay);
    if (parcel === undefined) return null;
    parcel.underWay = true;
    return parcel;
  }

  /** An identifier that no reading in the outbox uses. */
  newId(): number {
    do this.#lastId = (this.#lastId % 0xffff) + 1;
    while (this.#parcels.some(({ id }) => id === this.#lastId));
    return this.#lastId;
  }

  /** Removes an acknowledged reading. `false` if no sent reading has this identifier. */
  acknowledge(id: number): boolean {
    const at = this.#parcels.findIndex((parcel) => parcel.underWay && parcel.id === id);
    if (at < 0) return false;
    this.#parcels.splice(at, 1);
    this.#acknowledged++;
    return true;
  }

  /** After a lost connection, marks the readings that were not acknowledged to be sent again. */
  rewind(): void {
    for (const parcel of this.#parcels) parcel.underWay = false;
  }
}
