import { FD_CONNECT, FD_MAX_EVENTS, FD_READ, ref, type WSAEVENT, type WSPUPCALLTABLE } from "@ws2kit/spi";

/** The receiver of a socket's events. */
export interface EventOwner {
  /** The upcalls that signal the event. */
  readonly upcalls: WSPUPCALLTABLE;
  /** Whether an event is reported again only after the call that enables it, as for window messages. */
  readonly reportsOnce?: boolean;
}

/**
 * The network events of one socket, for a provider or a layer that records them: the requested events, the recorded
 * ones, and those that may be recorded again. An event is recorded even if the mask does not include it, and is
 * reported when the mask includes it. Source: reference §1.1, §1.2; oracle WSAEventSelect-*.
 */
export class EventRecord {
  /** The receiver of the events; null before the first `select`. */
  owner: EventOwner | null = null;
  /** The event object to signal; null for none. */
  event: WSAEVENT | null = null;
  /** FD_* that are requested. */
  mask = 0;
  /** FD_* that have happened and that WSAEnumNetworkEvents has not reported yet. */
  recorded = 0;
  /** FD_* that may be recorded. */
  enabled = -1;
  /** The error code of each recorded event, by the FD_*_BIT. */
  readonly codes: number[] = [];

  /**
   * Replaces event and mask, as WSAEventSelect does. With `clears`, removes the recorded events first
   * (`imports.selectionClears`). `connectCode` is the code with which the last connect ended, 0 for success; -1 if no
   * connect has ended.
   */
  select(owner: EventOwner | null, event: WSAEVENT | null, mask: number, clears: boolean, connectCode: number): void {
    this.owner = owner;
    this.event = event;
    if (clears) {
      // an event that the old mask lacked was never reported: it is recorded again if it still holds
      this.enabled |= FD_READ | (this.recorded & ~this.mask);
      this.recorded = 0;
    }
    this.mask = mask;
    if (connectCode >= 0) this.record(FD_CONNECT, connectCode);
    this.#signal(this.recorded);
  }

  /** Copies event and mask of a listening socket to the socket that it has accepted. */
  inherit(listener: EventRecord): void {
    this.owner = listener.owner;
    this.event = listener.event;
    this.mask = listener.mask;
  }

  /** Records an event if it is enabled, and signals the event object if the mask includes it. */
  record(bit: number, code: number): void {
    if ((this.enabled & bit) === 0) return;
    this.enabled &= ~bit;
    this.recorded |= bit;
    this.codes[31 - Math.clz32(bit)] = code;
    this.#signal(bit);
  }

  /** Lets events be recorded again. */
  enable(bits: number): void {
    this.enabled |= bits;
  }

  /** Lets events be recorded again, because more data or connections have arrived. */
  renew(bits: number): void {
    if (!this.owner?.reportsOnce) this.enable(bits);
  }

  /** Clears an event whose cause a call has consumed, and lets it be recorded again. */
  rearm(bit: number): void {
    this.recorded &= ~bit;
    this.enabled |= bit;
  }

  /**
   * Returns the recorded events that the mask includes, writes their codes to `iErrorCode`, and clears them. Events
   * outside the mask stay recorded.
   */
  take(iErrorCode: number[]): number {
    const taken = this.recorded & this.mask;
    for (let i = 0; i < FD_MAX_EVENTS; i++) if ((taken & (1 << i)) !== 0) iErrorCode[i] = this.codes[i];
    this.recorded &= ~taken;
    return taken;
  }

  #signal(bits: number): void {
    if ((bits & this.mask) === 0 || this.owner === null || this.event === null) return;
    this.owner.upcalls.WPUSetEvent(this.event, ref(0));
  }
}
