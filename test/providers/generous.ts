import {
  AF_INET,
  AF_INET6,
  IPPROTO_TCP,
  IPPROTO_UDP,
  type ProtocolRow,
  type ProviderModule,
  SOCK_DGRAM,
  SOCK_STREAM,
  WSAEFAULT,
  WSAEINVAL,
  WSAEOPNOTSUPP,
  WSAEPROTONOSUPPORT,
  XP1_CONNECTIONLESS,
  XP1_EXPEDITED_DATA,
  XP1_GRACEFUL_CLOSE,
  XP1_GUARANTEED_DELIVERY,
  XP1_GUARANTEED_ORDER,
  XP1_MESSAGE_ORIENTED,
  XP1_SUPPORT_BROADCAST,
  XP1_SUPPORT_MULTIPOINT,
} from "@ws2kit/spi";
import {
  addressStrings,
  broadcastAddress,
  commonOptions,
  controlling,
  disconnecting,
  duplication,
  groupsOf,
  joining,
  leafControls,
  multipoint,
  options,
  ownThread,
  sharingOf,
  socketControls,
  tcpip,
  wpuHandles,
} from "@ws2kit/tcpip";

const ProviderId = "4B2F31D4-6A0C-4C52-9B61-52A7D5F10003";

const STREAM = XP1_GUARANTEED_DELIVERY | XP1_GUARANTEED_ORDER | XP1_GRACEFUL_CLOSE | XP1_EXPEDITED_DATA;
const DATAGRAM = XP1_CONNECTIONLESS | XP1_MESSAGE_ORIENTED | XP1_SUPPORT_BROADCAST | XP1_SUPPORT_MULTIPOINT;

const protocols = [AF_INET, AF_INET6].flatMap((iAddressFamily): ProtocolRow[] => [
  {
    iAddressFamily,
    iSocketType: SOCK_STREAM,
    iProtocol: IPPROTO_TCP,
    dwServiceFlags1: STREAM,
    szProtocol: "Generous TCP",
  },
  {
    iAddressFamily,
    iSocketType: SOCK_DGRAM,
    iProtocol: IPPROTO_UDP,
    dwServiceFlags1: DATAGRAM,
    dwMessageSize: 65467,
    szProtocol: "Generous UDP",
  },
]);

/**
 * A third party's TCP/IP provider for Windows CE with the features that the shipped provider lacks: sharing, groups and
 * leaves.
 */
export const generous: ProviderModule = tcpip({
  ProviderId,
  description: "Generous TCP/IP",
  protocols,
  handles: wpuHandles,
  completion: ownThread,
  notOverlapped: WSAEINVAL,
  groupsOf: groupsOf(ProviderId),
  multipoint,
  duplicatesOf: sharingOf(ProviderId),
  parts: [
    options(commonOptions),
    controlling(socketControls, broadcastAddress, leafControls),
    addressStrings,
    disconnecting,
    duplication,
    joining,
  ],
  bindFamily: WSAEFAULT,
  raw: WSAEPROTONOSUPPORT,
  refused: { WSPAsyncSelect: WSAEOPNOTSUPP, WSPCancelBlockingCall: WSAEOPNOTSUPP, WSPGetQOSByName: WSAEOPNOTSUPP },
});
