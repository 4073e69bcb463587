import * as ws2 from "@ws2kit/core";

/** The functions that `ws2.dll` exports on Windows CE. What is not here does not compile. */
export const exports = /* @__PURE__ */ ws2.defineExports({
  WSAStartup: ws2.WSAStartup,
  WSACleanup: ws2.WSACleanup,
  WSAGetLastError: ws2.WSAGetLastError,
  WSASetLastError: ws2.WSASetLastError,

  socket: ws2.socket,
  WSASocketW: ws2.WSASocketW,
  accept: ws2.accept,
  WSAAccept: ws2.WSAAccept,
  WSAJoinLeaf: ws2.WSAJoinLeaf,
  WSADuplicateSocketW: ws2.WSADuplicateSocketW,
  closesocket: ws2.closesocket,

  bind: ws2.bind,
  connect: ws2.connect,
  WSAConnect: ws2.WSAConnect,
  listen: ws2.listen,
  shutdown: ws2.shutdown,
  WSASendDisconnect: ws2.WSASendDisconnect,
  WSARecvDisconnect: ws2.WSARecvDisconnect,
  getsockname: ws2.getsockname,
  getpeername: ws2.getpeername,

  send: ws2.send,
  recv: ws2.recv,
  sendto: ws2.sendto,
  recvfrom: ws2.recvfrom,
  WSASend: ws2.WSASend,
  WSARecv: ws2.WSARecv,
  WSASendTo: ws2.WSASendTo,
  WSARecvFrom: ws2.WSARecvFrom,

  WSACreateEvent: ws2.WSACreateEvent,
  WSACloseEvent: ws2.WSACloseEvent,
  WSASetEvent: ws2.WSASetEvent,
  WSAResetEvent: ws2.WSAResetEvent,
  WSAWaitForMultipleEvents: ws2.WSAWaitForMultipleEvents,
  WSAEventSelect: ws2.WSAEventSelect,
  WSAEnumNetworkEvents: ws2.WSAEnumNetworkEvents,
  WSAGetOverlappedResult: ws2.WSAGetOverlappedResult,

  getsockopt: ws2.getsockopt,
  setsockopt: ws2.setsockopt,
  ioctlsocket: ws2.ioctlsocket,
  WSAIoctl: ws2.WSAIoctl,
  select: ws2.select,

  WSAAddressToStringW: ws2.WSAAddressToStringW,
  WSAStringToAddressW: ws2.WSAStringToAddressW,
  inet_addr: ws2.inet_addr,
  inet_ntoa: ws2.inet_ntoa,

  getaddrinfo: ws2.getaddrinfo,
  freeaddrinfo: ws2.freeaddrinfo,
  getnameinfo: ws2.getnameinfo,
  gethostbyname: ws2.gethostbyname,

  WSAEnumProtocolsW: ws2.WSAEnumProtocolsW,
  WSCEnumProtocols: ws2.WSCEnumProtocols,
  WSCGetProviderPath: ws2.WSCGetProviderPath,
  WSCInstallProvider: ws2.WSCInstallProvider,
  WSCDeinstallProvider: ws2.WSCDeinstallProvider,

  htonl: ws2.htonl,
  htons: ws2.htons,
  ntohl: ws2.ntohl,
  ntohs: ws2.ntohs,
});
