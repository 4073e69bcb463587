import {
  AF_UNSPEC,
  DWORD,
  type fd_set,
  getUint16,
  MSG_PEEK,
  ref,
  SD_BOTH,
  SO_BROADCAST,
  SO_GROUP_PRIORITY,
  SOL_SOCKET,
  WSA_IO_PENDING,
  WSA_WAIT_TIMEOUT,
  WSAEAFNOSUPPORT,
  WSAEFAULT,
  WSAEINVAL,
  WSAEMSGSIZE,
  WSAENOTCONN,
  WSAESHUTDOWN,
  type WSAEVENT,
  type WSAOVERLAPPED,
  type WSAPOLLFD,
} from "@ws2kit/spi";
import { having } from "../having.js";
import type { Call } from "../mutant.js";
import { mutants, type Row, refuse } from "../rows.js";

const MOST_IN_SET = 64;
const STILL_ACTIVE = 259;

/** Replaces a function of ws2 or of another DLL. */
const replacing = (name: string, make: (original: Call) => Call) => () => ({ api: { [name]: make } });

/** A slot that fails for a socket after this slot has been called for it. */
const afterShutdown = (how: number) => {
  const shut = new Set<number>();
  return { shut, note: (s: number, given: number) => void (given === how && shut.add(s)) };
};

const cut = (set: fd_set | null) => {
  if (set !== null) set.fd_count = Math.min(set.fd_count, MOST_IN_SET);
};

/** Faults that were written from the texts of the rules alone, before the checks of these rules were read. */
const BASE: readonly Row[] = [
  [
    "select writes the time that is left to the timeval",
    "select/timeout-kept",
    having((original) => ({
      WSPSelect(nfds, readers, writers, exceptional, timeout, errno) {
        const result = original.WSPSelect(nfds, readers, writers, exceptional, timeout, errno);
        if (timeout !== null) Object.assign(timeout, { tv_usec: 0 });
        return result;
      },
    })),
  ],
  [
    "select looks at 64 sockets of a set",
    "select/no-limit",
    having((original) => ({
      WSPSelect(nfds, readers, writers, exceptional, timeout, errno) {
        for (const set of [readers, writers, exceptional]) cut(set);
        return original.WSPSelect(nfds, readers, writers, exceptional, timeout, errno);
      },
    })),
  ],
  [
    "select counts a socket in two sets once",
    "select/count",
    having((original) => ({
      WSPSelect(nfds, readers, writers, exceptional, timeout, errno) {
        const result = original.WSPSelect(nfds, readers, writers, exceptional, timeout, errno);
        if (result <= 0) return result;
        const all = [readers, writers, exceptional].flatMap((set) => set?.fd_array.slice(0, set.fd_count) ?? []);
        return new Set(all).size;
      },
    })),
  ],
  [
    "select leaves the sets when the time is over",
    "select/timeout",
    having((original) => ({
      WSPSelect(nfds, readers, writers, exceptional, timeout, errno) {
        const before = readers?.fd_array.slice(0, readers.fd_count) ?? [];
        const result = original.WSPSelect(nfds, readers, writers, exceptional, timeout, errno);
        if (result === 0 && readers !== null) Object.assign(readers, { fd_array: before, fd_count: before.length });
        return result;
      },
    })),
  ],
  [
    "WSAEnumNetworkEvents writes every element of iErrorCode",
    "WSAEnumNetworkEvents/codes",
    having((original) => ({
      WSPEnumNetworkEvents(s, event, events, errno) {
        const result = original.WSPEnumNetworkEvents(s, event, events, errno);
        if (result === 0) {
          const { lNetworkEvents } = events;
          for (let i = 0; i < 6; i++) if ((lNetworkEvents & (1 << i)) === 0) events.iErrorCode[i] = 0;
        }
        return result;
      },
    })),
  ],
  [
    "WSAEnumNetworkEvents does not reset the event",
    "WSAEnumNetworkEvents/clears",
    having((original) => ({
      WSPEnumNetworkEvents: (s, _event, events, errno) =>
        original.WSPEnumNetworkEvents(s, null as never, events, errno),
    })),
  ],
  [
    "an accepted socket has no events selected",
    "sharing/close/last-frees (the source of a stream is closed)",
    having((original) => ({
      WSPAccept(...args) {
        const s = original.WSPAccept(...args);
        if (s > 0) original.WSPEventSelect(s, null as never, 0, ref(0));
        return s;
      },
    })),
  ],
  [
    "a datagram socket cannot be connected to AF_UNSPEC",
    "connect/datagram/dissolve (AF_UNSPEC)",
    having((original) => ({
      WSPConnect: (...args) =>
        args[1] !== null && getUint16(args[1], 0) === AF_UNSPEC
          ? refuse(args, WSAEAFNOSUPPORT)
          : original.WSPConnect(...args),
    })),
  ],
  [
    "accept does not write the length of the name",
    "accept/peer-name",
    having((original) => ({
      WSPAccept(s, addr, addrlen, ...rest) {
        return original.WSPAccept(s, addr, addrlen === null ? null : ref(addrlen.value), ...rest);
      },
    })),
  ],
  [
    "accept of a name without a length is WSAEFAULT",
    "accept/no-length",
    having((original) => ({
      WSPAccept: (...args) =>
        args[1] !== null && args[2] === null ? refuse(args, WSAEFAULT) : original.WSPAccept(...args),
    })),
  ],
  [
    "a send of no bytes needs a buffer",
    "send/nothing",
    having((original) => ({
      WSPSend: (...args) =>
        args[1]?.[0]?.buf === null && args[1][0].len === 0 ? refuse(args, WSAEFAULT) : original.WSPSend(...args),
    })),
  ],
  [
    "a peek into several buffers consumes the data",
    "recv/peek (into two buffers)",
    having((original) => ({
      WSPRecv(s, buffers, count, bytes, flags, ...rest) {
        if (count > 1 && flags !== null) flags.value &= ~MSG_PEEK;
        return original.WSPRecv(s, buffers, count, bytes, flags, ...rest);
      },
    })),
  ],
  [
    "a receive after SD_BOTH is WSAENOTCONN",
    "recv/after-shutdown (a stream)",
    having((original) => {
      const { shut, note } = afterShutdown(SD_BOTH);
      return {
        WSPShutdown(s, how, errno) {
          note(s, how);
          return original.WSPShutdown(s, how, errno);
        },
        WSPRecv(...args) {
          const result = original.WSPRecv(...args);
          const errno = args[args.length - 1] as { value: number };
          if (result !== 0 && shut.has(args[0]) && errno.value === WSAESHUTDOWN) errno.value = WSAENOTCONN;
          return result;
        },
      };
    }),
  ],
  [
    "WSPRecvFrom succeeds for a datagram that is cut",
    "recv/datagram-longer (recvfrom)",
    having((original) => ({
      WSPRecvFrom(...args) {
        const result = original.WSPRecvFrom(...args);
        const errno = args[10] as { value: number };
        return result !== 0 && errno.value === WSAEMSGSIZE ? 0 : result;
      },
    })),
  ],
  [
    "a broadcast needs no SO_BROADCAST",
    "sendto/broadcast",
    having((original) => ({
      WSPSendTo(s, ...rest) {
        const value = DWORD(0);
        original.WSPGetSockOpt(s, SOL_SOCKET, SO_BROADCAST, value, ref(4), ref(0));
        original.WSPSetSockOpt(s, SOL_SOCKET, SO_BROADCAST, DWORD(1), 4, ref(0));
        const result = original.WSPSendTo(s, ...rest);
        original.WSPSetSockOpt(s, SOL_SOCKET, SO_BROADCAST, value, 4, ref(0));
        return result;
      },
    })),
  ],
  [
    "recvfrom reports the length of the caller's buffer",
    "recvfrom/from",
    having((original) => ({
      WSPRecvFrom(...args) {
        const length = args[6];
        const before = length?.value;
        const result = original.WSPRecvFrom(...args);
        if (length !== null && before !== undefined) length.value = before;
        return result;
      },
    })),
  ],
  [
    "the last two of three buffers are sent in the wrong order",
    "send/buffers-in-order",
    having((original) => ({
      WSPSend(s, buffers, count, ...rest) {
        const given = count === 3 ? [buffers[0], buffers[2], buffers[1]] : buffers;
        return original.WSPSend(s, given, count, ...rest);
      },
    })),
  ],
  [
    "getsockname leaves a byte in sin_zero",
    "getsockname/bound",
    having((original) => ({
      WSPGetSockName(s, name, length, errno) {
        const result = original.WSPGetSockName(s, name, length, errno);
        if (result === 0 && name !== null && length?.value === 16) name[15] = 1;
        return result;
      },
    })),
  ],
  [
    "getpeername ends with the connection",
    "getpeername/outlives-connection",
    having((original) => {
      const { shut, note } = afterShutdown(SD_BOTH);
      return {
        WSPShutdown(s, how, errno) {
          note(s, how);
          return original.WSPShutdown(s, how, errno);
        },
        WSPGetPeerName: (...args) => (shut.has(args[0]) ? refuse(args, WSAENOTCONN) : original.WSPGetPeerName(...args)),
      };
    }),
  ],
  [
    "getpeername reports the length needed",
    "getpeername/short (length 15)",
    having((original) => ({
      WSPGetPeerName(s, name, length, errno) {
        const result = original.WSPGetPeerName(s, name, length, errno);
        if (result !== 0 && length !== null && (errno as { value: number }).value === WSAEFAULT) length.value = 16;
        return result;
      },
    })),
  ],
  [
    "shutdown takes -1 for both directions",
    "shutdown/how",
    having((original) => ({
      WSPShutdown: (s, how, errno) => original.WSPShutdown(s, how === -1 ? SD_BOTH : how, errno),
    })),
  ],
  [
    "SO_GROUP_PRIORITY is 1 at first",
    "groups/priority/default",
    having((original) => {
      const known = new Set<number>();
      return {
        WSPSetSockOpt(s, level, name, ...rest) {
          if (level === SOL_SOCKET && name === SO_GROUP_PRIORITY) known.add(s);
          return original.WSPSetSockOpt(s, level, name, ...rest);
        },
        WSPGetSockOpt(s, level, name, value, length, errno) {
          const result = original.WSPGetSockOpt(s, level, name, value, length, errno);
          const isFirst = level === SOL_SOCKET && name === SO_GROUP_PRIORITY && !known.has(s);
          if (result === 0 && isFirst && value !== null) value[0] = 1;
          return result;
        },
      };
    }),
  ],
  [
    "listen of a listening socket is WSAEINVAL",
    "listen/again",
    having((original) => {
      const listening = new Set<number>();
      return {
        WSPListen(...args) {
          if (listening.has(args[0])) return refuse(args, WSAEINVAL);
          const result = original.WSPListen(...args);
          if (result === 0) listening.add(args[0]);
          return result;
        },
      };
    }),
  ],
];

/** As `BASE`, for functions of ws2 and of the other DLLs. */
const WS2: readonly Row[] = [
  [
    "WSAStartup reports no limits to a caller of version 1",
    "WSAStartup/limits/one",
    replacing("WSAStartup", (original) => (version, data) => {
      const code = original(version, data);
      if (code === 0) data.iMaxSockets = 0;
      return code;
    }),
  ],
  [
    "wHighVersion is the version of the call",
    "WSAStartup/high-version",
    replacing("WSAStartup", (original) => (version, data) => {
      const code = original(version, data);
      if (data) data.wHighVersion = data.wVersion;
      return code;
    }),
  ],
  [
    "htons is signed",
    "byte-order/network-is-big-endian (htons)",
    replacing("htons", (original) => (value) => (original(value) << 16) >> 16),
  ],
  [
    "a wait reports the highest event that is signalled",
    "WSAWaitForMultipleEvents/any",
    replacing("WSAWaitForMultipleEvents", (original) => (count, events, all, ms, alertable) => {
      const result = original(count, events, all, ms, alertable);
      if (all || result < 0 || result >= count) return result;
      for (let i = count - 1; i > result; i--) if (original(1, [events[i]], false, 0, false) === 0) return i;
      return result;
    }),
  ],
  [
    "a wait accepts 65 events",
    "WSAWaitForMultipleEvents/too-many (65 events)",
    replacing(
      "WSAWaitForMultipleEvents",
      (original) =>
        (count, ...rest) =>
          count === 65 ? WSA_WAIT_TIMEOUT : original(count, ...rest),
    ),
  ],
  ["WSAResetEvent has no effect", "WSASetEvent/manual-reset", replacing("WSAResetEvent", () => () => true)],
  [
    "a timeout of a port writes the key",
    "port/timeout",
    replacing("GetQueuedCompletionStatus", (original) => (port, bytes, key, overlapped, ms) => {
      const result = original(port, bytes, key, overlapped, ms);
      if (!result && overlapped.value === null) key.value = 0;
      return result;
    }),
  ],
  [
    "a posted packet has no structure",
    "port/post",
    replacing("PostQueuedCompletionStatus", (original) => (port, bytes, key) => original(port, bytes, key, null)),
  ],
  [
    "GetQueuedCompletionStatusEx dequeues one packet",
    "port/several",
    replacing(
      "GetQueuedCompletionStatusEx",
      (original) =>
        (port, entries, _count, ...rest) =>
          original(port, entries, 1, ...rest),
    ),
  ],
  [
    "ResumeThread returns 0",
    "CreateThread/suspended",
    replacing("ResumeThread", (original) => (thread) => original(thread) && 0),
  ],
  [
    "the exit code of a thread that runs is 0",
    "CreateThread/signalled",
    replacing("GetExitCodeThread", (original) => (thread, code) => {
      const result = original(thread, code);
      if (result && code.value === STILL_ACTIVE) code.value = 0;
      return result;
    }),
  ],
  [
    "every event resets itself",
    "CreateEventW/auto-reset",
    replacing(
      "CreateEventW",
      (original) =>
        (attributes, _manual, ...rest) =>
          original(attributes, false, ...rest),
    ),
  ],
  [
    "WSAPoll counts rows that name no socket",
    "WSAPoll/closed",
    replacing("WSAPoll", (original) => (rows, count, ms) => {
      const result = original(rows, count, ms);
      return result > 0 ? (rows as WSAPOLLFD[]).filter(({ revents }) => revents !== 0).length : result;
    }),
  ],
  [
    "getnameinfo writes the name of a service for NI_NUMERICSERV",
    "getnameinfo/numeric",
    replacing(
      "getnameinfo",
      (original) =>
        (...args) =>
          original(...args.slice(0, 6), args[6] & ~8),
    ),
  ],
  [
    "the wait for an overlapped result does not wait",
    "AcceptEx/addresses (both)",
    replacing(
      "WSAGetOverlappedResult",
      (original) => (s, overlapped, bytes, _wait, flags) => original(s, overlapped, bytes, false, flags),
    ),
  ],
  [
    "inet_ntoa writes the last byte first",
    "inet_ntoa/figures",
    replacing("inet_ntoa", (original) => (address) => original(address).split(".").reverse().join(".")),
  ],
  [
    "a pending receive does not reset its event",
    "overlapped/in-progress",
    () => ({
      api: {
        WSARecv:
          (original, { WSAGetLastError, WSASetEvent, WSASetLastError }) =>
          (...args) => {
            const result = original(...args);
            const overlapped = args[5] as WSAOVERLAPPED | null;
            if (result === 0 || overlapped === null || WSAGetLastError() !== WSA_IO_PENDING) return result;
            WSASetEvent(overlapped.hEvent as WSAEVENT);
            WSASetLastError(WSA_IO_PENDING);
            return result;
          },
      },
    }),
  ],
];

export const RULE_TEXTS = [...mutants("base", "desktop", BASE), ...mutants("ws2", "desktop", WS2)];
