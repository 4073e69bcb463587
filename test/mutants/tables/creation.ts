import {
  AF_INET,
  FROM_PROTOCOL_INFO,
  MAKEWORD,
  SOCK_STREAM,
  type SOCKET,
  SOCKET_ERROR,
  WSA_FLAG_OVERLAPPED,
  WSAEAFNOSUPPORT,
  WSAEINVAL,
  WSAEMFILE,
  WSAENOBUFS,
  WSAEPROTONOSUPPORT,
  WSAEPROTOTYPE,
  WSAESOCKTNOSUPPORT,
  WSAVERNOTSUPPORTED,
  type WSPPROC_TABLE,
  type WSPUPCALLTABLE,
} from "@ws2kit/spi";
import { mutants, type Row, refuse } from "../rows.js";

type Socket = WSPPROC_TABLE["WSPSocket"];
const FROM = FROM_PROTOCOL_INFO;

/** WSPSocket with other arguments. */
const given = (change: (...args: Parameters<Socket>) => Parameters<Socket>) => ({
  slots: {
    WSPSocket:
      (socket: Socket) =>
      (...args: Parameters<Socket>) =>
        socket(...change(...args)),
  },
});

/** WSPSocket that returns another code instead of one code. */
const coded = (from: number, to: number) => ({
  slots: {
    WSPSocket:
      (socket: Socket): Socket =>
      (...args) => {
        const s = socket(...args);
        return s === -1 && args[6].value === from ? refuse(args, to) : s;
      },
  },
});

/** WSPSocket that refuses valid arguments. */
const refusing = (what: (...args: Parameters<Socket>) => boolean, code: number) => ({
  slots: {
    WSPSocket:
      (socket: Socket): Socket =>
      (...args) =>
        what(...args) ? refuse(args, code) : socket(...args),
  },
});

const ROWS: readonly Row[] = [
  [
    "WSPSocket does not support FROM_PROTOCOL_INFO for af",
    "WSPSocket/from-protocol-info/af (alone)",
    refusing((af) => af === FROM, WSAEAFNOSUPPORT),
  ],
  [
    "WSPSocket does not support FROM_PROTOCOL_INFO for type",
    "WSPSocket/from-protocol-info/type (alone)",
    refusing((_af, type) => type === FROM, WSAESOCKTNOSUPPORT),
  ],
  [
    "WSPSocket does not support FROM_PROTOCOL_INFO for protocol",
    "WSPSocket/from-protocol-info/protocol (alone)",
    refusing((_af, _type, protocol) => protocol === FROM, WSAEPROTONOSUPPORT),
  ],
  [
    "WSPSocket treats FROM_PROTOCOL_INFO as SOCK_STREAM",
    "WSPSocket/from-protocol-info/type (alone)",
    given((af, type, ...rest) => [af, type === FROM ? SOCK_STREAM : type, ...rest]),
  ],
  [
    "WSPSocket refuses an af of 0",
    "WSPSocket/wildcard/af (protocol given)",
    refusing((af) => af === 0, WSAEAFNOSUPPORT),
  ],
  [
    "WSPSocket refuses a type of 0",
    "WSPSocket/wildcard/type (af given)",
    refusing((_af, type) => type === 0, WSAESOCKTNOSUPPORT),
  ],
  [
    "WSPSocket ignores af, type and protocol if there is an info",
    "WSPSocket/protocol-info/argument-wins",
    given((_af, _type, _protocol, ...rest) => [FROM, FROM, FROM, ...rest]),
  ],
  [
    "WSPSocket ignores the info's family",
    "WSPSocket/protocol-info/family-unknown",
    given((af, type, protocol, info, ...rest) => [af === 0 ? AF_INET : af, type, protocol, info, ...rest]),
  ],
  [
    "WSPSocket sets the overlapped attribute on every socket",
    "WSPSocket/not-overlapped-by-default (a receive)",
    given((af, type, protocol, info, g, flags, errno) => [
      af,
      type,
      protocol,
      info,
      g,
      flags | WSA_FLAG_OVERLAPPED,
      errno,
    ]),
  ],
  [
    "WSPSocket never sets the overlapped attribute",
    "overlapped/pending (WSARecv)",
    given((af, type, protocol, info, g, flags, errno) => [
      af,
      type,
      protocol,
      info,
      g,
      flags & ~WSA_FLAG_OVERLAPPED,
      errno,
    ]),
  ],
  [
    "WSPSocket reports WSAEPROTONOSUPPORT for a family",
    "WSPSocket/error/family (type and protocol given)",
    coded(WSAEAFNOSUPPORT, WSAEPROTONOSUPPORT),
  ],
  [
    "WSPSocket reports WSAEAFNOSUPPORT for a type",
    "WSPSocket/error/type (alone)",
    coded(WSAESOCKTNOSUPPORT, WSAEAFNOSUPPORT),
  ],
  [
    "WSPSocket reports WSAEPROTOTYPE for an unknown protocol",
    "WSPSocket/error/protocol (with the others)",
    coded(WSAEPROTONOSUPPORT, WSAEPROTOTYPE),
  ],
  [
    "WSPSocket reports WSAENOBUFS when it has no descriptors",
    "WSPSocket/error/no-descriptors",
    coded(WSAEMFILE, WSAENOBUFS),
  ],
  [
    "WSPSocket fails without a code",
    "WSPSocket/failure/invalid-socket (a family)",
    {
      slots: {
        WSPSocket: (socket) => (af, type, protocol, info, g, flags, _errno) =>
          socket(af, type, protocol, info, g, flags, { value: 0 }),
      },
    },
  ],
  [
    "WSPSocket returns the same socket to every caller",
    "WSPSocket/success/descriptor",
    () => {
      let first = SOCKET_ERROR as SOCKET;
      return {
        slots: {
          WSPSocket:
            (socket) =>
            (...args) => {
              if (first === SOCKET_ERROR) first = socket(...args);
              return first;
            },
        },
      };
    },
  ],
  [
    "WSPSocket works while the network is down",
    "WSPSocket/error/network-down",
    {
      slots: {
        WSPSocket:
          (socket) =>
          (...args) => {
            const s = socket(...args);
            return s === -1 && args[6].value === 10050 ? refuse(args, WSAENOBUFS) : s;
          },
      },
    },
  ],
  ["WSPGetPeerName is left empty", "WSPStartup/table-complete", { slots: { WSPGetPeerName: () => undefined } }],
  ["WSPAsyncSelect is left empty", "WSPStartup/table-complete", { slots: { WSPAsyncSelect: () => undefined } }],
  ["WSPGetQOSByName is left empty", "WSPStartup/table-complete", { slots: { WSPGetQOSByName: () => undefined } }],
  [
    "WSPCancelBlockingCall is left empty",
    "WSPStartup/table-complete",
    { slots: { WSPCancelBlockingCall: () => undefined } },
  ],
  [
    "WSPStartup returns version 2.1",
    "loader/version-supported (2.2)",
    {
      startup:
        (start) =>
        (version, data, ...rest) => {
          const result = start(version, data, ...rest);
          data.wVersion = MAKEWORD(2, 1);
          return result;
        },
    },
  ],
  [
    "WSPStartup accepts any version",
    "loader/version-supported (1.1)",
    {
      startup:
        (start) =>
        (_version, ...rest) =>
          start(MAKEWORD(2, 2), ...rest),
    },
  ],
  [
    "WSPStartup refuses a version above its own",
    "loader/version-supported (9.0)",
    {
      startup:
        (start) =>
        (version, ...rest) =>
          version === MAKEWORD(2, 2) ? start(version, ...rest) : WSAVERNOTSUPPORTED,
    },
  ],
  [
    "WSPStartup uses the first upcall table",
    "upcalls/latest-table",
    () => {
      let first: WSPUPCALLTABLE | null = null;
      return {
        startup: (start) => (version, data, info, upcalls, table) => {
          first ??= upcalls;
          return start(version, data, info, first, table);
        },
      };
    },
  ],
  [
    "WSPCleanup does not count: the first call cleans up",
    "WSPCleanup/counted",
    {
      slots: {
        WSPCleanup: (cleanup) => (errno) => {
          for (let i = 0; i < 16 && cleanup(errno) === 0; i++);
          return 0;
        },
      },
    },
  ],
  ["WSPCleanup does nothing", "WSPCleanup/last", { slots: { WSPCleanup: () => () => 0 } }],
  [
    "WSPCleanup cannot be followed by another WSPStartup",
    "WSPCleanup/restart",
    () => {
      let isOver = false;
      return {
        startup:
          (start) =>
          (...args) =>
            isOver ? WSAVERNOTSUPPORTED : start(...args),
        slots: {
          WSPCleanup: (cleanup) => (errno) => {
            isOver = true;
            return cleanup(errno);
          },
        },
      };
    },
  ],
];

export const CREATION = [
  ...mutants("base", "desktop", ROWS),
  ...mutants("base", "ce", [
    [
      "WSPSocket accepts a group without support for groups",
      "groups/unsupported",
      given((af, type, protocol, info, _g, flags, errno) => [af, type, protocol, info, 0, flags, errno]),
    ],
    [
      "WSPSocket accepts multipoint flags without support for multipoint",
      "multipoint/unsupported",
      given((af, type, protocol, info, g, flags, errno) => [
        af,
        type,
        protocol,
        info,
        g,
        flags & WSA_FLAG_OVERLAPPED,
        errno,
      ]),
    ],
    [
      "WSPSocket reports WSAENOBUFS when ws2 has no handle left",
      "WSPSocket/error/no-descriptors",
      coded(WSAEMFILE, WSAENOBUFS),
    ],
    [
      "WSPSocket reports WSAEAFNOSUPPORT for an info that matches no entry",
      "WSPSocket/protocol-info/invalid-ce",
      coded(WSAEINVAL, WSAEAFNOSUPPORT),
    ],
    ["WSPSocket reports WSAEOPNOTSUPP for a group", "WSPSocket/ce/g-reserved", coded(WSAEINVAL, 10045)],
  ]),
];
