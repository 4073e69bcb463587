import {
  DWORD,
  FIONBIO,
  ref,
  SO_BROADCAST,
  SO_DONTLINGER,
  SO_LINGER,
  SO_RCVTIMEO,
  SO_REUSEADDR,
  SO_TYPE,
  type SOCKET,
  SOL_SOCKET,
  WSAEINVAL,
  WSAENOTCONN,
  type WSPPROC_TABLE,
} from "@ws2kit/spi";
import { having } from "../having.js";
import type { Change } from "../mutant.js";
import { mutants, type Row, refuse } from "../rows.js";

/** Setting an option is accepted, and nothing happens, where `isMeant`. */
const ignoring = (optname: number, isMeant: (value: Uint8Array) => boolean = () => true) =>
  having((original) => ({
    WSPSetSockOpt: (s, level, name, value, length, errno) =>
      level === SOL_SOCKET && name === optname && isMeant(value as Uint8Array)
        ? 0
        : original.WSPSetSockOpt(s, level, name, value, length, errno),
  }));

const ROWS: readonly Row[] = [
  ["SO_DONTLINGER has no effect", "setsockopt/set-and-cleared (SO_LINGER and SO_DONTLINGER)", ignoring(SO_DONTLINGER)],
  [
    "SO_LINGER does not store its seconds",
    "setsockopt/set-and-cleared (SO_LINGER and SO_DONTLINGER)",
    having((original) => ({
      WSPGetSockOpt(s, level, name, value, length, errno) {
        const result = original.WSPGetSockOpt(s, level, name, value, length, errno);
        if (result === 0 && level === SOL_SOCKET && name === SO_LINGER) (value as Uint8Array).fill(0, 2, 4);
        return result;
      },
    })),
  ],
  ["SO_REUSEADDR has no effect", "bind/reuse", ignoring(SO_REUSEADDR)],
  [
    "SO_BROADCAST cannot be cleared",
    "setsockopt/set-and-cleared (SO_BROADCAST)",
    ignoring(SO_BROADCAST, (value) => value[0] === 0),
  ],
  [
    "connect resets the timeouts",
    "setsockopt/read-back (once the socket is connected)",
    having((original) => ({
      WSPConnect(s, ...rest) {
        const result = original.WSPConnect(s, ...rest);
        original.WSPSetSockOpt(s, SOL_SOCKET, SO_RCVTIMEO, DWORD(0), 4, ref(0));
        return result;
      },
    })),
  ],
  [
    "a listening socket has no SO_TYPE",
    "getsockopt/SO_TYPE (a listening stream)",
    () => {
      const listening = new Set<SOCKET>();
      return having((original) => ({
        WSPListen(s, ...rest) {
          listening.add(s);
          return original.WSPListen(s, ...rest);
        },
        WSPGetSockOpt: (...args) =>
          listening.has(args[0]) && args[2] === SO_TYPE ? refuse(args, WSAEINVAL) : original.WSPGetSockOpt(...args),
      }))();
    },
  ],
  [
    "WSAIoctl writes no count",
    "WSAIoctl/count",
    having((original) => ({
      WSPIoctl: (s, code, input, inputLength, output, outputLength, returned, ...rest) =>
        original.WSPIoctl(s, code, input, inputLength, output, outputLength, returned && ref(0), ...rest),
    })),
  ],
];

/** As `having`, with a way to tell which sockets were accepted. */
function ofAccepted(
  make: (original: WSPPROC_TABLE, isAccepted: (s: SOCKET) => boolean) => Partial<WSPPROC_TABLE>,
): () => Change {
  return () => {
    const accepted = new Set<SOCKET>();
    return having((original) => ({
      ...make(original, (s) => accepted.has(s)),
      WSPAccept(...args) {
        const s = original.WSPAccept(...args);
        accepted.add(s);
        return s;
      },
    }))();
  };
}

const ACCEPTED: readonly Row[] = [
  [
    "an accepted socket has the listener's wildcard address",
    "accept/names",
    ofAccepted((original, isAccepted) => ({
      WSPGetSockName(s, name, length, errno) {
        const result = original.WSPGetSockName(s, name, length, errno);
        if (result === 0 && isAccepted(s)) (name as Uint8Array).fill(0, 4, 8);
        return result;
      },
    })),
  ],
  [
    "an accepted socket reports no peer's address",
    "accept/names",
    ofAccepted((original, isAccepted) => ({
      WSPGetPeerName: (...args) => (isAccepted(args[0]) ? refuse(args, WSAENOTCONN) : original.WSPGetPeerName(...args)),
    })),
  ],
  [
    "an accepted socket does not inherit the blocking mode",
    "accept/inherits (the blocking mode)",
    having((original) => ({
      WSPAccept(...args) {
        const s = original.WSPAccept(...args);
        const zero = DWORD(0);
        if (s !== -1) original.WSPIoctl(s, FIONBIO, zero, 4, zero, 4, ref(0), null, null, null, ref(0));
        return s;
      },
    })),
  ],
];

/** Options without effect, and properties that accepted sockets lack. */
export const OPTION_EFFECTS = mutants("base", "desktop", [...ROWS, ...ACCEPTED]);
