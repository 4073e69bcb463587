import type { Ref, TRANSMIT_FILE_BUFFERS, WSABUF, WSAMSG } from "@ws2kit/spi";
import {
  AF_INET6,
  IPPROTO_IPV6,
  MSG_BCAST,
  SOCKADDR_IN6_SIZE,
  setUint32,
  WSA_NOT_ENOUGH_MEMORY,
  WSAEADDRNOTAVAIL,
  WSAEFAULT,
  WSAEINVAL,
  WSAENOBUFS,
  WSAENOPROTOOPT,
  WSAEOPNOTSUPP,
  WSAEPROTONOSUPPORT,
  WSANO_RECOVERY,
  WSANOTINITIALISED,
} from "@ws2kit/spi";
import type { Change } from "../mutant.js";
import { mutants, type Row } from "../rows.js";
import { hides, recoded } from "./outcomes.js";

/** WSARecvMsg, with a change of what it has received. */
const withMessage = (change: (msg: WSAMSG) => void): Change => ({
  api: {
    WSARecvMsg:
      (receive) =>
      (s, msg, ...rest) => {
        const result = receive(s, msg, ...rest);
        if (result === 0) change(msg as WSAMSG);
        return result;
      },
  },
});

const WS2: readonly Row[] = [
  [
    "a look-up without a free handle is WSAENOBUFS",
    "handles/full-table",
    recoded("WSALookupServiceBeginW", WSA_NOT_ENOUGH_MEMORY, WSAENOBUFS),
  ],
  [
    "WSAProviderConfigChange without a free handle is WSAENOBUFS",
    "handles/full-table/desktop",
    recoded("WSAProviderConfigChange", WSA_NOT_ENOUGH_MEMORY, WSAENOBUFS),
  ],
  [
    "WSAGetQOSByName needs no WSAStartup",
    "startup/needed-first (every function)",
    recoded("WSAGetQOSByName", WSANOTINITIALISED, WSAEFAULT),
  ],
  ["WSAConnect ignores data", "WSAConnect/extras", hides("WSAConnect", WSAEPROTONOSUPPORT)],
  [
    "WSARecvDisconnect accepts data",
    "WSPSendDisconnect/data",
    recoded("WSARecvDisconnect", WSAENOPROTOOPT, WSAEOPNOTSUPP),
  ],
  ["WSAGetQOSByName finds a template", "WSPGetQOSByName/no-templates", hides("WSAGetQOSByName", WSAEINVAL)],
  ["a leaf joins the address of a host", "WSPJoinLeaf/refused", recoded("WSAJoinLeaf", WSAEADDRNOTAVAIL, WSAEINVAL)],
  [
    "WSCSetProviderInfo reports no full storage",
    "WSCInstallProvider/stored (every change)",
    {
      api: {
        WSCSetProviderInfo:
          (set) =>
          (...args) => {
            const result = set(...args);
            const lpErrno = args[5] as Ref<number>;
            if (result !== 0 && lpErrno.value === WSANO_RECOVERY) lpErrno.value = WSAEINVAL;
            return result;
          },
      },
    },
  ],
  [
    "an unprivileged process removes a provider of name spaces",
    "WSCInstallProvider/unprivileged (every change)",
    recoded("WSCUnInstallNameSpace", WSANO_RECOVERY, WSAEINVAL),
  ],
  [
    "WSASendMsg sends the first buffer alone",
    "WSASendMsg/several-buffers",
    {
      api: {
        WSASendMsg:
          (send) =>
          (s, msg, ...rest) =>
            send(s, { ...(msg as WSAMSG), dwBufferCount: 1 }, ...rest),
      },
    },
  ],
  [
    "WSARecvMsg does not report a broadcast",
    "WSARecvMsg/to-several",
    withMessage((msg) => {
      msg.dwFlags &= ~MSG_BCAST;
    }),
  ],
  [
    "WSARecvMsg reports an IPv4 datagram as one of IPv6",
    "WSARecvMsg/mapped",
    withMessage((msg) => {
      const { buf, len } = msg.Control;
      if (buf !== null && len >= 12 && msg.namelen === SOCKADDR_IN6_SIZE) setUint32(buf, 4, IPPROTO_IPV6);
    }),
  ],
  ["a part without a buffer is WSAEINVAL", "TransmitPackets/refused", recoded("TransmitPackets", WSAEFAULT, WSAEINVAL)],
  [
    "TransmitFile sends what the stream takes at once",
    "TransmitFile/non-blocking",
    {
      api: {
        TransmitFile:
          (transmit) =>
          (s, file, count, each, overlapped, buffers, ...rest) => {
            const given = buffers as TRANSMIT_FILE_BUFFERS | null;
            const cut = given === null ? null : { ...given, HeadLength: Math.min(given.HeadLength, 8192) };
            return transmit(s, file, count, each, overlapped, cut, ...rest);
          },
      },
    },
  ],
  [
    "TransmitFile hides the error of a file",
    "TransmitFile/non-blocking (a file that cannot be read)",
    hides("TransmitFile", 23),
  ],
];

const BASE: readonly Row[] = [
  [
    "a leaf of IPv6 joins no group",
    "WSPJoinLeaf/receives (IPv6)",
    {
      slots: {
        WSPJoinLeaf:
          (join) =>
          (...args) =>
            args[1]?.[0] === AF_INET6 && args[1][8] === 0xff ? args[0] : join(...args),
      },
    },
  ],
  [
    "a datagram socket of IPv6 keeps its first peer",
    "connect/discards-former-peer (IPv6)",
    () => {
      let first: Uint8Array | null = null;
      return {
        slots: {
          WSPConnect:
            (connect) =>
            (s, name, ...rest) => {
              if (name?.[0] !== AF_INET6) return connect(s, name, ...rest);
              first ??= name.slice();
              return connect(s, first, ...rest);
            },
        },
      };
    },
  ],
  [
    "shutdown ends a long send",
    "shutdown/after-sends",
    {
      slots: {
        WSPSend:
          (send) =>
          (s, buffers, ...rest) =>
            send(
              s,
              buffers.map((each: WSABUF) => ({ ...each, len: Math.min(each.len, 200_000) })),
              ...rest,
            ),
      },
    },
  ],
];

/** Calls that must fail: without a free handle, with what TCP/IP does not offer, and with a storage that is full. */
export const REFUSALS = [...mutants("ws2", "desktop", WS2), ...mutants("base", "desktop", BASE)];
