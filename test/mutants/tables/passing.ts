import { MSG_PEEK, ref, SO_PROTOCOL_INFOW, type SOCKET, WSAENOTSOCK } from "@ws2kit/spi";
import { below } from "../below.js";
import { mutants, type Row, refuse } from "../rows.js";

const PASSING: readonly Row[] = [
  [
    "an address is changed when it is passed down",
    "bind/names",
    {
      slots: {
        WSPBind: (bind) => (s, name, length, errno) => {
          const copy = (name as Uint8Array).slice();
          copy[3] ^= 1;
          return bind(s, copy, length, errno);
        },
      },
    },
  ],
  [
    "an address is changed when it is passed up",
    "bind/names",
    below({
      slots: {
        WSPGetSockName: (getName) => (s, name, length, errno) => {
          const result = getName(s, name, length, errno);
          if (result === 0) (name as Uint8Array).fill(0, 2, 4);
          return result;
        },
      },
    }),
  ],
  [
    "data is changed when it is passed down",
    "WSPSocket/stream/reliable",
    {
      slots: {
        WSPSend:
          (send) =>
          (s, buffers, ...rest) =>
            send(
              s,
              buffers.map((each) => ({ ...each, buf: each.buf?.map((byte) => byte ^ 1) ?? null })),
              ...rest,
            ),
      },
    },
  ],
  [
    "the client's buffers are scratch space",
    "overlapped/buffers-in-order (WSARecv, later)",
    below({
      slots: {
        WSPRecv:
          (recv) =>
          (s, buffers, n, received, flags, overlapped, ...rest) => {
            const result = recv(s, buffers, n, received, flags, overlapped, ...rest);
            if (result !== 0 && overlapped !== null) for (const each of buffers) each.buf?.fill(0xee);
            return result;
          },
      },
    }),
  ],
  [
    "flags are not passed down",
    "recv/peek",
    below({
      slots: {
        WSPRecv:
          (recv) =>
          (s, b, n, received, flags, ...rest) =>
            recv(s, b, n, received, flags && { value: flags.value & ~MSG_PEEK }, ...rest),
      },
    }),
  ],
  [
    "a failure below is success above",
    "bind/twice",
    {
      slots: {
        WSPBind:
          (bind) =>
          (...args) =>
            bind(...args) && 0,
      },
    },
  ],
  [
    "a code is not passed up",
    "connect/refused",
    below({
      slots: { WSPConnect: (connect) => (s, a, l, c, d, q, g, _errno) => connect(s, a, l, c, d, q, g, ref(0)) },
    }),
  ],
  [
    "every failure below is WSAENOTSOCK above",
    "listen/unbound",
    {
      slots: {
        WSPListen:
          (listen) =>
          (...args) =>
            listen(...args) && refuse(args, WSAENOTSOCK),
      },
    },
  ],
  [
    "the application sees the base's entry",
    "getsockopt/SO_PROTOCOL_INFO",
    {
      slots: {
        WSPGetSockOpt: (get) => (s, level, name, value, length, errno) => {
          const result = get(s, level, name, value, length, errno);
          if (result === 0 && name === SO_PROTOCOL_INFOW) (value as Uint8Array).fill(0, 36, 48);
          return result;
        },
      },
    },
  ],
  [
    "an accepted socket is the listener",
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
    "no condition function is called",
    "WSPAccept/condition/reject",
    below({
      slots: {
        WSPAccept:
          (accept) =>
          (s, a, l, _condition, ...rest) =>
            accept(s, a, l, null, ...rest),
      },
    }),
  ],
  ["events are not reported above", "WSAEventSelect/signals", below({ slots: { WSPEventSelect: () => () => 0 } })],
  [
    "select returns the sockets below",
    "select/count",
    {
      slots: {
        WSPSelect:
          (select) =>
          (n, readers, ...rest) => {
            const count = select(n, readers, ...rest);
            if (readers !== null)
              for (let i = 0; i < readers.fd_count; i++) readers.fd_array[i] = (readers.fd_array[i] + 4) as SOCKET;
            return count;
          },
      },
    },
  ],
  ["WSPCleanup is not passed down", "WSPCleanup/last", below({ slots: { WSPCleanup: () => () => 0 } })],
];

/** Faults of a layer in calls that it only forwards. */
export const PASSING_MUTANTS = mutants("layer", "ce", PASSING);
