import type { RuleId } from "./rules/index.js";

const PROVIDER_DECIDES =
  "A provider may use or ignore af, type and protocol (WSPSocket/arguments/provider-decides): this is what TCP/IP does.";
const CE_LACKS = "Windows CE's page documents it for the shipped provider, and allows other providers to support it.";
const OPTION = "The option, or the form of its value, is defined by the TCP/IP provider.";
const COMMAND = "The control code is defined by the TCP/IP provider.";
const MESSAGE = "Each provider decides which extension functions and control messages it supports.";
const ADDRESS = "The rule is about addresses of TCP/IP; the provider defines the code.";
const FILES =
  "The rule is about sockets that are files, as those of the shipped provider are; the driver of another file decides what it reports.";
const RULING =
  "No page documents it for every provider: suites observed it for TCP/IP, or it is our ruling for the shipped provider.";

/** Rules that apply only to the shipped provider, each with the reason why it does not apply to others. */
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
  "WSAEnumProtocolsW/udp-flags": "The flags of an entry describe what its provider supports.",
  "WSAEnumProtocolsW/udp-flags-ce": "The flags of an entry describe what its provider supports.",
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
