import type { RuleId } from "./rules/index.js";

const PROVIDER_DECIDES =
  "A provider may heed or ignore af, type and protocol (WSPSocket/arguments/provider-decides): this is what TCP/IP does.";
const CE_LACKS = "Windows CE's page says it of the provider in its box, and leaves others free to have it.";
const OPTION = "The option, or the form of its value, is the TCP/IP provider's own.";
const COMMAND = "The control code is the TCP/IP provider's own.";
const MESSAGE = "Which extension functions a provider has is its own, and so are the control messages that it knows.";
const ADDRESS = "The rule is about addresses of TCP/IP, and their code is its provider's.";
const FILES =
  "The rule is about sockets that are files, as the ones in the box are; what another file reports is its driver's.";
const RULING =
  "No page says it of every provider: suites saw it of TCP/IP, or it is our ruling for the one in the box.";

/** Rules that bind the provider in the box alone, each with why no other provider is held to it. */
export const SHIPPED_RULES: Readonly<Partial<Record<RuleId, string>>> = {
  "WSPSocket/protocol-info/zero-is-the-infos": PROVIDER_DECIDES,
  "WSPSocket/protocol-info/argument-wins": PROVIDER_DECIDES,
  "WSPSocket/protocol-info/family-unknown": PROVIDER_DECIDES,
  "WSPSocket/protocol-info/invalid-ce": PROVIDER_DECIDES,
  "multipoint/ce/built-in": CE_LACKS,
  "WSPJoinLeaf/ce/built-in": CE_LACKS,
  "sharing/ce/built-in": CE_LACKS,
  "WSPSendDisconnect/ce/built-in": CE_LACKS,
  "WSPRecvDisconnect/ce/built-in": CE_LACKS,
  "WSADuplicateSocketW/bound-later": RULING,
  "WSAEnumProtocolsW/udp-flags": "The flags of an entry are what its own provider can do.",
  "WSAEnumProtocolsW/udp-flags-ce": "The flags of an entry are what its own provider can do.",
  "bind/other-family": ADDRESS,
  "bind/other-family-ce": ADDRESS,
  "bind/mapped-clash": ADDRESS,
  "bind/scope": ADDRESS,
  "accept/no-length": RULING,
  "recvfrom/port-unreachable-without-peer": RULING,
  "connect/discards-former-peer": RULING,
  "connect/broadcast": RULING,
  "connect/broadcast-ce": RULING,
  "sendto/no-port": RULING,
  "WSARecvMsg/control-messages": MESSAGE,
  "WSARecvMsg/cut": MESSAGE,
  "WSARecvMsg/overlapped": MESSAGE,
  "WSARecvMsg/refused": MESSAGE,
  "WSASendMsg/header-fields": MESSAGE,
  "WSASendMsg/refused": MESSAGE,
  "SIO_GET_EXTENSION_FUNCTION_POINTER/last-error": MESSAGE,
  "TransmitFile/buffers": MESSAGE,
  "TransmitFile/file": MESSAGE,
  "TransmitFile/overlapped": MESSAGE,
  "TransmitFile/disconnect": MESSAGE,
  "TransmitFile/refused": MESSAGE,
  "TransmitFile/no-file": MESSAGE,
  "TransmitPackets/parts": MESSAGE,
  "TransmitPackets/datagrams": MESSAGE,
  "WSARecvEx/partial": MESSAGE,
  "WSARecvEx/stream": MESSAGE,
  "WSARecvMsg/single-fields": MESSAGE,
  "WSAIoctl/SIO_KEEPALIVE_VALS": COMMAND,
  "WSAIoctl/SIO_IDEAL_SEND_BACKLOG_CHANGE": COMMAND,
  "getsockopt/datagrams-alone": OPTION,
  "getsockopt/IP_GET_IFLIST": OPTION,
  "getsockopt/IP_MTU": OPTION,
  "setsockopt/IP_MTU_DISCOVER": OPTION,
  "setsockopt/IPV6_PROTECTION_LEVEL": OPTION,
  "setsockopt/TCP_MAXRTMS": OPTION,
  "setsockopt/UDP_SEND_MSG_SIZE": OPTION,
  "getsockopt/bool-in-one-byte": OPTION,
  "getsockopt/bool-one-byte-answer": OPTION,
  "getsockopt/membership": OPTION,
  "getsockopt/multicast-on-stream": OPTION,
  "getsockopt/SO_BSP_STATE": OPTION,
  "getsockopt/IP_DONTFRAGMENT": OPTION,
  "setsockopt/TCP_NODELAY-length": OPTION,
  "setsockopt/SO_ERROR": OPTION,
  "setsockopt/IP_HDRINCL": OPTION,
  "setsockopt/IP_MULTICAST_LOOP-ce": OPTION,
  "setsockopt/IPV6_V6ONLY-bound": OPTION,
  "WSAIoctl/SIO_ADDRESS_LIST_CHANGE": COMMAND,
  "WSAIoctl/SIO_GET_INTERFACE_LIST": COMMAND,
  "WSAIoctl/SIO_IDEAL_SEND_BACKLOG_QUERY": COMMAND,
  "WSAIoctl/SIO_BSP_HANDLE": COMMAND,
  "WSAIoctl/SIO_UDP_NETRESET": COMMAND,
  "overlapped/ioctl-unknown": COMMAND,
  "overlapped/codes-in-offsets":
    "Where the outcome stands in the structure is the provider's affair, and its reader's.",
  "overlapped/status-in-Internal": FILES,
  "overlapped/attribute-missing": RULING,
  "overlapped/attribute-missing-ce": RULING,
  "port/failure": FILES,
  "files/straight": FILES,
};
