/**
 * The whole core, and one process that has called WSAStartup. It names every function of ce, because firmware contains
 * only the functions that it names.
 */
import { MAKEWORD, type Machine, newWSADATA, type Ws2 } from "@ws2kit/target";

const FUNCTIONS: readonly (keyof Ws2)[] = [
  "WSAStartup",
  "WSACleanup",
  "WSAGetLastError",
  "WSASetLastError",
  "socket",
  "WSASocketW",
  "accept",
  "WSAAccept",
  "WSAJoinLeaf",
  "WSADuplicateSocketW",
  "closesocket",
  "bind",
  "connect",
  "WSAConnect",
  "listen",
  "shutdown",
  "WSASendDisconnect",
  "WSARecvDisconnect",
  "getsockname",
  "getpeername",
  "send",
  "recv",
  "sendto",
  "recvfrom",
  "WSASend",
  "WSARecv",
  "WSASendTo",
  "WSARecvFrom",
  "WSACreateEvent",
  "WSACloseEvent",
  "WSASetEvent",
  "WSAResetEvent",
  "WSAWaitForMultipleEvents",
  "WSAEventSelect",
  "WSAEnumNetworkEvents",
  "WSAGetOverlappedResult",
  "getsockopt",
  "setsockopt",
  "ioctlsocket",
  "WSAIoctl",
  "select",
  "WSAAddressToStringW",
  "WSAStringToAddressW",
  "inet_addr",
  "inet_ntoa",
  "getaddrinfo",
  "freeaddrinfo",
  "getnameinfo",
  "gethostbyname",
  "WSAEnumProtocolsW",
  "WSCEnumProtocols",
  "WSCGetProviderPath",
  "WSCInstallProvider",
  "WSCDeinstallProvider",
  "htonl",
  "htons",
  "ntohl",
  "ntohs",
];

export default function main(machine: Machine): void {
  const ws2 = machine.openProcess();
  const code = ws2.WSAStartup(MAKEWORD(2, 2), newWSADATA());
  machine.platform.log(`up=${code} functions=${FUNCTIONS.filter((name) => name in ws2).length}`);
}
