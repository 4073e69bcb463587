/** Connects to a host: takes its name, the name of a service, and a time limit. The C is in dial.c, line by line. */
import {
  AF_INET,
  DWORD,
  FD_SET,
  FD_ZERO,
  FIONBIO,
  fd_set,
  getUint32,
  INADDR_NONE,
  INVALID_SOCKET,
  IPPROTO_TCP,
  ref,
  SO_ERROR,
  SOCK_STREAM,
  type SOCKET,
  SOL_SOCKET,
  sockaddr_in,
  WSAETIMEDOUT,
  WSAEWOULDBLOCK,
  type Ws2,
} from "@ws2kit/target";

/** The IPv4 address of a host name or of a numeric address, in network byte order. */
export function host_address(ws2: Ws2, host: string): number {
  const address = ws2.inet_addr(host);
  if (address !== INADDR_NONE) return address;
  const he = ws2.gethostbyname(host);
  if (he === null) return INADDR_NONE;
  return getUint32(he.h_addr_list[0], 0);
}

/** The port of a service name or of a port number, in network byte order. */
export function service_port(ws2: Ws2, service: string): number {
  const se = ws2.getservbyname(service, "tcp");
  if (se !== null) return se.s_port;
  return ws2.htons(parseInt(service, 10) || 0);
}

/** A connected non-blocking socket; or INVALID_SOCKET, and WSAGetLastError returns the code. */
export function dial(ws2: Ws2, host: string, service: string, seconds: number): SOCKET {
  const connected = fd_set();
  const failed = fd_set();
  const on = ref(1);
  const pending = DWORD(0);
  const length = ref(pending.length);

  const s_addr = host_address(ws2, host);
  if (s_addr === INADDR_NONE) return INVALID_SOCKET;
  const sin_port = service_port(ws2, service);
  const peer = sockaddr_in(ws2.ntohl(s_addr), ws2.ntohs(sin_port));

  const s = ws2.socket(AF_INET, SOCK_STREAM, IPPROTO_TCP);
  if (s === INVALID_SOCKET) return INVALID_SOCKET;
  ws2.ioctlsocket(s, FIONBIO, on);
  if (ws2.connect(s, peer, peer.length) === 0) return s;
  let error = ws2.WSAGetLastError();
  if (error === WSAEWOULDBLOCK) {
    FD_ZERO(connected);
    FD_ZERO(failed);
    FD_SET(s, connected);
    FD_SET(s, failed);
    const limit = { tv_sec: seconds, tv_usec: 0 };
    if (ws2.select(0, null, connected, failed, limit) === 0) error = WSAETIMEDOUT;
    else {
      ws2.getsockopt(s, SOL_SOCKET, SO_ERROR, pending, length);
      error = getUint32(pending, 0);
    }
  }
  if (error === 0) return s;
  ws2.closesocket(s);
  ws2.WSASetLastError(error);
  return INVALID_SOCKET;
}
