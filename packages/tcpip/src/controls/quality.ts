import { isStructure } from "@ws2kit/core";
import { setErrno, WSAEFAULT, WSAEINVAL } from "@ws2kit/spi";
import type { Part } from "../socket/tcpip.js";

/** WSPGetQOSByName: this provider has no templates, so no name is valid. Source: reference §1 slot 15. */
export const quality: Part = (tcp) => ({
  WSPGetQOSByName(s, lpQOSName, lpQOS, lpErrno) {
    if (tcp.handles.find(s, lpErrno) === null) return false;
    const isGiven = isStructure(lpQOSName) && isStructure(lpQOS);
    setErrno(lpErrno, isGiven ? WSAEINVAL : WSAEFAULT);
    return false;
  },
});
