import { type NetworkStack, READY_LOOK, type Watcher } from "@ws2kit/spi";
import type { CallbackThread } from "./provider-thread.js";

/** Room for ready descriptors at first; it doubles when more are ready at once. */
const PAIRS = 16;

/**
 * The watchers of the network stack's descriptors, one for each descriptor. `look` notifies them. Interest is dropped
 * lazily: a watcher whose wait has ended costs one needless notification instead of a call into the stack each time a
 * call ends, so that a select loop over quiet sockets makes no `watch` calls at all.
 */
export class Readiness {
  readonly #network: NetworkStack;
  readonly #watchers: (Watcher | null)[] = [];
  /** The DLLs' threads that own the watchers. */
  readonly #owners: CallbackThread[] = [];
  /** The events that the watchers ask for, by descriptor. */
  readonly #wanted: number[] = [];
  /** The events that the stack watches, by descriptor. */
  readonly #watching: number[] = [];
  /** Descriptors whose watchers are notified at each `look`, ready or not. */
  readonly #attended = new Set<number>();
  /** How many descriptors are watched for events. */
  watched = 0;
  #ready = new Int32Array(2 * PAIRS);

  constructor(network: NetworkStack) {
    this.#network = network;
  }

  watch(fd: number, asked: number, watcher: Watcher, owner: CallbackThread): void {
    const events = asked & ~READY_LOOK;
    this.#count(fd, events);
    this.#watchers[fd] = watcher;
    this.#owners[fd] = owner;
    this.#wanted[fd] = events;
    if (events !== asked) this.#attended.add(fd);
    else if (this.#attended.size > 0) this.#attended.delete(fd);
    const watched = this.#watching[fd] | 0;
    if ((watched & events) !== events) this.#watchFor(fd, events);
  }

  /** Removes the watcher of a descriptor before it is closed, so that its number can be used again. */
  forget(fd: number): void {
    if ((this.#watching[fd] | 0) !== 0) this.#watchFor(fd, 0);
    this.#attended.delete(fd);
    this.#count(fd, 0);
    this.#watchers[fd] = null;
    this.#wanted[fd] = 0;
  }

  /** The descriptors that are ready now, including those whose watchers were notified before. */
  ready(): number[] {
    const pairs = this.#network.poll(this.#ready);
    return Array.from({ length: pairs }, (_, i) => this.#ready[2 * i]);
  }

  /** Stops these descriptors from ending a wait, until `unmute`. */
  mute(descriptors: readonly number[]): void {
    for (const fd of descriptors) this.#network.watch(fd, 0);
  }

  unmute(descriptors: readonly number[]): void {
    for (const fd of descriptors) this.#network.watch(fd, this.#watching[fd] | 0);
  }

  /**
   * Polls the stack for ready descriptors, and notifies their watchers: all of them, or that of one descriptor, for a
   * call that reports on one socket. The others are notified in the next turn or wait.
   */
  look(only = -1): void {
    let pairs = this.#network.poll(this.#ready);
    // a full list may have left some out
    while (2 * pairs === this.#ready.length) {
      this.#ready = new Int32Array(2 * this.#ready.length);
      pairs = this.#network.poll(this.#ready);
    }
    // first, so that the watch of READY_LOOK that a notification below begins waits for the next look
    if (only < 0) for (const fd of this.#attended) this.#notify(fd, READY_LOOK);
    const ready = this.#ready;
    let found = 0;
    for (let i = 0; i < pairs; i++) {
      const fd = ready[2 * i];
      const bits = ready[2 * i + 1];
      if (only < 0) {
        if (this.#wanted[fd] !== this.#watching[fd]) this.#watchFor(fd, this.#wanted[fd] | 0);
        this.#notify(fd, bits);
      } else if (fd === only) found = bits;
    }
    if (this.#attended.has(only)) found |= READY_LOOK;
    if (found !== 0) this.#notify(only, found);
  }

  /** Notifies a watcher. A watcher that throws is removed, as it would be notified again at once. */
  #notify(fd: number, bits: number): void {
    try {
      this.#watchers[fd]?.notify(bits);
    } catch (error) {
      this.#owners[fd].failed(error, "watch");
      this.forget(fd);
    }
  }

  #count(fd: number, events: number): void {
    this.watched += Number(events !== 0) - Number((this.#wanted[fd] | 0) !== 0);
  }

  #watchFor(fd: number, events: number): void {
    this.#watching[fd] = events;
    this.#network.watch(fd, events);
  }
}
