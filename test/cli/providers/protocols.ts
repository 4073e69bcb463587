import {
  AF_INET,
  IPPROTO_TCP,
  IPPROTO_UDP,
  type ProtocolRow,
  SOCK_DGRAM,
  SOCK_STREAM,
  XP1_CONNECTIONLESS,
  XP1_GUARANTEED_DELIVERY,
  XP1_GUARANTEED_ORDER,
  XP1_MESSAGE_ORIENTED,
} from "@ws2kit/spi";

export const ProviderId = "6A7E2E8C-3F0B-4E57-9B0C-0D3F6D1F5C11";

/** The catalog entries of a provider that stands for TCP/IP. */
export const protocols: readonly ProtocolRow[] = [
  {
    iAddressFamily: AF_INET,
    iSocketType: SOCK_STREAM,
    iProtocol: IPPROTO_TCP,
    dwServiceFlags1: XP1_GUARANTEED_DELIVERY | XP1_GUARANTEED_ORDER,
    szProtocol: "Unfinished [TCP/IP]",
  },
  {
    iAddressFamily: AF_INET,
    iSocketType: SOCK_DGRAM,
    iProtocol: IPPROTO_UDP,
    dwServiceFlags1: XP1_CONNECTIONLESS | XP1_MESSAGE_ORIENTED,
    szProtocol: "Unfinished [UDP/IP]",
  },
];
