import {
  FD_ACCEPT,
  FD_READ,
  FIONBIO,
  newWSANETWORKEVENTS,
  ref,
  type SOCKET,
  WM_USER,
  type WSAEVENT,
} from "@ws2kit/spi";
import type { Bench } from "./bench.js";
import { Selected } from "./network-event-steps.js";
import type { Programs } from "./programs.js";

/** A listener with its event, and `count` connections that wait for accept. */
function listening(bench: Bench, count = 0) {
  const listener = new Selected(bench, bench.listening());
  for (let i = 0; i < count; i++) bench.connect(bench.tcp(), listener.s);
  return listener;
}

/** A client with an event, whose connect is pending. */
export function connecting(bench: Bench, to: Uint8Array = bench.name(bench.listening())) {
  const client = new Selected(bench, bench.tcp());
  return { client, answer: bench.told(bench.ws2.connect(client.s, to, to.length)) };
}

const accept = (bench: Bench, listener: Selected): SOCKET => bench.must(bench.ws2.accept(listener.s));

/** A socket that was accepted from a listener with an event for all network events. */
function inherited(bench: Bench): SOCKET {
  return accept(bench, listening(bench, 1));
}

function blocking(bench: Bench, s: SOCKET): string {
  return bench.told(bench.ws2.ioctlsocket(s, FIONBIO, ref(0)));
}

function select(bench: Bench, event: WSAEVENT | null, mask: number): string {
  return bench.told(bench.ws2.WSAEventSelect(bench.udp(), event, mask));
}

/** Programs for the rows about FD_ACCEPT, FD_CONNECT and the calls themselves. */
export const CONNECTION_EVENT_PROGRAMS: Programs = {
  "WSAEventSelect listener": (b) => listening(b).answer,
  "listener idle": (b) => listening(b).next(),
  "ioctlsocket FIONBIO 0 while event-selected": (b) => blocking(b, listening(b).s),
  "unconnected client idle": (b) => new Selected(b, b.tcp()).next(),
  "connect on event-selected (nonblocking)": (b) => connecting(b).answer,
  "client after connect": (b) => connecting(b).client.next(),
  "client second enum": (b) => connecting(b).client.clear().next(),
  "listener after connect": (b) => listening(b, 1).next(),
  "listener second enum (no re-signal before accept)": (b) => listening(b, 1).clear().next(),
  "listener second connection before accept": (b) => {
    const listener = listening(b, 1).clear();
    b.connect(b.tcp(), listener.s);
    return listener.next();
  },
  "accept 1": (b) => String(Number(accept(b, listening(b, 2).clear()) > 0)),
  "listener after accept with one more pending": (b) => {
    const listener = listening(b, 2).clear();
    accept(b, listener);
    return listener.next();
  },
  "listener after accept all": (b) => {
    const listener = listening(b, 2).clear();
    accept(b, listener);
    listener.clear();
    accept(b, listener);
    return listener.next();
  },
  "accepted socket inherits event selection: enum": (b) => {
    const s = inherited(b);
    const found = newWSANETWORKEVENTS();
    const answer = b.told(b.ws2.WSAEnumNetworkEvents(s, null, found));
    return `${answer}, events ${found.lNetworkEvents}`;
  },
  "accepted recv nonblocking?": (b) => b.told(b.recv(inherited(b))),
  "accepted after own select": (b) => {
    const s = inherited(b);
    b.ws2.WSAEnumNetworkEvents(s, null, newWSANETWORKEVENTS());
    return new Selected(b, s).next();
  },
  "accepted second": (b) => {
    const s = inherited(b);
    b.ws2.WSAEnumNetworkEvents(s, null, newWSANETWORKEVENTS());
    return new Selected(b, s).clear().next();
  },
  c2: (b) => connecting(b).client.next(),
  s2: (b) => new Selected(b, b.pair().server).next(),
  "connect refused": (b) => connecting(b, b.deadName()).answer,
  "refused FD_CONNECT": (b) => connecting(b, b.deadName()).client.next(),
  "refused again": (b) => connecting(b, b.deadName()).client.clear().next(),
  "mask 0, no event": (b) => select(b, null, 0),
  "mask FD_READ, no event": (b) => select(b, null, FD_READ),
  "bad event handle": (b) => select(b, 0x1234 as WSAEVENT, FD_READ),
  "mask out of range 0x10000": (b) => select(b, b.ws2.WSACreateEvent(), 0x10000),
  "mask -1": (b) => select(b, b.ws2.WSACreateEvent(), -1),
  "enum NULL out": (b) => b.told(b.ws2.WSAEnumNetworkEvents(b.udp(), null, null as never)),
  "enum bad event": (b) => b.told(b.ws2.WSAEnumNetworkEvents(b.udp(), 0x1234 as WSAEVENT, newWSANETWORKEVENTS())),
  "FIONBIO 0 selected": (b) => blocking(b, new Selected(b, b.udp(), FD_READ).s),
  "FIONBIO 0 after deselect": (b) => {
    const selected = new Selected(b, b.udp(), FD_READ);
    selected.select(0);
    return blocking(b, selected.s);
  },
  "FIONBIO 0 after null deselect": (b) => {
    const { s } = new Selected(b, b.udp(), FD_ACCEPT);
    b.must(b.ws2.WSAEventSelect(s, null, 0));
    return blocking(b, s);
  },
  "WSAAsyncSelect NULL hwnd": (b) => b.told(b.ws2.WSAAsyncSelect(b.tcp(), null, WM_USER, FD_READ)),
};
