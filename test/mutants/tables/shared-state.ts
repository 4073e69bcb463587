import {
  FIONBIO,
  ref,
  SD_BOTH,
  SD_SEND,
  type SOCKET,
  SOL_SOCKET,
  WSA_FLAG_OVERLAPPED,
  WSAENOTCONN,
  type WSPPROC_TABLE,
} from "@ws2kit/spi";
import type { Change } from "../mutant.js";
import { mutants, type Row, refuse } from "../rows.js";

/** The change of the slots, for a duplicate and for a socket that was duplicated. */
type Make = (is: {
  readonly duplicate: (s: SOCKET) => boolean;
  readonly source: (s: SOCKET) => boolean;
}) => NonNullable<Change["slots"]>;

/** A change that tracks duplicates: sockets that were opened with a token. */
function amongDuplicates(make: Make): () => Change {
  return () => {
    const tokens = new Set<number>();
    const [duplicates, sources] = [new Set<SOCKET>(), new Set<SOCKET>()];
    const slots = make({ duplicate: (s) => duplicates.has(s), source: (s) => sources.has(s) });
    const { WSPSocket } = slots;
    return {
      slots: {
        ...slots,
        WSPDuplicateSocket: (duplicate) => (s, process, info, errno) => {
          const result = duplicate(s, process, info, errno);
          if (result === 0) tokens.add(info.dwProviderReserved);
          if (result === 0) sources.add(s);
          return result;
        },
        WSPSocket: (socket) => (af, type, protocol, info, g, flags, errno) => {
          const isDuplicate = tokens.has(info.dwProviderReserved);
          const own = isDuplicate && WSPSocket !== undefined ? (WSPSocket(socket) ?? socket) : socket;
          const s = own(af, type, protocol, info, g, flags, errno);
          if (isDuplicate && s !== -1) duplicates.add(s);
          return s;
        },
      },
    };
  };
}

const IOCTL =
  (isIgnored: (s: SOCKET) => boolean) =>
  (ioctl: WSPPROC_TABLE["WSPIoctl"]): WSPPROC_TABLE["WSPIoctl"] =>
  (s, code, ...rest) =>
    code === FIONBIO && isIgnored(s) ? 0 : ioctl(s, code, ...rest);

const ROWS: readonly Row[] = [
  [
    "a duplicate has a separate blocking mode",
    "sharing/state/one (blocking mode, by the duplicate)",
    amongDuplicates(({ duplicate }) => ({ WSPIoctl: IOCTL(duplicate) })),
  ],
  [
    "an option that is set through a duplicate does not affect the socket",
    "sharing/state/one (an option, by the duplicate)",
    amongDuplicates(({ duplicate }) => ({
      WSPSetSockOpt:
        (set) =>
        (s, level, ...rest) =>
          level === SOL_SOCKET && duplicate(s) ? 0 : set(s, level, ...rest),
    })),
  ],
  [
    "shutdown through a duplicate does nothing",
    "sharing/state/one (shutdown, by the duplicate)",
    amongDuplicates(({ duplicate }) => ({
      WSPShutdown:
        (shutdown) =>
        (s, ...rest) =>
          duplicate(s) ? 0 : shutdown(s, ...rest),
    })),
  ],
  [
    "a duplicate reports no events",
    "sharing/state/one (event registration, by the source)",
    amongDuplicates(({ duplicate }) => ({
      WSPEnumNetworkEvents: (enumerate) => (s, event, events, errno) => {
        if (!duplicate(s)) return enumerate(s, event, events, errno);
        events.lNetworkEvents = 0;
        return 0;
      },
    })),
  ],
  [
    "the source of a duplicate has no peer",
    "sharing/state/one (the connection)",
    amongDuplicates(({ source }) => ({
      WSPGetPeerName:
        (peer) =>
        (...args) =>
          source(args[0]) ? refuse(args, WSAENOTCONN) : peer(...args),
    })),
  ],
  [
    "closing the source of a duplicate shuts the connection down",
    "sharing/close/last-frees (the source of a stream is closed)",
    () => {
      let shutdown: WSPPROC_TABLE["WSPShutdown"];
      return amongDuplicates(({ source }) => ({
        WSPShutdown: (original) => (shutdown = original),
        WSPCloseSocket: (close) => (s, errno) => {
          if (source(s)) shutdown(s, SD_SEND, ref(0));
          return close(s, errno);
        },
      }))();
    },
  ],
  [
    "closing a duplicate shuts the connection down",
    "sharing/close/last-frees (the duplicate of a stream is closed)",
    () => {
      let shutdown: WSPPROC_TABLE["WSPShutdown"];
      return amongDuplicates(({ duplicate }) => ({
        WSPShutdown: (original) => (shutdown = original),
        WSPCloseSocket: (close) => (s, errno) => {
          if (duplicate(s)) shutdown(s, SD_BOTH, ref(0));
          return close(s, errno);
        },
      }))();
    },
  ],
  [
    "every duplicate receives the same token",
    "sharing/import/another-descriptor (each of two sockets by its own info)",
    () => {
      let token = 0;
      return {
        slots: {
          WSPDuplicateSocket: (duplicate) => (s, process, info, errno) => {
            const result = duplicate(s, process, info, errno);
            if (token === 0) token = info.dwProviderReserved;
            info.dwProviderReserved = token;
            return result;
          },
        },
      };
    },
  ],
  [
    "a duplicate joins the group in g",
    "sharing/import/g-ignored (a new group)",
    amongDuplicates(() => ({
      WSPSocket: (socket) => (af, type, protocol, info, g, flags, errno) =>
        g === 0
          ? socket(af, type, protocol, info, g, flags, errno)
          : socket(af, type, protocol, { ...info, dwProviderReserved: 0 }, g, flags, errno),
    })),
  ],
];

const FLAGS: readonly Row[] = [
  [
    "the flags of a duplicate decide its overlapped attribute",
    "sharing/import/flags-ignored (the source is overlapped)",
    () => {
      const plain = new Set<SOCKET>();
      return amongDuplicates(() => ({
        WSPSocket: (socket) => (af, type, protocol, info, g, flags, errno) => {
          const s = socket(af, type, protocol, info, g, flags, errno);
          if ((flags & WSA_FLAG_OVERLAPPED) === 0) plain.add(s);
          return s;
        },
        WSPRecv:
          (recv) =>
          (s, buffers, count, received, recvFlags, overlapped, ...rest) =>
            recv(s, buffers, count, received, recvFlags, plain.has(s) ? null : overlapped, ...rest),
      }))();
    },
  ],
];

/** Faults in which a duplicate differs from its socket. */
export const SHARED_STATE = [
  ...mutants("base", "desktop", [...ROWS, ...FLAGS]),
  ...mutants("third-party", "ce", [...ROWS, ...FLAGS]),
];
