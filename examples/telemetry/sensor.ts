/** What was measured, and when. */
export interface Reading {
  /** Counts from 1, so that whoever receives them sees what is missing. */
  readonly number: number;
  /** Milliseconds since the device started. */
  readonly at: number;
  /** Hundredths of a degree Celsius. */
  readonly temperature: number;
}

/** Where the temperature tends to. */
const ROOM = 2100;
/** How far it may move from one reading to the next. */
const STEP = 25;

/** A thermometer that is made up: the same seed gives the same readings. A device's own stands in its place. */
export class Sensor {
  #number = 0;
  #temperature = ROOM;
  #random: number;

  constructor(seed: number) {
    // zero would stay zero
    this.#random = seed >>> 0 || 1;
  }

  /** Readings so far. */
  get count(): number {
    return this.#number;
  }

  read(now: number): Reading {
    const pull = Math.trunc((ROOM - this.#temperature) / 16);
    this.#temperature += pull + (this.#draw() % (2 * STEP + 1)) - STEP;
    this.#number++;
    return { number: this.#number, at: Math.round(now), temperature: this.#temperature };
  }

  /** Marsaglia's xorshift with 32 bits. */
  #draw(): number {
    let x = this.#random;
    x ^= x << 13;
    x ^= x >>> 17;
    x ^= x << 5;
    this.#random = x >>> 0;
    return this.#random;
  }
}
