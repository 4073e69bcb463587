import { isNumber } from "@ws2kit/core";
import {
  FROM_PROTOCOL_INFO,
  SOCK_RAW,
  WSA_FLAG_MULTIPOINT_C_LEAF,
  WSA_FLAG_MULTIPOINT_C_ROOT,
  WSA_FLAG_MULTIPOINT_D_LEAF,
  WSA_FLAG_MULTIPOINT_D_ROOT,
  WSAEAFNOSUPPORT,
  WSAEINVAL,
  WSAEPROTONOSUPPORT,
  WSAESOCKTNOSUPPORT,
  type WSAPROTOCOL_INFOW,
  WSASYSCALLFAILURE,
} from "@ws2kit/spi";
import { failSocket } from "../socket/failure.js";
import { abortAll } from "../socket/pending.js";
import { Socket } from "../socket/socket.js";
import { socketSlot } from "../socket/socket-slot.js";
import type { Part } from "../socket/tcpip.js";
import { lingerOut } from "./lingering.js";

const MULTIPOINT_FLAGS =
  WSA_FLAG_MULTIPOINT_C_ROOT | WSA_FLAG_MULTIPOINT_C_LEAF | WSA_FLAG_MULTIPOINT_D_ROOT | WSA_FLAG_MULTIPOINT_D_LEAF;

/**
 * WSPSocket and WSPCloseSocket. Source: WSPSocket (desktop), WSPSocket (1997), WSPSocket (CE 5.0); reference §1 slots 6
 * and 28.
 */
export const creation: Part = (tcp) => ({
  WSPSocket(af, type, protocol, lpProtocolInfo, g, dwFlags, lpErrno) {
    // sharing/import/g-ignored, sharing/import/flags-ignored: check for a duplicate first: its g and dwFlags are
    // ignored
    const { dwProviderReserved } = lpProtocolInfo;
    if (dwProviderReserved !== 0) {
      return tcp.duplicates?.open(dwProviderReserved, tcp, lpErrno) ?? failSocket(lpErrno, WSASYSCALLFAILURE);
    }
    const { iAddressFamily, iSocketType, iProtocol } = lpProtocolInfo;
    const { invalidInfo, multipoint, raw } = tcp.definition;
    // WSPSocket/protocol-info/invalid-ce
    if (invalidInfo !== undefined && isNumber(entryFor(tcp.entries, iAddressFamily, iSocketType, iProtocol))) {
      return failSocket(lpErrno, invalidInfo);
    }
    // WSPSocket/from-protocol-info/*, WSPSocket/wildcard/*
    const wantedProtocol = pick(protocol, iProtocol);
    const info = entryFor(tcp.entries, pick(af, iAddressFamily), pick(type, iSocketType), wantedProtocol);
    if (isNumber(info)) return failSocket(lpErrno, info);
    if (info.iSocketType === SOCK_RAW) return failSocket(lpErrno, raw);
    if ((dwFlags & MULTIPOINT_FLAGS) !== 0 && !multipoint?.admits(info, dwFlags)) {
      return failSocket(lpErrno, WSAEINVAL);
    }
    const fd = tcp.context.network.open(info.iAddressFamily, info.iSocketType, wantedProtocol || info.iProtocol);
    if (fd < 0) return failSocket(lpErrno, -fd);
    const socket = new Socket(tcp.context, fd, info, wantedProtocol, dwFlags);
    const refusal = g === 0 ? 0 : (tcp.socketGroups?.enter(socket, g) ?? WSAEINVAL);
    if (refusal !== 0) {
      socket.close();
      return failSocket(lpErrno, refusal);
    }
    return tcp.open(socket, lpErrno);
  },

  WSPCloseSocket: socketSlot(tcp, (socket, s) => {
    const code = lingerOut(tcp, socket);
    if (code !== 0) return code;
    // operations of this handle go on while another handle is open
    if (socket.descriptors === 1) abortAll(socket);
    tcp.handles.remove(s);
    tcp.release(socket);
    return 0;
  }),
});

/** The value as passed; the info's value for a wildcard or FROM_PROTOCOL_INFO. */
function pick(given: number, info: number): number {
  return given === 0 || given === FROM_PROTOCOL_INFO ? info : given;
}

/** The entry of this provider that serves the three values, or the code for the first value that no entry has. */
function entryFor(
  entries: readonly WSAPROTOCOL_INFOW[],
  af: number,
  type: number,
  protocol: number,
): WSAPROTOCOL_INFOW | number {
  let code = WSAEAFNOSUPPORT;
  for (const entry of entries) {
    if (entry.iAddressFamily !== af) continue;
    if (entry.iSocketType === type) {
      if (protocol >= entry.iProtocol && protocol <= entry.iProtocol + entry.iProtocolMaxOffset) return entry;
      code = WSAEPROTONOSUPPORT;
    } else if (code === WSAEAFNOSUPPORT) code = WSAESOCKTNOSUPPORT;
  }
  return code;
}
