import {
  DWORD,
  type LPINT,
  MSG_PEEK,
  MSG_WAITALL,
  readDWORD,
  ref,
  SO_LINGER,
  SO_SNDTIMEO,
  SO_TYPE,
  SO_UPDATE_ACCEPT_CONTEXT,
  SOCK_DGRAM,
  type SOCKET,
  SOL_SOCKET,
  WSAEINTR,
  WSAEMSGSIZE,
  WSAENOTSOCK,
  type WSPPROC_TABLE,
} from "@ws2kit/spi";
import { having } from "../having.js";
import { mutants, type Row } from "../rows.js";

function isDatagram({ WSPGetSockOpt }: WSPPROC_TABLE, s: SOCKET): boolean {
  const value: Uint8Array = new Uint8Array(4);
  WSPGetSockOpt(s, SOL_SOCKET, SO_TYPE, value, ref(4), ref(0));
  return readDWORD(value) === SOCK_DGRAM;
}

/** An option that is stored and returned, but has no effect. */
const withoutEffect = (optname: number) => () => {
  const stored = new Map<SOCKET, Uint8Array>();
  return having((original) => ({
    WSPSetSockOpt(s, level, name, value, length, errno) {
      const result = original.WSPSetSockOpt(s, level, name, value, length, errno);
      if (result !== 0 || level !== SOL_SOCKET || name !== optname) return result;
      stored.set(s, (value as Uint8Array).slice(0, 4));
      return original.WSPSetSockOpt(s, level, name, DWORD(0), 4, errno);
    },
    WSPGetSockOpt(s, level, name, value, length, errno) {
      const result = original.WSPGetSockOpt(s, level, name, value, length, errno);
      if (result === 0 && level === SOL_SOCKET && name === optname) (value as Uint8Array).set(stored.get(s) ?? []);
      return result;
    },
  }))();
};

const ROWS: readonly Row[] = [
  ["SO_SNDTIMEO is stored and has no effect", "send/timeout", withoutEffect(SO_SNDTIMEO)],
  [
    "SO_LINGER with a time closes without waiting",
    "closesocket/linger (until the peer has what was sent)",
    withoutEffect(SO_LINGER),
  ],
  [
    "MSG_WAITALL returns with the bytes that have arrived",
    "recv/all (until the buffer is full)",
    having((original) => ({
      WSPRecv: (s, buffers, count, received, flags, ...rest) =>
        original.WSPRecv(s, buffers, count, received, flags && ref(flags.value & ~MSG_WAITALL), ...rest),
    })),
  ],
  [
    "MSG_PEEK of recv removes the datagram",
    "recv/peek (recv of a datagram)",
    having((original) => ({
      WSPRecv: (s, buffers, count, received, flags, ...rest) => {
        const own = flags !== null && isDatagram(original, s) ? ref(flags.value & ~MSG_PEEK) : flags;
        return original.WSPRecv(s, buffers, count, received, own, ...rest);
      },
    })),
  ],
  [
    "MSG_PEEK into two buffers removes the bytes",
    "recv/peek (into two buffers)",
    having((original) => ({
      WSPRecv: (s, buffers, count, received, flags, ...rest) =>
        original.WSPRecv(
          s,
          buffers,
          count,
          received,
          flags && count > 1 ? ref(flags.value & ~MSG_PEEK) : flags,
          ...rest,
        ),
    })),
  ],
  [
    "MSG_PEEK of recvfrom removes the datagram",
    "recv/peek (recvfrom of a datagram)",
    having((original) => ({
      WSPRecvFrom: (s, buffers, count, received, flags, ...rest) =>
        original.WSPRecvFrom(s, buffers, count, received, flags && ref(flags.value & ~MSG_PEEK), ...rest),
    })),
  ],
  [
    "an overlapped send sends its buffers in reverse",
    "send/buffers-in-order (overlapped)",
    having((original) => ({
      WSPSend: (s, buffers, count, sent, flags, overlapped, ...rest) => {
        const own = overlapped === null ? buffers : buffers.slice(0, count).reverse();
        return original.WSPSend(s, own, count, sent, flags, overlapped, ...rest);
      },
    })),
  ],
  [
    "a datagram of several buffers contains only the first",
    "send/buffers-in-order (a datagram)",
    having((original) => ({
      WSPSendTo: (s, buffers, count, ...rest) => original.WSPSendTo(s, buffers, Math.min(count, 1), ...rest),
    })),
  ],
  [
    "a datagram that is too long is cut, sent and refused",
    "send/too-long",
    having((original) => ({
      WSPSendTo(s, buffers, count, sent, flags, to, tolen, ...rest) {
        const result = original.WSPSendTo(s, buffers, count, sent, flags, to, tolen, ...rest);
        const errno = rest[rest.length - 1] as LPINT;
        if (result === 0 || errno.value !== WSAEMSGSIZE) return result;
        original.WSPSendTo(s, [{ ...buffers[0], len: 100 }], 1, ref(0), flags, to, tolen, null, null, null, ref(0));
        return result;
      },
    })),
  ],
  [
    "select writes the remaining time if it succeeds",
    "select/timeout-kept (a socket is ready)",
    having((original) => ({
      WSPSelect(nfds, readers, writers, exceptions, timeout, errno) {
        const result = original.WSPSelect(nfds, readers, writers, exceptions, timeout, errno);
        if (result > 0 && timeout !== null) Object.assign(timeout, { tv_usec: 0 });
        return result;
      },
    })),
  ],
  [
    "select does not change the set of exceptions if nothing in it is ready",
    "select/count (a set without any that is ready)",
    having((original) => ({
      WSPSelect: (nfds, readers, writers, exceptions, timeout, errno) =>
        original.WSPSelect(
          nfds,
          readers,
          writers,
          exceptions && { ...exceptions, fd_array: [...exceptions.fd_array] },
          timeout,
          errno,
        ),
    })),
  ],
  [
    "select does not change the set of writers after its timeout",
    "select/timeout (every set)",
    having((original) => ({
      WSPSelect: (nfds, readers, writers, exceptions, timeout, errno) =>
        original.WSPSelect(
          nfds,
          readers,
          writers && { ...writers, fd_array: [...writers.fd_array] },
          exceptions,
          timeout,
          errno,
        ),
    })),
  ],
  [
    "a connected datagram socket receives no sender's address",
    "recvfrom/from (recvfrom, of a connected socket)",
    having((original) => ({
      WSPRecvFrom(s, buffers, count, received, flags, from, fromlen, ...rest) {
        const isConnected = original.WSPGetPeerName(s, new Uint8Array(28), ref(28), ref(0)) === 0;
        const names = isConnected ? ([null, null] as const) : ([from, fromlen] as const);
        return original.WSPRecvFrom(s, buffers, count, received, flags, ...names, ...rest);
      },
    })),
  ],
  [
    "WSARecvFrom cuts a datagram without a code",
    "recv/datagram-longer (WSARecvFrom)",
    having((original) => ({
      WSPRecvFrom(...args) {
        const result = original.WSPRecvFrom(...args);
        return result !== 0 && args[10].value === WSAEMSGSIZE ? 0 : result;
      },
    })),
  ],
  [
    "a receive of a datagram reports WSAENOTSOCK when its socket is closed",
    "closesocket/ends-waits (recvfrom of datagrams)",
    having((original) => ({
      WSPRecvFrom(...args) {
        const result = original.WSPRecvFrom(...args);
        if (result !== 0 && args[10].value === WSAEINTR) args[10].value = WSAENOTSOCK;
        return result;
      },
    })),
  ],
  [
    "an empty datagram is not sent",
    "datagram/whole (recvfrom)",
    having((original) => ({
      WSPSendTo: (s, buffers, ...rest) => (buffers[0].len === 0 ? 0 : original.WSPSendTo(s, buffers, ...rest)),
    })),
  ],
  [
    "a long datagram loses its last byte",
    "datagram/whole (WSARecv)",
    having((original) => ({
      WSPSendTo: (s, [first, ...others], ...rest) =>
        original.WSPSendTo(s, [{ ...first, len: first.len - (first.len > 1000 ? 1 : 0) }, ...others], ...rest),
    })),
  ],
  [
    "a connected datagram socket sends to its last destination",
    "WSPSocket/datagram/connected-sends (after a datagram to another)",
    () => {
      const last = new Map<SOCKET, Uint8Array>();
      return having((original) => ({
        WSPSendTo(s, buffers, count, sent, flags, to, ...rest) {
          if (to !== null) last.set(s, to);
          return original.WSPSendTo(s, buffers, count, sent, flags, to, ...rest);
        },
        WSPSend(s, buffers, count, sent, flags, ...rest) {
          const to = last.get(s);
          if (to === undefined) return original.WSPSend(s, buffers, count, sent, flags, ...rest);
          return original.WSPSendTo(s, buffers, count, sent, flags, to, to.length, ...rest);
        },
      }))();
    },
  ],
  [
    "the routine of WSASendTo never runs",
    "routine/arguments (WSASendTo of a datagram, at once)",
    having((original) => ({
      WSPSendTo: (s, buffers, count, sent, flags, to, tolen, overlapped, routine, ...rest) =>
        original.WSPSendTo(s, buffers, count, sent, flags, to, tolen, overlapped, routine && (() => {}), ...rest),
    })),
  ],
  [
    "the routine of WSARecvFrom never runs",
    "routine/arguments (WSARecvFrom of a datagram, later)",
    having((original) => ({
      WSPRecvFrom: (s, buffers, count, received, flags, from, fromlen, overlapped, routine, ...rest) =>
        original.WSPRecvFrom(
          s,
          buffers,
          count,
          received,
          flags,
          from,
          fromlen,
          overlapped,
          routine && (() => {}),
          ...rest,
        ),
    })),
  ],
  [
    "SO_UPDATE_ACCEPT_CONTEXT copies no state of the listener",
    "setsockopt/SO_UPDATE_ACCEPT_CONTEXT",
    having((original) => ({
      WSPSetSockOpt: (s, level, name, ...rest) =>
        level === SOL_SOCKET && name === SO_UPDATE_ACCEPT_CONTEXT ? 0 : original.WSPSetSockOpt(s, level, name, ...rest),
    })),
  ],
];

/** One form of a call, or one kind of socket, is broken, and all others work. */
export const CALL_FORMS = mutants("base", "desktop", ROWS);
