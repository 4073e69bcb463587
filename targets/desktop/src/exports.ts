import type { Process } from "@ws2kit/core";
import * as ws2 from "@ws2kit/core";

/** The functions that `ws2_32.dll` exports, for one process. What is not here does not compile. */
export const exports = (process: Process) => ({
  WSAStartup: ws2.WSAStartup(process),
  WSACleanup: ws2.WSACleanup(process),
  WSAGetLastError: ws2.WSAGetLastError(process),
  WSASetLastError: ws2.WSASetLastError(process),

  socket: ws2.socket(process),
  WSASocketW: ws2.WSASocketW(process),
  accept: ws2.accept(process),
  WSAAccept: ws2.WSAAccept(process),
  WSAJoinLeaf: ws2.WSAJoinLeaf(process),
  WSADuplicateSocketW: ws2.WSADuplicateSocketW(process),
  closesocket: ws2.closesocket(process),

  bind: ws2.bind(process),
  connect: ws2.connect(process),
  WSAConnect: ws2.WSAConnect(process),
  listen: ws2.listen(process),
  shutdown: ws2.shutdown(process),
  WSASendDisconnect: ws2.WSASendDisconnect(process),
  WSARecvDisconnect: ws2.WSARecvDisconnect(process),
  getsockname: ws2.getsockname(process),
  getpeername: ws2.getpeername(process),

  send: ws2.send(process),
  recv: ws2.recv(process),
  sendto: ws2.sendto(process),
  recvfrom: ws2.recvfrom(process),
  WSASend: ws2.WSASend(process),
  WSARecv: ws2.WSARecv(process),
  WSASendTo: ws2.WSASendTo(process),
  WSARecvFrom: ws2.WSARecvFrom(process),

  WSACreateEvent: ws2.WSACreateEvent(process),
  WSACloseEvent: ws2.WSACloseEvent(process),
  WSASetEvent: ws2.WSASetEvent(process),
  WSAResetEvent: ws2.WSAResetEvent(process),
  WSAWaitForMultipleEvents: ws2.WSAWaitForMultipleEvents(process),
  WSAEventSelect: ws2.WSAEventSelect(process),
  WSAEnumNetworkEvents: ws2.WSAEnumNetworkEvents(process),
  WSAGetOverlappedResult: ws2.WSAGetOverlappedResult(process),

  getsockopt: ws2.withOpenType.getsockopt(process),
  setsockopt: ws2.withOpenType.setsockopt(process),
  ioctlsocket: ws2.ioctlsocket(process),
  WSAIoctl: ws2.WSAIoctl(process),
  WSAGetQOSByName: ws2.WSAGetQOSByName(process),
  select: ws2.select(process),
  WSAPoll: ws2.WSAPoll(process),

  WSAAddressToStringW: ws2.WSAAddressToStringW(process),
  WSAStringToAddressW: ws2.WSAStringToAddressW(process),
  inet_addr: ws2.inet_addr(process),
  inet_ntoa: ws2.inet_ntoa(process),
  InetPtonW: ws2.InetPtonW(process),
  InetNtopW: ws2.InetNtopW(process),

  getaddrinfo: ws2.getaddrinfo(process),
  freeaddrinfo: ws2.freeaddrinfo(process),
  getnameinfo: ws2.getnameinfo(process),
  gethostbyname: ws2.gethostbyname(process),

  WSAEnumProtocolsW: ws2.WSAEnumProtocolsW(process),
  WSCEnumProtocols: ws2.WSCEnumProtocols(process),
  WSCGetProviderPath: ws2.WSCGetProviderPath(process),
  WSCInstallProvider: ws2.WSCInstallProvider(process),
  WSCDeinstallProvider: ws2.WSCDeinstallProvider(process),
  WSCUpdateProvider: ws2.WSCUpdateProvider(process),
  WSCWriteProviderOrder: ws2.WSCWriteProviderOrder(process),
  WSCInstallProviderAndChains: ws2.WSCInstallProviderAndChains(process),
  WSAProviderConfigChange: ws2.WSAProviderConfigChange(process),

  WSAIsBlocking: ws2.WSAIsBlocking(process),
  WSASetBlockingHook: ws2.WSASetBlockingHook(process),
  WSAUnhookBlockingHook: ws2.WSAUnhookBlockingHook(process),
  WSACancelBlockingCall: ws2.WSACancelBlockingCall(process),

  htonl: ws2.htonl(process),
  htons: ws2.htons(process),
  ntohl: ws2.ntohl(process),
  ntohs: ws2.ntohs(process),

  /** Functions of other DLLs keep their place. */
  kernel32: ws2.kernel32(process),
  mswsock: ws2.mswsock(process),
});
