import { descendsFrom, type FunctionRow, type Lineage, RULES, type Rule } from "@ws2kit/rules";

/** Groups of functions that share their rules, with subjects that are not functions. */
const FAMILIES: readonly (readonly string[])[] = [
  ["accept", "WSAAccept", "WSPAccept"],
  ["bind", "WSPBind"],
  ["closesocket", "WSPCloseSocket"],
  ["connect", "WSAConnect", "WSPConnect"],
  ["getpeername", "WSPGetPeerName"],
  ["getsockname", "WSPGetSockName"],
  ["getsockopt", "WSPGetSockOpt", "option"],
  ["setsockopt", "WSPSetSockOpt", "option"],
  ["ioctlsocket", "WSAIoctl", "WSPIoctl"],
  ["listen", "WSPListen"],
  ["recv", "WSARecv", "WSPRecv"],
  ["recvfrom", "WSARecvFrom", "WSPRecvFrom"],
  ["select", "WSPSelect"],
  ["send", "WSASend", "WSPSend"],
  ["sendto", "WSASendTo", "WSPSendTo"],
  ["shutdown", "WSPShutdown"],
  ["socket", "WSASocketW"],
  ["WSPSocket", "groups"],
  ["WSADuplicateSocketW", "WSPDuplicateSocket", "sharing"],
  ["WSAJoinLeaf", "WSPJoinLeaf", "multipoint"],
  ["WSARecvDisconnect", "WSPRecvDisconnect"],
  ["WSASendDisconnect", "WSPSendDisconnect"],
  ["htonl", "htons", "ntohl", "ntohs", "byte-order"],
  ["WSAGetLastError", "last-error"],
  ["WSPStartup", "loader"],
  [
    ...["WSAAsyncGetHostByName", "WSAAsyncGetHostByAddr", "WSAAsyncGetServByName", "WSAAsyncGetServByPort"],
    ...["WSAAsyncGetProtoByName", "WSAAsyncGetProtoByNumber"],
  ],
];

/** The rules of a target that are about a function: by its subject, or because they name it. */
export function rulesOf({ name }: FunctionRow, lineage: Lineage): readonly Rule[] {
  const subjects = new Set([name, ...FAMILIES.filter((family) => family.includes(name)).flat()]);
  const mention = new RegExp(`\\b${name}\\b`);
  return RULES.filter(
    ({ id, text, applies }) =>
      descendsFrom(lineage, applies.systems) &&
      (subjects.has(id.split("/")[0]) || (isWinsockName(name) && mention.test(`${id} ${text}`))),
  );
}

/** "send" and "select" are English words too: only names that are not English words count as mentioned. */
function isWinsockName(name: string): boolean {
  return /[A-Z]{2}/.test(name);
}
