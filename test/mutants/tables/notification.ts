import {
  FD_ACCEPT,
  FD_CLOSE,
  FD_CONNECT,
  FD_READ,
  FD_WRITE,
  FIONBIO,
  newWSANETWORKEVENTS,
  ref,
  WSAEINVAL,
  WSAENOTSOCK,
  type WSANETWORKEVENTS,
  type WSPPROC_TABLE,
} from "@ws2kit/spi";
import { having } from "../having.js";
import { mutants, type Row } from "../rows.js";

type Select = WSPPROC_TABLE["WSPSelect"];
type EventSelect = WSPPROC_TABLE["WSPEventSelect"];
type EnumEvents = WSPPROC_TABLE["WSPEnumNetworkEvents"];

/** WSPEnumNetworkEvents that changes the record before it returns it. */
const telling = (change: (events: WSANETWORKEVENTS) => void) => ({
  slots: {
    WSPEnumNetworkEvents:
      (enumerate: EnumEvents): EnumEvents =>
      (s, hEvent, events, errno) => {
        const result = enumerate(s, hEvent, events, errno);
        if (result === 0) change(events);
        return result;
      },
  },
});

/** WSPEventSelect that watches for less. */
const deafTo = (bit: number) => ({
  slots: {
    WSPEventSelect:
      (select: EventSelect): EventSelect =>
      (s, hEvent, mask, errno) =>
        select(s, hEvent, mask & ~bit, errno),
  },
});

const ROWS: readonly Row[] = [
  [
    "WSPSelect ignores a socket that closes meanwhile",
    "select/closed (a socket that is not)",
    {
      slots: {
        WSPSelect:
          (select: Select): Select =>
          (nfds, readfds, writefds, exceptfds, timeout, errno) => {
            const result = select(nfds, readfds, writefds, exceptfds, timeout, errno);
            return result === -1 && errno.value === WSAENOTSOCK ? 0 : result;
          },
      },
    },
  ],
  [
    "WSPSelect reports readable sockets as exceptions too",
    "select/closed (a socket that is asked for as readable)",
    {
      slots: {
        WSPSelect:
          (select: Select): Select =>
          (nfds, readfds, writefds, exceptfds, timeout, errno) => {
            const result = select(nfds, readfds, writefds, exceptfds, timeout, errno);
            if (result > 0 && readfds !== null && exceptfds !== null) exceptfds.fd_count = readfds.fd_count;
            return result;
          },
      },
    },
  ],
  ["WSPSelect is always ready", "select/timeout", { slots: { WSPSelect: () => () => 1 } }],
  [
    "WSPSelect counts one too many",
    "select/count",
    {
      slots: {
        WSPSelect:
          (select) =>
          (...args) => {
            const count = select(...args);
            return count > 0 ? count + 1 : count;
          },
      },
    },
  ],
  [
    "WSPSelect does not change the sets",
    "select/count",
    {
      slots: {
        WSPSelect: (select) => (n, readers, writers, exceptions, timeout, errno) => {
          const copy = (set: typeof readers) => (set === null ? null : { ...set, fd_array: set.fd_array.slice() });
          return select(n, copy(readers), copy(writers), copy(exceptions), timeout, errno);
        },
      },
    },
  ],
  [
    "WSPSelect reports writers as readers",
    "select/readable",
    {
      slots: {
        WSPSelect:
          (select) =>
          (n, readers, writers, ...rest) =>
            select(n, writers, readers, ...rest),
      },
    },
  ],
  [
    "WSPSelect ignores the set of exceptions",
    "select/connect-failed",
    {
      slots: {
        WSPSelect: (select) => (n, readers, writers, exceptions, timeout, errno) => {
          if (exceptions !== null && readers === null && writers === null) {
            exceptions.fd_count = 0;
            return select(n, null, null, exceptions, { tv_sec: 0, tv_usec: 0 }, errno);
          }
          const result = select(n, readers, writers, exceptions, timeout, errno);
          if (exceptions !== null) exceptions.fd_count = 0;
          return result;
        },
      },
    },
  ],
  [
    "WSPSelect does not wait",
    "select/timeout",
    {
      slots: {
        WSPSelect: (select) => (n, readers, writers, exceptions, _timeout, errno) =>
          select(n, readers, writers, exceptions, { tv_sec: 0, tv_usec: 0 }, errno),
      },
    },
  ],
  [
    "WSPSelect writes the remaining time to the timeout",
    "select/timeout-kept",
    {
      slots: {
        WSPSelect: (select) => (n, readers, writers, exceptions, timeout, errno) => {
          const result = select(n, readers, writers, exceptions, timeout, errno);
          if (timeout !== null) Object.assign(timeout, { tv_sec: 0, tv_usec: 0 });
          return result;
        },
      },
    },
  ],
  [
    "WSPSelect treats an invalid timeout as no limit",
    "select/bad-timeout",
    {
      slots: {
        WSPSelect: (select) => (n, readers, writers, exceptions, timeout, errno) =>
          select(
            n,
            readers,
            writers,
            exceptions,
            timeout !== null && (timeout.tv_sec < 0 || timeout.tv_usec < 0) ? { tv_sec: 0, tv_usec: 0 } : timeout,
            errno,
          ),
      },
    },
  ],
  [
    "WSPSelect checks only sixty-four sockets",
    "select/no-limit",
    {
      slots: {
        WSPSelect:
          (select) =>
          (n, readers, writers, ...rest) => {
            if (writers !== null && writers.fd_count > 64) writers.fd_count = 64;
            return select(n, readers, writers, ...rest);
          },
      },
    },
  ],
  [
    "WSPSelect uses nfds",
    "select/nfds-ignored",
    {
      slots: {
        WSPSelect: (select) => (n, readers, writers, exceptions, timeout, errno) => {
          for (const set of [readers, writers, exceptions]) if (set !== null) set.fd_count = Math.min(set.fd_count, n);
          return select(n, readers, writers, exceptions, timeout, errno);
        },
      },
    },
  ],
  [
    "WSPSelect ignores values that are not sockets",
    "select/not-a-socket (readers)",
    {
      slots: {
        WSPSelect:
          (select) =>
          (...args) => {
            const result = select(...args);
            return result === -1 && args[5].value === WSAENOTSOCK ? 0 : result;
          },
      },
    },
  ],
  [
    "WSPEventSelect does not make the socket non-blocking",
    "WSAEventSelect/non-blocking",
    () => {
      let ioctl: WSPPROC_TABLE["WSPIoctl"];
      return {
        slots: {
          WSPIoctl: (original) => {
            ioctl = original;
            return original;
          },
          WSPEventSelect: (select) => (s, hEvent, mask, errno) => {
            const result = select(s, null, 0, errno) || select(s, hEvent, mask, errno);
            // the registration stays, but the socket becomes blocking again
            if (result === 0) select(s, null, 0, errno);
            const off = new Uint8Array(4);
            ioctl(s, FIONBIO, off, 4, null, 0, ref(0), null, null, null as never, errno);
            return result;
          },
        },
      };
    },
  ],
  [
    "WSPIoctl makes a watched socket blocking",
    "WSAEventSelect/stays-non-blocking",
    {
      slots: {
        WSPIoctl:
          (ioctl) =>
          (s, code, ...rest) => {
            const result = ioctl(s, code, ...rest);
            return result !== 0 && code === FIONBIO && rest[8].value === WSAEINVAL ? 0 : result;
          },
      },
    },
  ],
  [
    "WSPEventSelect without events makes the socket blocking",
    "WSAEventSelect/stays-non-blocking",
    having((original) => ({
      WSPEventSelect: (s, hEvent, mask, errno) => {
        const result = original.WSPEventSelect(s, hEvent, mask, errno);
        const off = new Uint8Array(4);
        if (mask === 0) original.WSPIoctl(s, FIONBIO, off, 4, null, 0, ref(0), null, null, null as never, errno);
        return result;
      },
    })),
  ],
  [
    "WSPEventSelect adds to the previous mask",
    "WSAEventSelect/replaces",
    () => {
      const masks = new Map<number, number>();
      return {
        slots: {
          WSPEventSelect: (select) => (s, hEvent, mask, errno) => {
            masks.set(s, (masks.get(s) ?? 0) | mask);
            return select(s, hEvent, masks.get(s) ?? 0, errno);
          },
        },
      };
    },
  ],
  [
    "WSPEventSelect cannot be ended",
    "WSAEventSelect/ends",
    {
      slots: {
        WSPEventSelect: (select) => (s, hEvent, mask, errno) => (mask === 0 ? 0 : select(s, hEvent, mask, errno)),
      },
    },
  ],
  [
    "WSPEventSelect accepts a mask without an event",
    "WSAEventSelect/no-event",
    {
      slots: {
        WSPEventSelect:
          (select) =>
          (...args) => {
            const result = select(...args);
            return result !== 0 && args[3].value === WSAEINVAL ? 0 : result;
          },
      },
    },
  ],
  [
    "WSPEventSelect selects every event",
    "WSAEventSelect/mask",
    { slots: { WSPEventSelect: (select) => (s, hEvent, mask, errno) => select(s, hEvent, mask && 0x3ff, errno) } },
  ],
  ["WSPEventSelect does not report FD_READ", "FD_READ/recorded", deafTo(FD_READ)],
  ["WSPEventSelect does not report FD_WRITE", "FD_WRITE/at-once", deafTo(FD_WRITE)],
  ["WSPEventSelect does not report FD_ACCEPT", "FD_ACCEPT/recorded", deafTo(FD_ACCEPT)],
  [
    "WSPEventSelect does not report FD_ACCEPT if it is selected before listen",
    "FD_ACCEPT/before-listen",
    () => {
      const listening = new Set<unknown>();
      return {
        slots: {
          WSPListen: (listen) => (s, backlog, errno) => {
            listening.add(s);
            return listen(s, backlog, errno);
          },
          WSPEventSelect: (select) => (s, hEvent, mask, errno) =>
            select(s, hEvent, listening.has(s) ? mask : mask & ~FD_ACCEPT, errno),
        },
      };
    },
  ],
  ["WSPEventSelect does not report FD_CONNECT", "FD_CONNECT/success", deafTo(FD_CONNECT)],
  ["WSPEventSelect does not report FD_CLOSE", "FD_CLOSE/graceful", deafTo(FD_CLOSE)],
  [
    "WSPEventSelect does not report conditions that hold before it",
    "FD_CLOSE/before-mask",
    () => {
      let enumerate: EnumEvents;
      return {
        slots: {
          WSPEnumNetworkEvents: (original) => {
            enumerate = original;
            return original;
          },
          WSPEventSelect: (select) => (s, hEvent, mask, errno) => {
            const result = select(s, hEvent, mask, errno);
            if ((mask & FD_CLOSE) !== 0) enumerate(s, null, newWSANETWORKEVENTS(), ref(0));
            return result;
          },
        },
      };
    },
  ],
  [
    "WSPEventSelect clears the recorded events",
    "WSAEventSelect/keeps-record",
    () => {
      let enumerate: EnumEvents;
      return {
        slots: {
          WSPEnumNetworkEvents: (original) => {
            enumerate = original;
            return original;
          },
          WSPEventSelect: (select) => (s, hEvent, mask, errno) => {
            enumerate(s, null, newWSANETWORKEVENTS(), errno);
            return select(s, hEvent, mask, errno);
          },
        },
      };
    },
  ],
  [
    "WSPEnumNetworkEvents does not clear the recorded events",
    "WSAEnumNetworkEvents/clears",
    () => {
      let kept = 0;
      return telling((events) => {
        kept |= events.lNetworkEvents;
        events.lNetworkEvents = kept;
      });
    },
  ],
  [
    "WSPEnumNetworkEvents does not reset the event",
    "WSAEnumNetworkEvents/clears",
    {
      slots: {
        WSPEnumNetworkEvents:
          (enumerate) =>
          (s, _event, ...rest) =>
            enumerate(s, null, ...rest),
      },
    },
  ],
  ["WSPEnumNetworkEvents reports no codes", "FD_CONNECT/failure", telling((events) => void events.iErrorCode.fill(0))],
  [
    "WSPEnumNetworkEvents writes codes for events that are not recorded",
    "WSAEnumNetworkEvents/codes",
    telling(({ lNetworkEvents, iErrorCode }) => {
      for (let i = 0; i < 10; i++) if ((lNetworkEvents & (1 << i)) === 0) iErrorCode[i] = 0;
    }),
  ],
  [
    "FD_WRITE is recorded again after every send",
    "FD_WRITE/again",
    () => {
      const sent = new Set<number>();
      return {
        slots: {
          WSPSend:
            (send) =>
            (s, ...rest) => {
              sent.add(s);
              return send(s, ...rest);
            },
          WSPEnumNetworkEvents: (enumerate) => (s, hEvent, events, errno) => {
            const result = enumerate(s, hEvent, events, errno);
            if (sent.delete(s)) events.lNetworkEvents |= FD_WRITE;
            return result;
          },
        },
      };
    },
  ],
  [
    "FD_READ is not recorded again for remaining data",
    "FD_READ/again",
    () => {
      const told = new Set<number>();
      return {
        slots: {
          WSPEnumNetworkEvents: (enumerate) => (s, hEvent, events, errno) => {
            const result = enumerate(s, hEvent, events, errno);
            if (told.has(s)) events.lNetworkEvents &= ~FD_READ;
            if ((events.lNetworkEvents & FD_READ) !== 0) told.add(s);
            return result;
          },
        },
      };
    },
  ],
  [
    "an accepted socket does not inherit its listener's events",
    "accept/inherits-events",
    () => {
      let select: EventSelect;
      return {
        slots: {
          WSPEventSelect: (original) => {
            select = original;
            return original;
          },
          WSPAccept:
            (accept) =>
            (...args) => {
              const s = accept(...args);
              if (s !== -1) select(s, null, 0, ref(0));
              return s;
            },
        },
      };
    },
  ],
];

export const NOTIFICATION = mutants("base", "desktop", ROWS);
