import {
  AF_INET,
  IPPROTO_TCP,
  type ProviderModule,
  SOCK_STREAM,
  WSAEFAULT,
  WSAEINVAL,
  WSAEOPNOTSUPP,
  WSAEPROTONOSUPPORT,
  XP1_GUARANTEED_DELIVERY,
  XP1_GUARANTEED_ORDER,
} from "@ws2kit/spi";
import { commonOptions, controlling, options, ownThread, socketControls, tcpip, wpuHandles } from "@ws2kit/tcpip";
import { modemHost } from "./modem-host.js";
import { ModemNetwork } from "./modem-network.js";

export const MODEM_PATH = "modem.dll";

/** A base provider over a transport in C: a modem with its own TCP stack, on a serial line. */
export function modem(line: string): ProviderModule {
  const provider = tcpip({
    ProviderId: "7D1E9A34-52C8-4F0B-8E7B-3C6A90B41D01",
    description: "Modem on a serial line",
    protocols: [
      {
        iAddressFamily: AF_INET,
        iSocketType: SOCK_STREAM,
        iProtocol: IPPROTO_TCP,
        dwServiceFlags1: XP1_GUARANTEED_DELIVERY | XP1_GUARANTEED_ORDER,
        szProtocol: "Modem [TCP/IP]",
      },
    ],
    handles: wpuHandles,
    completion: ownThread,
    notOverlapped: WSAEINVAL,
    parts: [options(commonOptions), controlling(socketControls)],
    bindFamily: WSAEFAULT,
    raw: WSAEPROTONOSUPPORT,
    refused: {
      WSPBind: WSAEOPNOTSUPP,
      WSPListen: WSAEOPNOTSUPP,
      WSPAccept: WSAEOPNOTSUPP,
      WSPDuplicateSocket: WSAEOPNOTSUPP,
      WSPJoinLeaf: WSAEOPNOTSUPP,
      WSPRecvDisconnect: WSAEOPNOTSUPP,
      WSPSendDisconnect: WSAEOPNOTSUPP,
      WSPAsyncSelect: WSAEOPNOTSUPP,
      WSPCancelBlockingCall: WSAEOPNOTSUPP,
      WSPGetQOSByName: WSAEOPNOTSUPP,
      WSPAddressToString: WSAEOPNOTSUPP,
      WSPStringToAddress: WSAEOPNOTSUPP,
    },
  });
  return (platform, imports) => {
    const network = new ModemNetwork(modemHost(), line, (fd) => platform.network.close(fd));
    return provider({ ...platform, network }, { ...imports, watch: network.watching(imports.watch) });
  };
}
