import {
  AF_INET,
  DWORD,
  FROM_PROTOCOL_INFO,
  IPPROTO_UDP,
  SO_TYPE,
  SOCK_DGRAM,
  type SOCKET,
  SOCKET_ERROR,
  SOL_SOCKET,
  WSA_FLAG_OVERLAPPED,
  WSAEAFNOSUPPORT,
  WSAEFAULT,
  WSAEINVAL,
  WSAEMFILE,
  WSAENOPROTOOPT,
  WSAEPROTONOSUPPORT,
  WSAESOCKTNOSUPPORT,
} from "@ws2kit/spi";
import { boxOf, officeOf, onBox } from "./boxes.js";
import { Box } from "./post-office.js";
import { fail, type Slots } from "./provider.js";

/** The slots that make sockets, close them, and return their options. */
export const sockets: Slots = (world) => {
  const open = new Map<SOCKET, Box>();
  const letGo = () => {
    for (const box of open.values()) officeOf(world).close(box);
    open.clear();
  };
  world.imports.onTermination(letGo);
  world.isSocket = (s) => boxOf(world, s) !== null;
  return {
    WSPSocket(af, type, protocol, info, g, dwFlags, lpErrno) {
      const code = refusal(af, type, protocol) || (g !== 0 || (dwFlags & ~WSA_FLAG_OVERLAPPED) !== 0 ? WSAEINVAL : 0);
      if (code !== 0) return fail(lpErrno, code) as SOCKET;
      const box = new Box();
      const s = world.upcalls.WPUCreateSocketHandle(info.dwCatalogEntryId, box, lpErrno);
      // if the table of handles is full, the upcall reports WSAENOBUFS, and socket must report WSAEMFILE
      if (s === SOCKET_ERROR) return fail(lpErrno, WSAEMFILE) as SOCKET;
      open.set(s, box);
      return s;
    },
    WSPCloseSocket: (s, lpErrno) =>
      onBox(world, s, lpErrno, (box) => {
        officeOf(world).close(box);
        open.delete(s);
        return world.upcalls.WPUCloseSocketHandle(s, lpErrno);
      }),
    WSPCleanup() {
      letGo();
      return 0;
    },
    WSPGetSockOpt: (s, level, optname, optval, optlen, lpErrno) =>
      onBox(world, s, lpErrno, () => {
        if (level !== SOL_SOCKET) return fail(lpErrno, WSAEINVAL);
        if (optname !== SO_TYPE) return fail(lpErrno, WSAENOPROTOOPT);
        if (optval === null || optlen === null || optlen.value < 4) return fail(lpErrno, WSAEFAULT);
        optval.set(DWORD(SOCK_DGRAM));
        optlen.value = 4;
        return 0;
      }),
    WSPSetSockOpt: (s, level, _optname, optval, _optlen, lpErrno) =>
      onBox(world, s, lpErrno, () => {
        if (optval === null) return fail(lpErrno, WSAEFAULT);
        return fail(lpErrno, level === SOL_SOCKET ? WSAENOPROTOOPT : WSAEINVAL);
      }),
  };
};

/** The error code for a value that the provider does not support. 0 and FROM_PROTOCOL_INFO stand for any value. */
function refusal(af: number, type: number, protocol: number): number {
  const fits = (value: number, own: number) => value === own || value === 0 || value === FROM_PROTOCOL_INFO;
  if (!fits(af, AF_INET)) return WSAEAFNOSUPPORT;
  if (!fits(type, SOCK_DGRAM)) return WSAESOCKTNOSUPPORT;
  return fits(protocol, IPPROTO_UDP) ? 0 : WSAEPROTONOSUPPORT;
}
