import * as ws2 from "@ws2kit/core";
import type { Process } from "@ws2kit/core";

/** The functions that `ws2_32.dll` exports, for one process. What is not here does not compile. */
export const exports = (process: Process) => ({
  WSAStartup: ws2.WSAStartup(process),
  WSACleanup: ws2.WSACleanup(process),
  WSAGetLastError: ws2.WSAGetLastError(process),
  WSASetLastError: ws2.WSASetLastError(process),

  socket: ws2.socket(process),
  WSASocketW: ws2.WSASocketW(process),
  accept: ws2.accept(process),
  closesocket: ws2.closesocket(process),

  bind: ws2.bind(process),
  connect: ws2.connect(process),
  listen: ws2.listen(process),
  shutdown: ws2.shutdown(process),
  getsockname: ws2.getsockname(process),
  getpeername: ws2.getpeername(process),

  send: ws2.send(process),
  recv: ws2.recv(process),
  sendto: ws2.sendto(process),
  recvfrom: ws2.recvfrom(process),

  getsockopt: ws2.getsockopt(process),
  setsockopt: ws2.setsockopt(process),
  ioctlsocket: ws2.ioctlsocket(process),
  select: ws2.select(process),

  WSAEnumProtocolsW: ws2.WSAEnumProtocolsW(process),
  WSCEnumProtocols: ws2.WSCEnumProtocols(process),
  WSCInstallProvider: ws2.WSCInstallProvider(process),
  WSCDeinstallProvider: ws2.WSCDeinstallProvider(process),

  htonl: ws2.htonl(process),
  htons: ws2.htons(process),
  ntohl: ws2.ntohl(process),
  ntohs: ws2.ntohs(process),
});
