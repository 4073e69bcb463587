import {
  AF_INET,
  IPPROTO_UDP,
  type ProtocolRow,
  SOCK_DGRAM,
  type Supports,
  XP1_CONNECTIONLESS,
  XP1_MESSAGE_ORIENTED,
} from "@ws2kit/spi";

/** The provider's identifier. */
export const ProviderId = "9D5E0C52-1B1C-4B5B-8E7E-3B1F0C7A0001";

/**
 * The optional features that it supports: one option, but no overlapped I/O, network events, sharing or other hosts.
 */
export const supports: Supports = { options: ["SO_TYPE"] };

/** Its catalog entries: datagrams of the Internet family. */
export const protocols: readonly ProtocolRow[] = [
  {
    iAddressFamily: AF_INET,
    iSocketType: SOCK_DGRAM,
    iProtocol: IPPROTO_UDP,
    dwServiceFlags1: XP1_CONNECTIONLESS | XP1_MESSAGE_ORIENTED,
    dwMessageSize: 1024,
    szProtocol: "Letters [UDP/IP]",
  },
];
