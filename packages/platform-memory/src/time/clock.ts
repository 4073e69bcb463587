/**
 * The virtual time of a network, in milliseconds from 0, and its pending events. Time passes only while a host waits.
 */
export class Clock {
  now = 0;
  readonly #events: Event[] = [];
  #sequence = 0;

  /** Calls `run` when the clock reaches `time`. Events of the same time run in the order of these calls. */
  at(time: number, run: () => void): void {
    const event = { time: Math.max(time, this.now), sequence: this.#sequence++, run };
    this.#events.push(event);
    this.#rise(this.#events.length - 1);
  }

  /** The time of the next event; Infinity without events. */
  next(): number {
    return this.#events.length === 0 ? Infinity : this.#events[0].time;
  }

  /** Moves to the next event and runs it. */
  step(): void {
    const event = this.#events[0];
    const last = this.#events.pop() as Event;
    if (event !== last) {
      this.#events[0] = last;
      this.#sink(0);
    }
    this.now = event.time;
    event.run();
  }

  #rise(at: number): void {
    const heap = this.#events;
    const event = heap[at];
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (before(heap[parent], event)) break;
      heap[at] = heap[parent];
      at = parent;
    }
    heap[at] = event;
  }

  #sink(at: number): void {
    const heap = this.#events;
    const event = heap[at];
    for (;;) {
      let child = 2 * at + 1;
      if (child >= heap.length) break;
      if (child + 1 < heap.length && before(heap[child + 1], heap[child])) child++;
      if (before(event, heap[child])) break;
      heap[at] = heap[child];
      at = child;
    }
    heap[at] = event;
  }
}

interface Event {
  readonly time: number;
  readonly sequence: number;
  readonly run: () => void;
}

function before(a: Event, b: Event): boolean {
  return a.time !== b.time ? a.time < b.time : a.sequence < b.sequence;
}
