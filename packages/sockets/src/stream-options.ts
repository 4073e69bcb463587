import {
  DWORD,
  IPPROTO_TCP,
  SO_KEEPALIVE,
  type SOCKET,
  SOCKET_ERROR,
  SOL_SOCKET,
  TCP_KEEPALIVE,
  TCP_NODELAY,
  WSAENOPROTOOPT,
} from "@ws2kit/spi";
import type { Ws2 } from "./ws2.js";

/** Sends small writes at once, or lets Nagle's algorithm combine them. Returns 0 or the code of setsockopt. */
export function setNoDelay(ws2: Ws2, s: SOCKET, isOn: boolean): number {
  return setOption(ws2, s, IPPROTO_TCP, TCP_NODELAY, Number(isOn));
}

/**
 * Turns keep-alive on or off. `ms`: the idle time before the first probe, rounded up to seconds; 0 leaves the system's.
 * A target without TCP_KEEPALIVE uses the system's time. Returns 0 or the code of setsockopt.
 */
export function setKeepAlive(ws2: Ws2, s: SOCKET, isOn: boolean, ms: number): number {
  if (isOn && ms > 0) {
    const code = setOption(ws2, s, IPPROTO_TCP, TCP_KEEPALIVE, Math.ceil(ms / 1000));
    if (code !== 0 && code !== WSAENOPROTOOPT) return code;
  }
  return setOption(ws2, s, SOL_SOCKET, SO_KEEPALIVE, Number(isOn));
}

function setOption(ws2: Ws2, s: SOCKET, level: number, optname: number, value: number): number {
  const bytes = DWORD(value);
  return ws2.setsockopt(s, level, optname, bytes, bytes.length) === SOCKET_ERROR ? ws2.WSAGetLastError() : 0;
}
