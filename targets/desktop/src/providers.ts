import type { ShippedProvider } from "@ws2kit/core";
import {
  AF_INET,
  AF_INET6,
  IPPROTO_TCP,
  IPPROTO_UDP,
  PFL_HIDDEN,
  PFL_MATCHES_PROTOCOL_ZERO,
  type ProtocolRow,
  SOCK_DGRAM,
  SOCK_RAW,
  SOCK_STREAM,
  WSAEACCES,
  WSAEAFNOSUPPORT,
  XP1_CONNECTIONLESS,
  XP1_EXPEDITED_DATA,
  XP1_GRACEFUL_CLOSE,
  XP1_GUARANTEED_DELIVERY,
  XP1_GUARANTEED_ORDER,
  XP1_IFS_HANDLES,
  XP1_MESSAGE_ORIENTED,
  XP1_SUPPORT_BROADCAST,
  XP1_SUPPORT_MULTIPOINT,
} from "@ws2kit/spi";
import {
  addressStrings,
  apcs,
  asyncSelecting,
  cancelling,
  commonOptions,
  controlling,
  datagramPeers,
  desktopControls,
  desktopOptions,
  disconnecting,
  duplication,
  extensionFunctions,
  groupsOf,
  ifsHandles,
  joining,
  leafControls,
  multicastLoop,
  multipoint,
  options,
  packetOptions,
  quality,
  sharingOf,
  socketControls,
  tcpip,
  urgentMark,
} from "@ws2kit/tcpip";

const IPV4_PROVIDER = "E70F1AA0-AB8B-11CF-8CA3-00805F48A192";
const IPV6_PROVIDER = "F9EAB0C0-26D4-11D0-BBBF-00AA006C34E4";

const STREAM_SERVICE =
  XP1_GUARANTEED_DELIVERY | XP1_GUARANTEED_ORDER | XP1_GRACEFUL_CLOSE | XP1_EXPEDITED_DATA | XP1_IFS_HANDLES;
const DATAGRAM_SERVICE =
  XP1_CONNECTIONLESS | XP1_MESSAGE_ORIENTED | XP1_SUPPORT_BROADCAST | XP1_SUPPORT_MULTIPOINT | XP1_IFS_HANDLES;

/** The three entries of one family. Source: reference §12.1; oracle catalog, WSASocket-28. */
function family(ProviderId: string, iAddressFamily: number, suffix: string): ProtocolRow[] {
  const common = { ProviderId, iAddressFamily };
  return [
    {
      ...common,
      iSocketType: SOCK_STREAM,
      iProtocol: IPPROTO_TCP,
      dwServiceFlags1: STREAM_SERVICE,
      dwMessageSize: 0,
      szProtocol: `MSAFD Tcpip [TCP/${suffix}]`,
    },
    {
      ...common,
      iSocketType: SOCK_DGRAM,
      iProtocol: IPPROTO_UDP,
      dwServiceFlags1: DATAGRAM_SERVICE,
      dwMessageSize: 65467,
      szProtocol: `MSAFD Tcpip [UDP/${suffix}]`,
    },
    {
      ...common,
      iSocketType: SOCK_RAW,
      iProtocol: 0,
      iProtocolMaxOffset: 255,
      dwServiceFlags1: DATAGRAM_SERVICE,
      dwProviderFlags: PFL_MATCHES_PROTOCOL_ZERO | PFL_HIDDEN,
      dwMessageSize: 32768,
      szProtocol: `MSAFD Tcpip [RAW/${suffix}]`,
    },
  ];
}

const protocols: readonly ProtocolRow[] = [
  ...family(IPV4_PROVIDER, AF_INET, "IP"),
  ...family(IPV6_PROVIDER, AF_INET6, "IPv6"),
];

/** The desktop's TCP/IP provider: its sockets are files, and it supports sharing, groups and multipoint leaves. */
const mswsock = tcpip({
  ProviderId: IPV4_PROVIDER,
  description: "Microsoft-compatible Windows Sockets provider",
  protocols,
  handles: ifsHandles,
  completion: apcs,
  notOverlapped: 0,
  groupsOf: groupsOf(IPV4_PROVIDER),
  multipoint,
  duplicatesOf: sharingOf(IPV4_PROVIDER),
  extensions: true,
  messages: true,
  parts: [
    asyncSelecting,
    datagramPeers,
    options(commonOptions, multicastLoop, desktopOptions, packetOptions),
    controlling(socketControls, urgentMark, desktopControls, leafControls, extensionFunctions),
    addressStrings,
    disconnecting,
    quality,
    cancelling,
    duplication,
    joining,
  ],
  bindFamily: WSAEAFNOSUPPORT,
  raw: WSAEACCES,
  refused: {},
});

/** The shipped providers. */
export const shipped: readonly ShippedProvider[] = [
  { path: "%SystemRoot%\\system32\\mswsock.dll", module: mswsock, ProviderId: IPV4_PROVIDER, protocols },
];
