import {
  SOCKADDR_IN_SIZE,
  sockaddr_in,
  WSAEADDRINUSE,
  WSAEADDRNOTAVAIL,
  WSAEAFNOSUPPORT,
  WSAECONNREFUSED,
  WSAECONNRESET,
  WSAEFAULT,
  WSAEINVAL,
  WSAEISCONN,
  WSAENOTCONN,
  WSAETIMEDOUT,
  WSAEWOULDBLOCK,
  type WSPPROC_TABLE,
} from "@ws2kit/spi";
import { mutants, type Row, refuse } from "../rows.js";

type Bind = WSPPROC_TABLE["WSPBind"];
type Connect = WSPPROC_TABLE["WSPConnect"];

/** A slot that returns another code instead of one code. */
const bindCoded = (from: number, to: number) => ({
  slots: {
    WSPBind:
      (bind: Bind): Bind =>
      (...args) => {
        const result = bind(...args);
        return result !== 0 && args[3].value === from ? refuse(args, to) : result;
      },
  },
});
const connectCoded = (from: number, to: number) => ({
  slots: {
    WSPConnect:
      (connect: Connect): Connect =>
      (...args) => {
        const result = connect(...args);
        return result !== 0 && args[7].value === from ? refuse(args, to) : result;
      },
  },
});

const ROWS: readonly Row[] = [
  [
    "WSPBind always succeeds",
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
  ["WSPBind reports WSAEINVAL for an address in use", "bind/in-use", bindCoded(WSAEADDRINUSE, WSAEINVAL)],
  ["WSPBind reports WSAEADDRINUSE for a socket that is bound", "bind/twice", bindCoded(WSAEINVAL, WSAEADDRINUSE)],
  [
    "WSPBind reports WSAEFAULT for another host's address",
    "bind/not-available (another host's)",
    bindCoded(WSAEADDRNOTAVAIL, WSAEFAULT),
  ],
  ["WSPBind reports WSAEINVAL for a short name", "bind/name-short (length 15)", bindCoded(WSAEFAULT, WSAEINVAL)],
  [
    "WSPBind reads beyond a short name",
    "bind/name-short (length 15)",
    { slots: { WSPBind: (bind) => (s, name, _length, errno) => bind(s, name, SOCKADDR_IN_SIZE, errno) } },
  ],
  ["WSPBind accepts every family", "bind/other-family (IPv6)", bindCoded(WSAEAFNOSUPPORT, WSAEINVAL)],
  [
    "WSPBind ignores the port",
    "bind/names",
    {
      slots: {
        WSPBind: (bind) => (s, name, length, errno) => {
          const copy = (name as Uint8Array).slice();
          if (copy.length >= 4) copy[2] = copy[3] = 0;
          return bind(s, copy, length, errno);
        },
      },
    },
  ],
  [
    "WSPBind ignores the address",
    "bind/names",
    {
      slots: {
        WSPBind: (bind) => (s, name, length, errno) => {
          const copy = (name as Uint8Array).slice();
          if (length === SOCKADDR_IN_SIZE) copy.fill(0, 4, 8);
          return bind(s, copy, length, errno);
        },
      },
    },
  ],
  [
    "WSPGetSockName returns a name for every socket",
    "getsockname/unbound",
    {
      slots: {
        WSPGetSockName:
          (getName) =>
          (...args) =>
            getName(...args) && 0,
      },
    },
  ],
  [
    "WSPGetSockName returns port 0",
    "bind/port-zero",
    {
      slots: {
        WSPGetSockName: (getName) => (s, name, length, errno) => {
          const result = getName(s, name, length, errno);
          if (result === 0) (name as Uint8Array).fill(0, 2, 4);
          return result;
        },
      },
    },
  ],
  [
    "WSPGetSockName does not write the length",
    "getsockname/bound",
    {
      slots: {
        WSPGetSockName: (getName) => (s, name, length, errno) =>
          getName(s, name, length === null ? length : { value: length.value }, errno),
      },
    },
  ],
  [
    "WSPGetSockName writes part of the address to a short buffer",
    "getsockname/short (length 15)",
    {
      slots: {
        WSPGetSockName:
          (getName) =>
          (...args) => {
            const result = getName(...args);
            return result !== 0 && args[3].value === WSAEFAULT ? 0 : result;
          },
      },
    },
  ],
  [
    "WSPGetPeerName returns the local address",
    "connect/stream",
    () => {
      let own: WSPPROC_TABLE["WSPGetSockName"];
      return {
        slots: {
          WSPGetSockName: (getName) => {
            own = getName;
            return getName;
          },
          WSPGetPeerName:
            (getPeer) =>
            (...args) =>
              getPeer(...args) === 0 ? own(...args) : -1,
        },
      };
    },
  ],
  [
    "WSPGetPeerName reports WSAEINVAL without a peer",
    "getpeername/not-connected",
    {
      slots: {
        WSPGetPeerName:
          (getPeer) =>
          (...args) => {
            const result = getPeer(...args);
            return result !== 0 && args[3].value === WSAENOTCONN ? refuse(args, WSAEINVAL) : result;
          },
      },
    },
  ],
  [
    "WSPGetPeerName checks the buffer before the connection",
    "getpeername/not-connected-first",
    {
      slots: {
        WSPGetPeerName: (getPeer) => (s, name, length, errno) =>
          length === null || length.value < SOCKADDR_IN_SIZE
            ? refuse([errno], WSAEFAULT)
            : getPeer(s, name, length, errno),
      },
    },
  ],
  [
    "WSPConnect reports WSAECONNRESET when it is refused",
    "connect/refused",
    connectCoded(WSAECONNREFUSED, WSAECONNRESET),
  ],
  [
    "WSPConnect reports WSAECONNREFUSED if the peer does not answer",
    "connect/timed-out",
    connectCoded(WSAETIMEDOUT, WSAECONNREFUSED),
  ],
  [
    "WSPConnect reports WSAEINVAL on a connected socket",
    "connect/already-connected",
    connectCoded(WSAEISCONN, WSAEINVAL),
  ],
  ["WSPConnect of a listener reports WSAEISCONN", "connect/listening", connectCoded(WSAEINVAL, WSAEISCONN)],
  [
    "WSPConnect succeeds at once on a non-blocking socket",
    "connect/non-blocking",
    {
      slots: {
        WSPConnect:
          (connect) =>
          (...args) => {
            const result = connect(...args);
            return result !== 0 && args[7].value === WSAEWOULDBLOCK ? 0 : result;
          },
      },
    },
  ],
  ["WSPConnect reports WSAEISCONN while it is under way", "connect/under-way", connectCoded(10037, WSAEISCONN)],
  [
    "WSPConnect of a datagram socket does nothing the second time",
    "connect/datagram/again",
    () => {
      const connected = new Set<number>();
      return {
        slots: {
          WSPConnect:
            (connect) =>
            (s, ...rest) => {
              if (connected.has(s)) return 0;
              const result = connect(s, ...rest);
              if (result === 0) connected.add(s);
              return result;
            },
        },
      };
    },
  ],
  [
    "WSPConnect treats the null address as the loopback",
    "connect/null-address (stream)",
    {
      slots: {
        WSPConnect:
          (connect) =>
          (s, name, length, ...rest) => {
            const copy = (name as Uint8Array).slice();
            if (copy.length === SOCKADDR_IN_SIZE && copy.subarray(4, 8).every((byte) => byte === 0)) copy[4] = 127;
            return connect(s, copy, length, ...rest);
          },
      },
    },
  ],
  [
    "WSPConnect reads beyond a short name",
    "connect/name-short (length 15)",
    {
      slots: {
        WSPConnect:
          (connect) =>
          (s, name, _length, ...rest) =>
            connect(s, name, SOCKADDR_IN_SIZE, ...rest),
      },
    },
  ],
  [
    "WSPAddressToString does not write the port",
    "WSAAddressToString/round-trip (10.1.2.3:80)",
    {
      slots: {
        WSPAddressToString:
          (toText) =>
          (address, ...rest) => {
            const copy = (address as Uint8Array).slice();
            copy.fill(0, 2, 4);
            return toText(copy, ...rest);
          },
      },
    },
  ],
  [
    "WSPAddressToString does not report the length needed",
    "WSAAddressToString/short",
    {
      slots: {
        WSPAddressToString: (toText) => (address, length, info, text, textLength, errno) =>
          toText(address, length, info, text, { value: textLength.value }, errno),
      },
    },
  ],
  [
    "WSPStringToAddress accepts a text that is not an address",
    "WSAStringToAddress/nonsense",
    {
      slots: {
        WSPStringToAddress: (toAddress) => (text, family, info, address, length, errno) => {
          const result = toAddress(text, family, info, address, length, errno);
          if (result === 0 || errno.value === WSAEFAULT) return result;
          (address as Uint8Array).set(sockaddr_in("0.0.0.0", 0));
          return 0;
        },
      },
    },
  ],
  [
    "WSPStringToAddress writes no length",
    "WSAStringToAddress/short",
    {
      slots: {
        WSPStringToAddress: (toAddress) => (text, family, info, address, length, errno) =>
          toAddress(text, family, info, address, { value: length.value }, errno),
      },
    },
  ],
];

export const NAMING = [
  ...mutants("base", "desktop", ROWS),
  ...mutants("base", "ce", [
    [
      "WSPBind reports WSAEAFNOSUPPORT for another family",
      "bind/other-family-ce (IPv6)",
      bindCoded(WSAEFAULT, WSAEAFNOSUPPORT),
    ],
  ]),
];
