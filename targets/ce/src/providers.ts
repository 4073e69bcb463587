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
  WSAEFAULT,
  WSAEINVAL,
  WSAEOPNOTSUPP,
  WSAEPROTONOSUPPORT,
  WSASYSCALLFAILURE,
  XP1_CONNECTIONLESS,
  XP1_EXPEDITED_DATA,
  XP1_GRACEFUL_CLOSE,
  XP1_GUARANTEED_DELIVERY,
  XP1_GUARANTEED_ORDER,
  XP1_MESSAGE_ORIENTED,
  XP1_SUPPORT_BROADCAST,
} from "@ws2kit/spi";
import {
  addressStrings,
  broadcastAddress,
  commonOptions,
  controlling,
  multicastScope,
  type OptionTable,
  options,
  ownThread,
  socketControls,
  tcpip,
  wpuHandles,
} from "@ws2kit/tcpip";

/** The identifier and the names are ours, as no dump of a Windows CE catalog is published. */
export const PROVIDER = "2B0C5B9C-7E0A-4C53-9E4B-0F2D7A6C5E01";

const STREAM_SERVICE = XP1_GUARANTEED_DELIVERY | XP1_GUARANTEED_ORDER | XP1_GRACEFUL_CLOSE | XP1_EXPEDITED_DATA;
const DATAGRAM_SERVICE = XP1_CONNECTIONLESS | XP1_MESSAGE_ORIENTED | XP1_SUPPORT_BROADCAST;

function pair(iAddressFamily: number, suffix: string): ProtocolRow[] {
  return [
    {
      iAddressFamily,
      iSocketType: SOCK_STREAM,
      iProtocol: IPPROTO_TCP,
      dwServiceFlags1: STREAM_SERVICE,
      szProtocol: `Tcpip [TCP/${suffix}]`,
    },
    {
      iAddressFamily,
      iSocketType: SOCK_DGRAM,
      iProtocol: IPPROTO_UDP,
      dwServiceFlags1: DATAGRAM_SERVICE,
      dwMessageSize: 65467,
      szProtocol: `Tcpip [UDP/${suffix}]`,
    },
  ];
}

/** One ProviderId for all entries, so that select may mix them. Source: reference §12.1. */
export const protocols: readonly ProtocolRow[] = [
  ...pair(AF_INET, "IP"),
  ...pair(AF_INET6, "IPv6"),
  {
    iAddressFamily: AF_INET,
    iSocketType: SOCK_RAW,
    iProtocol: 0,
    iProtocolMaxOffset: 255,
    dwServiceFlags1: DATAGRAM_SERVICE,
    dwProviderFlags: PFL_MATCHES_PROTOCOL_ZERO | PFL_HIDDEN,
    dwMessageSize: 32768,
    szProtocol: "Tcpip [RAW/IP]",
  },
];

/**
 * The TCP/IP provider of Windows CE: no files, no sharing, no groups, no multipoint. `tables` are options that a later
 * system adds. Source: reference §1.3, §12.
 */
export const wspm = (...tables: readonly (() => OptionTable)[]) =>
  tcpip({
    ProviderId: PROVIDER,
    description: "Windows CE-compatible TCP/IP provider",
    protocols,
    handles: wpuHandles,
    completion: ownThread,
    notOverlapped: WSAEINVAL,
    parts: [
      options(commonOptions, ...tables),
      controlling(socketControls, broadcastAddress, multicastScope),
      addressStrings,
    ],
    bindFamily: WSAEFAULT,
    raw: WSAEPROTONOSUPPORT,
    invalidInfo: WSAEINVAL,
    refused: {
      WSPDuplicateSocket: WSASYSCALLFAILURE,
      WSPJoinLeaf: WSASYSCALLFAILURE,
      WSPRecvDisconnect: WSASYSCALLFAILURE,
      WSPSendDisconnect: WSASYSCALLFAILURE,
      WSPAsyncSelect: WSAEOPNOTSUPP,
      WSPCancelBlockingCall: WSAEOPNOTSUPP,
      WSPGetQOSByName: WSAEOPNOTSUPP,
    },
  });

/** The shipped provider. */
export const shipped: readonly ShippedProvider[] = [
  { path: "\\Windows\\wspm.dll", module: /* @__PURE__ */ wspm(), ProviderId: PROVIDER, protocols },
];
