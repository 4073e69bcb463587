/** A measurement with its time. */
export interface Reading {
  /** A count from 1, by which the receiver detects missing readings. */
  readonly number: number;
  /** Milliseconds since the device started. */
  readonly at: number;
  /** Hundredths of a degree Celsius. */
  readonly temperature: number;
}

/** The temperature to which the simulation returns. */
const ROOM = 2100;
/** The largest change from one reading to the next. */
const STEP = 25;

/** A simulated thermometer: the same seed produces the same readings. Replace it by your device's sensor. */
export class Sensor {
  #number = 0;
  #temperature = ROOM;
  #random: number;

  constructor(seed: number) {
    // zero would stay zero
    this.#random = seed >>> 0 || 1;
  }

  /** The number of readings so far. */
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
