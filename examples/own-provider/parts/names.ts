import {
  AF_INET,
  AF_UNSPEC,
  type LPINT,
  type Pointer,
  type Ref,
  SOCKADDR_IN_SIZE,
  sockaddr_in,
  sockaddrFamily,
  sockaddrPort,
  WSAEADDRINUSE,
  WSAEAFNOSUPPORT,
  WSAEFAULT,
  WSAEINVAL,
  WSAENOTCONN,
} from "@ws2kit/spi";
import { officeOf, onBox } from "./boxes.js";
import { fail, type Slots } from "./provider.js";

/** The slots for addresses: a box's own, and that of its peer. */
export const names: Slots = (world) => ({
  WSPBind: (s, name, namelen, lpErrno) =>
    onBox(world, s, lpErrno, (box) => {
      const code = nameRefusal(name, namelen);
      if (code !== 0) return fail(lpErrno, code);
      if (box.port !== 0) return fail(lpErrno, WSAEINVAL);
      return officeOf(world).rent(box, sockaddrPort(name as Uint8Array)) ? 0 : fail(lpErrno, WSAEADDRINUSE);
    }),
  WSPGetSockName: (s, name, namelen, lpErrno) =>
    onBox(world, s, lpErrno, (box) =>
      box.port === 0 ? fail(lpErrno, WSAEINVAL) : tell(box.port, name, namelen, lpErrno),
    ),
  WSPConnect: (s, name, namelen, _callerData, _calleeData, _sqos, _gqos, lpErrno) =>
    onBox(world, s, lpErrno, (box) => {
      const isDissolved = namelen >= SOCKADDR_IN_SIZE && name !== null && sockaddrFamily(name) === AF_UNSPEC;
      const code = isDissolved ? 0 : nameRefusal(name, namelen);
      if (code !== 0) return fail(lpErrno, code);
      if (box.port === 0) officeOf(world).rent(box, 0);
      box.peer = isDissolved ? 0 : sockaddrPort(name as Uint8Array);
      return 0;
    }),
  WSPGetPeerName: (s, name, namelen, lpErrno) =>
    onBox(world, s, lpErrno, (box) =>
      box.peer === 0 ? fail(lpErrno, WSAENOTCONN) : tell(box.peer, name, namelen, lpErrno),
    ),
});

/** The error code for an invalid address; 0 for a valid one. */
export function nameRefusal(name: Pointer, namelen: number): number {
  if (name === null || namelen < SOCKADDR_IN_SIZE || name.length < SOCKADDR_IN_SIZE) return WSAEFAULT;
  return sockaddrFamily(name) === AF_INET ? 0 : WSAEAFNOSUPPORT;
}

/** Writes the address of a port of this machine. */
export function tell(port: number, name: Pointer, namelen: Ref<number> | null, lpErrno: LPINT): number {
  if (name === null || namelen === null || namelen.value < SOCKADDR_IN_SIZE) return fail(lpErrno, WSAEFAULT);
  name.set(sockaddr_in("127.0.0.1", port));
  namelen.value = SOCKADDR_IN_SIZE;
  return 0;
}
