import {
  FD_READ,
  type fd_set,
  type LPWSAOVERLAPPED_COMPLETION_ROUTINE,
  ref,
  SO_LINGER,
  SO_TYPE,
  SOCK_DGRAM,
  SOCKADDR_IN_SIZE,
  type SOCKET,
  SOL_SOCKET,
  WSA_OPERATION_ABORTED,
  type WSABUF,
  WSAEADDRNOTAVAIL,
  WSAEAFNOSUPPORT,
  WSAECONNABORTED,
  WSAEFAULT,
  WSAEINTR,
  WSAEINVAL,
  type WSPPROC_TABLE,
} from "@ws2kit/spi";
import { having } from "../having.js";
import { mutants, type Row, refuse } from "../rows.js";

type Slot<Name extends keyof WSPPROC_TABLE> = WSPPROC_TABLE[Name];

function isDatagram(slots: WSPPROC_TABLE, s: SOCKET): boolean {
  const type: Uint8Array = new Uint8Array(4);
  slots.WSPGetSockOpt(s, SOL_SOCKET, SO_TYPE, type, ref(4), ref(0));
  return type[0] === SOCK_DGRAM;
}

/** Faults of one kind of socket, or of one form of a call; the other kinds and forms are correct. */
const BASE: readonly Row[] = [
  [
    "shutdown of a datagram socket does nothing",
    "send/after-shutdown (a datagram)",
    having((slots) => ({
      WSPShutdown: (s, how, lpErrno) => (isDatagram(slots, s) ? 0 : slots.WSPShutdown(s, how, lpErrno)),
    })),
  ],
  [
    "FD_READ of a datagram socket is reported only once",
    "FD_READ/recorded (datagrams)",
    having((slots) => {
      const reported = new Set<SOCKET>();
      return {
        WSPEnumNetworkEvents(s, hEvent, lpNetworkEvents, lpErrno) {
          const result = slots.WSPEnumNetworkEvents(s, hEvent, lpNetworkEvents, lpErrno);
          if (result !== 0 || lpNetworkEvents === null || !isDatagram(slots, s)) return result;
          if (reported.has(s)) lpNetworkEvents.lNetworkEvents &= ~FD_READ;
          if ((lpNetworkEvents.lNetworkEvents & FD_READ) !== 0) reported.add(s);
          return result;
        },
      };
    }),
  ],
  [
    "WSPGetPeerName does not write the length",
    "getpeername/connected (a stream)",
    {
      slots: {
        WSPGetPeerName:
          (get: Slot<"WSPGetPeerName">): Slot<"WSPGetPeerName"> =>
          (s, name, namelen, lpErrno) =>
            get(s, name, namelen === null ? null : ref(namelen.value), lpErrno),
      },
    },
  ],
  [
    "an accepted socket does not inherit SO_LINGER",
    "accept/inherits (SO_LINGER)",
    having((slots) => ({
      WSPAccept(...args) {
        const s = slots.WSPAccept(...args);
        slots.WSPSetSockOpt(s, SOL_SOCKET, SO_LINGER, new Uint8Array(4), 4, ref(0));
        return s;
      },
    })),
  ],
  [
    "connect of a socket that accept returned is WSAEINVAL",
    "connect/already-connected",
    having((slots) => {
      const accepted = new Set<SOCKET>();
      return {
        WSPAccept(...args) {
          const s = slots.WSPAccept(...args);
          accepted.add(s);
          return s;
        },
        WSPConnect: (...args) => (accepted.has(args[0]) ? refuse(args, WSAEINVAL) : slots.WSPConnect(...args)),
      };
    }),
  ],
  [
    "an overlapped receive of 0 bytes returns 0 at once",
    "overlapped/zero-length",
    {
      slots: {
        WSPRecv:
          (recv: Slot<"WSPRecv">): Slot<"WSPRecv"> =>
          (...args) => {
            const isEmpty = ((args[1] ?? []) as readonly WSABUF[]).every(({ len }) => len === 0);
            return args[5] !== null && isEmpty ? 0 : recv(...args);
          },
      },
    },
  ],
  [
    "the routine of a receive of datagrams is not called when the socket is closed",
    "routine/aborted (WSARecvFrom of a datagram)",
    {
      slots: {
        WSPRecvFrom:
          (recv: Slot<"WSPRecvFrom">): Slot<"WSPRecvFrom"> =>
          (...args) => {
            const routine = args[8] as LPWSAOVERLAPPED_COMPLETION_ROUTINE | null;
            if (routine !== null) args[8] = (code, ...rest) => code !== WSA_OPERATION_ABORTED && routine(code, ...rest);
            return recv(...args);
          },
      },
    },
  ],
  [
    "a cancelled accept is WSAECONNABORTED",
    "waiting/cancelled (accept)",
    {
      slots: {
        WSPAccept:
          (accept: Slot<"WSPAccept">): Slot<"WSPAccept"> =>
          (...args) => {
            const s = accept(...args);
            return s === -1 && args[5].value === WSAEINTR ? refuse(args, WSAECONNABORTED) : s;
          },
      },
    },
  ],
];

const FORMS: readonly Row[] = [
  [
    "SO_LINGER may be read into two bytes",
    "getsockopt/short (SO_LINGER)",
    {
      slots: {
        WSPGetSockOpt:
          (get: Slot<"WSPGetSockOpt">): Slot<"WSPGetSockOpt"> =>
          (...args) =>
            args[2] === SO_LINGER && args[4]?.value === 2 ? 0 : get(...args),
      },
    },
  ],
  [
    "WSPSendTo on a stream checks the length of its destination",
    "sendto/stream",
    {
      slots: {
        WSPSendTo:
          (send: Slot<"WSPSendTo">): Slot<"WSPSendTo"> =>
          (...args) =>
            args[5] !== null && args[6] < SOCKADDR_IN_SIZE ? refuse(args, WSAEFAULT) : send(...args),
      },
    },
  ],
  [
    "nfds limits the sets",
    "select/nfds-ignored",
    {
      slots: {
        WSPSelect:
          (select: Slot<"WSPSelect">): Slot<"WSPSelect"> =>
          (nfds, ...args) => {
            for (const set of args.slice(0, 3) as (fd_set | null)[]) {
              if (set !== null && nfds > 0) set.fd_count = Math.min(set.fd_count, nfds);
            }
            return select(nfds, ...args);
          },
      },
    },
  ],
];

/** Faults of ws2 itself. */
const WS2: readonly Row[] = [
  [
    "inet_addr uses the first four of five parts",
    "inet_addr/number",
    { api: { inet_addr: (parse) => (cp) => parse(String(cp).split(".").slice(0, 4).join(".")) } },
  ],
  [
    "GetMessageW ignores the range of messages",
    "window/filter (GetMessageW, by number)",
    { api: { GetMessageW: (get) => (lpMsg, hWnd) => get(lpMsg, hWnd, 0, 0) } },
  ],
  [
    "htons returns more than 16 bits",
    "byte-order/unsigned (htons of more than 16 bits)",
    { api: { htons: (swap) => (hostshort) => swap(hostshort) | (hostshort & 0x10000) } },
  ],
  [
    "getservbyname finds no alias without a protocol",
    "getservbyname/known",
    { api: { getservbyname: (find) => (name, protocol) => (name === "krb5" ? null : find(name, protocol)) } },
  ],
  [
    "getprotobynumber knows no protocol above 50",
    "getprotobyname/number (others)",
    { api: { getprotobynumber: (find) => (number) => (Number(number) > 50 ? null : find(number)) } },
  ],
  [
    "WSAWaitForMultipleEvents counts down from the first event after a wait",
    "WSAWaitForMultipleEvents/any (after a wait)",
    {
      api: {
        WSAWaitForMultipleEvents: (wait) => (count, events, all, ms, alertable) => {
          const index = wait(count, events, all, ms, alertable);
          return ms === 100 && index > 0 && index < 64 ? index - 1 : index;
        },
      },
    },
  ],
  [
    "select counts a socket that is twice in a set twice",
    "select/duplicates",
    {
      api: {
        select:
          (wait) =>
          (n, readers, writers, ...rest) => {
            const isTwice = writers?.fd_count === 2 && writers.fd_array[0] === writers.fd_array[1];
            const result = wait(n, readers, writers, ...rest);
            return isTwice ? 2 * result : result;
          },
      },
    },
  ],
  [
    "select ignores the seconds of its timeout",
    "select/timeout (seconds)",
    {
      api: {
        select:
          (wait) =>
          (...args) => {
            const timeout = args[4];
            return wait(...args.slice(0, 4), timeout?.tv_sec > 0 ? { ...timeout, tv_sec: 0 } : timeout);
          },
      },
    },
  ],
  ["IsWindow accepts every handle", "window/refused", { api: { IsWindow: () => () => true } }],
  ["DestroyWindow leaves the messages in the queue", "window/destroyed", { api: { DestroyWindow: () => () => true } }],
  [
    "setsockopt reads a DWORD from any length",
    "setsockopt/length",
    {
      api: {
        setsockopt: (set) => (s, level, optname, value, length) =>
          set(s, level, optname, value, value?.length === 4 ? 4 : length),
      },
    },
  ],
  [
    "WSASendTo does not write the number of bytes of an overlapped send",
    "overlapped/count-written",
    {
      api: {
        WSASendTo:
          (send) =>
          (s, buffers, count, _sent, ...rest) =>
            send(s, buffers, count, { value: 0 }, ...rest),
      },
    },
  ],
  [
    "connect of an unspecified IPv6 address is WSAEAFNOSUPPORT",
    "connect/null-address (IPv6)",
    {
      api: {
        connect: (original, process) => (s, name, length) => {
          const result = original(s, name, length);
          if (length === 28 && process.WSAGetLastError() === WSAEADDRNOTAVAIL) process.WSASetLastError(WSAEAFNOSUPPORT);
          return result;
        },
      },
    },
  ],
];

const LAYER: readonly Row[] = [
  [
    "an overlapped send loses its flags",
    "propagation/flags (WSPSend, overlapped)",
    {
      slots: {
        WSPSend:
          (send: Slot<"WSPSend">): Slot<"WSPSend"> =>
          (...args) => {
            if (args[5] !== null) args[4] = 0;
            return send(...args);
          },
      },
    },
  ],
];

const THIRD_PARTY: readonly Row[] = [
  ["WSPAsyncSelect succeeds and posts nothing", "claims/no-messages", { slots: { WSPAsyncSelect: () => () => 0 } }],
];

export const KINDS_AND_FORMS = [
  ...mutants("base", "desktop", BASE),
  ...mutants("base", "desktop", FORMS),
  ...mutants("ws2", "desktop", WS2),
  ...mutants("layer", "desktop", LAYER),
  ...mutants("third-party", "desktop", THIRD_PARTY),
];
