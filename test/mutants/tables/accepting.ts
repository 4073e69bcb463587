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
    "a deferred connection moves behind the others in the queue",
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
    "WSPListen does not change the backlog of a listening socket",
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
    "WSPListen accepts a socket that is not bound",
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
    "WSPListen reports WSAEINVAL for a connected socket",
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
    "WSPListen reports WSAEINVAL for a datagram socket",
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
    "WSPListen fails the second time",
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
    "WSPAccept returns the listener itself",
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
    "WSPAccept does not write the peer's address",
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
    "WSPAccept does not write the address's length",
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
    "WSPAccept writes part of the address to a buffer that is too short",
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
  [
    "WSPAccept reports WSAEOPNOTSUPP for a socket that does not listen",
    "accept/not-listening",
    coded(WSAEINVAL, WSAEOPNOTSUPP),
  ],
  ["WSPAccept reports WSAEINVAL for a datagram socket", "accept/connectionless", coded(WSAEOPNOTSUPP, WSAEINVAL)],
  [
    "WSPAccept reports WSATRY_AGAIN on a non-blocking socket",
    "accept/would-block",
    coded(WSAEWOULDBLOCK, WSATRY_AGAIN),
  ],
  [
    "WSPAccept reports WSAEFAULT for a deferred connection",
    "WSPAccept/condition/defer",
    coded(WSATRY_AGAIN, WSAEFAULT),
  ],
  [
    "WSPAccept does not call the condition function",
    "WSPAccept/condition/reject",
    { slots: { WSPAccept: (accept) => (s, a, l, _condition, data, errno) => accept(s, a, l, null, data, errno) } },
  ],
  [
    "WSPAccept accepts a deferred connection",
    "WSPAccept/condition/defer",
    answering((answer) => (answer === CF_DEFER ? CF_ACCEPT : answer)),
  ],
  [
    "WSPAccept defers a rejected connection",
    "WSPAccept/condition/reject",
    answering((answer) => (answer === CF_REJECT ? CF_DEFER : answer)),
  ],
  [
    "WSPAccept treats any other result of the condition function as a rejection",
    "WSPAccept/condition/other",
    answering((answer) => (answer > CF_DEFER || answer < 0 ? CF_REJECT : answer)),
  ],
  ["WSPAccept reports WSAEINVAL for a rejection", "WSPAccept/condition/reject", coded(WSAECONNREFUSED, WSAEINVAL)],
  [
    "WSPAccept passes other callback data to the condition function",
    "WSPAccept/condition/arguments",
    {
      slots: { WSPAccept: (accept) => (s, a, l, condition, _data, errno) => accept(s, a, l, condition, "mine", errno) },
    },
  ],
  [
    "WSPAccept passes the callee's address to the condition function as the caller's",
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
    "WSPAccept ignores the group that the condition function sets",
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
    "WSPAccept returns a new socket instead of the connection",
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
