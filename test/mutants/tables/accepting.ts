import {
  AF_INET,
  CF_ACCEPT,
  CF_DEFER,
  CF_REJECT,
  ref,
  SOCK_STREAM,
  type SOCKET,
  WSAECONNREFUSED,
  WSAEFAULT,
  WSAEINVAL,
  WSAEISCONN,
  WSAEMFILE,
  WSAEOPNOTSUPP,
  WSAEWOULDBLOCK,
  WSATRY_AGAIN,
  type WSPPROC_TABLE,
} from "@ws2kit/spi";
import { mutants, type Row, refuse } from "../rows.js";

type Accept = WSPPROC_TABLE["WSPAccept"];

const coded = (from: number, to: number) => ({
  slots: {
    WSPAccept:
      (accept: Accept): Accept =>
      (...args) => {
        const s = accept(...args);
        return s === -1 && args[5].value === from ? refuse(args, to) : s;
      },
  },
});

/** WSPAccept that interprets a condition's result in another way. */
const answering = (change: (answer: number) => number) => ({
  slots: {
    WSPAccept:
      (accept: Accept): Accept =>
      (s, addr, addrlen, condition, data, errno) =>
        accept(s, addr, addrlen, condition === null ? null : (...told) => change(condition(...told)), data, errno),
  },
});

const ROWS: readonly Row[] = [
  [
    "WSPAccept drops a connection for which there is no handle",
    "accept/error/no-descriptors",
    {
      slots: {
        WSPAccept:
          (accept) =>
          (...args) => {
            const s = accept(...args);
            if (s === -1 && args[5].value === WSAEMFILE) accept(args[0], null, null, () => CF_REJECT, 0, ref(0));
            return s;
          },
      },
    },
  ],
  [
    "a deferred connection goes behind the others",
    "WSPAccept/condition/defer (its place in the queue)",
    () => {
      let isDeferred = false;
      let held: SOCKET | null = null;
      return {
        slots: {
          WSPAccept:
            (accept) =>
            (...args) => {
              const later = held;
              held = null;
              if (later !== null) return later;
              const s = accept(...args);
              if (s === -1) isDeferred = args[5].value === WSATRY_AGAIN;
              if (s === -1 || !isDeferred) return s;
              held = s;
              return accept(...args);
            },
        },
      };
    },
  ],
  [
    "WSPListen leaves a listening socket's backlog as it was",
    "listen/again",
    () => {
      const listening = new Set<SOCKET>();
      return {
        slots: {
          WSPListen: (listen) => (s, backlog, errno) => {
            const result = listening.has(s) ? 0 : listen(s, backlog, errno);
            if (result === 0) listening.add(s);
            return result;
          },
        },
      };
    },
  ],
  [
    "WSPListen takes a socket without a name",
    "listen/unbound",
    {
      slots: {
        WSPListen:
          (listen) =>
          (...args) =>
            listen(...args) && 0,
      },
    },
  ],
  [
    "WSPListen says WSAEINVAL of a connected socket",
    "listen/connected",
    {
      slots: {
        WSPListen:
          (listen) =>
          (...args) => {
            const result = listen(...args);
            return result !== 0 && args[2].value === WSAEISCONN ? refuse(args, WSAEINVAL) : result;
          },
      },
    },
  ],
  [
    "WSPListen says WSAEINVAL of a datagram socket",
    "listen/connectionless",
    {
      slots: {
        WSPListen:
          (listen) =>
          (...args) => {
            const result = listen(...args);
            return result !== 0 && args[2].value === WSAEOPNOTSUPP ? refuse(args, WSAEINVAL) : result;
          },
      },
    },
  ],
  [
    "WSPListen works once",
    "listen/again",
    () => {
      const listening = new Set<number>();
      return {
        slots: {
          WSPListen:
            (listen) =>
            (s, ...rest) => {
              if (listening.has(s)) return refuse(rest, WSAEINVAL);
              listening.add(s);
              return listen(s, ...rest);
            },
        },
      };
    },
  ],
  [
    "WSPAccept answers the listener itself",
    "accept/new-socket",
    {
      slots: {
        WSPAccept:
          (accept) =>
          (s, ...rest) =>
            accept(s, ...rest) === -1 ? refuse(rest, rest[4].value) : s,
      },
    },
  ],
  [
    "WSPAccept does not tell the peer",
    "accept/peer-name",
    {
      slots: {
        WSPAccept:
          (accept) =>
          (s, _addr, _addrlen, ...rest) =>
            accept(s, null, null, ...rest),
      },
    },
  ],
  [
    "WSPAccept gives no length back",
    "accept/peer-name",
    {
      slots: {
        WSPAccept:
          (accept) =>
          (s, addr, addrlen, ...rest) =>
            accept(s, addr, addrlen === null ? null : { value: addrlen.value }, ...rest),
      },
    },
  ],
  [
    "WSPAccept fills a buffer that is too short as far as it goes",
    "accept/short",
    {
      slots: {
        WSPAccept:
          (accept) =>
          (s, addr, addrlen, ...rest) =>
            addrlen !== null && addrlen.value < 16 ? accept(s, null, null, ...rest) : accept(s, addr, addrlen, ...rest),
      },
    },
  ],
  ["WSPAccept says WSAEOPNOTSUPP of what does not listen", "accept/not-listening", coded(WSAEINVAL, WSAEOPNOTSUPP)],
  ["WSPAccept says WSAEINVAL of a datagram socket", "accept/connectionless", coded(WSAEOPNOTSUPP, WSAEINVAL)],
  ["WSPAccept says WSATRY_AGAIN where it cannot wait", "accept/would-block", coded(WSAEWOULDBLOCK, WSATRY_AGAIN)],
  ["WSPAccept says WSAEFAULT of a deferred connection", "WSPAccept/condition/defer", coded(WSATRY_AGAIN, WSAEFAULT)],
  [
    "WSPAccept asks no condition",
    "WSPAccept/condition/reject",
    { slots: { WSPAccept: (accept) => (s, a, l, _condition, data, errno) => accept(s, a, l, null, data, errno) } },
  ],
  [
    "WSPAccept accepts what is deferred",
    "WSPAccept/condition/defer",
    answering((answer) => (answer === CF_DEFER ? CF_ACCEPT : answer)),
  ],
  [
    "WSPAccept defers what is rejected",
    "WSPAccept/condition/reject",
    answering((answer) => (answer === CF_REJECT ? CF_DEFER : answer)),
  ],
  [
    "WSPAccept takes any other answer for a rejection",
    "WSPAccept/condition/other",
    answering((answer) => (answer > CF_DEFER || answer < 0 ? CF_REJECT : answer)),
  ],
  ["WSPAccept says WSAEINVAL of a rejection", "WSPAccept/condition/reject", coded(WSAECONNREFUSED, WSAEINVAL)],
  [
    "WSPAccept gives the condition its own callback data",
    "WSPAccept/condition/arguments",
    {
      slots: { WSPAccept: (accept) => (s, a, l, condition, _data, errno) => accept(s, a, l, condition, "mine", errno) },
    },
  ],
  [
    "WSPAccept tells the condition the callee for the caller",
    "WSPAccept/condition/arguments",
    {
      slots: {
        WSPAccept: (accept) => (s, a, l, condition, data, errno) =>
          accept(
            s,
            a,
            l,
            condition === null
              ? null
              : (caller, callerData, sqos, gqos, callee, ...rest) =>
                  condition(callee, callerData, sqos, gqos, caller, ...rest),
            data,
            errno,
          ),
      },
    },
  ],
  [
    "WSPAccept ignores the group that the condition asks for",
    "WSPAccept/condition/group",
    {
      slots: {
        WSPAccept: (accept) => (s, a, l, condition, data, errno) =>
          accept(
            s,
            a,
            l,
            condition === null
              ? null
              : (caller, callerData, sqos, gqos, callee, calleeData, _g, context) =>
                  condition(caller, callerData, sqos, gqos, callee, calleeData, { value: 0 as never }, context),
            data,
            errno,
          ),
      },
    },
  ],
  [
    "WSPAccept gives a socket of its own making",
    "accept/inherits",
    () => {
      let open: WSPPROC_TABLE["WSPSocket"];
      let entry: Parameters<WSPPROC_TABLE["WSPSocket"]>[3];
      return {
        slots: {
          WSPSocket: (socket) => {
            open = socket;
            return (af, type, protocol, info, ...rest) => {
              entry = info;
              return socket(af, type, protocol, info, ...rest);
            };
          },
          WSPAccept:
            (accept) =>
            (...args) =>
              accept(...args) === -1
                ? refuse(args, args[5].value)
                : open(AF_INET, SOCK_STREAM, 6, entry, 0 as never, 1, args[5]),
        },
      };
    },
  ],
];

export const ACCEPTING = mutants("base", "desktop", ROWS);
