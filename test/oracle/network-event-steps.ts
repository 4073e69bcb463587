import {
  FD_ACCEPT,
  FD_CLOSE,
  FD_CONNECT,
  FD_OOB,
  FD_READ,
  FD_WRITE,
  newWSANETWORKEVENTS,
  type SOCKET,
  type WSAEVENT,
} from "@ws2kit/spi";
import { errorName } from "./answer.js";
import type { Bench } from "./bench.js";

const NAMES = ["READ", "WRITE", "OOB", "ACCEPT", "CONNECT", "CLOSE"];
export const ALL = FD_READ | FD_WRITE | FD_OOB | FD_ACCEPT | FD_CONNECT | FD_CLOSE;
const WSA_WAIT_EVENT_0 = 0;

/** A socket with an event for all of its network events. */
export class Selected {
  readonly event: WSAEVENT;
  readonly answer: string;

  constructor(
    readonly bench: Bench,
    readonly s: SOCKET,
    mask: number = ALL,
  ) {
    this.event = bench.ws2.WSACreateEvent();
    this.answer = this.select(mask);
  }

  select(mask: number = ALL): string {
    return this.bench.told(this.bench.ws2.WSAEventSelect(this.s, this.event, mask));
  }

  /** Whether the event is signalled within 150 ms, and the recorded events. */
  next(): string {
    const { ws2 } = this.bench;
    const isSignalled = ws2.WSAWaitForMultipleEvents(1, [this.event], true, 150, false) === WSA_WAIT_EVENT_0;
    const recorded = this.recorded(this.event);
    return recorded.startsWith("WSA") ? recorded : `${isSignalled ? "signalled" : "not signalled"}, ${recorded}`;
  }

  /** The result of WSAEnumNetworkEvents. */
  recorded(event: WSAEVENT | null = null): string {
    const found = newWSANETWORKEVENTS();
    const answer = this.bench.told(this.bench.ws2.WSAEnumNetworkEvents(this.s, event, found));
    if (answer !== "0") return answer;
    const names = NAMES.flatMap((name, bit) => {
      if ((found.lNetworkEvents & (1 << bit)) === 0) return [];
      const code = found.iErrorCode[bit];
      return code === 0 ? name : `${name} ${errorName(code)}`;
    });
    return names.join(" ") || "none";
  }

  /** Returns the recorded events, and clears them. */
  clear(): this {
    this.next();
    return this;
  }
}
