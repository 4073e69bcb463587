import { isStructure } from "@ws2kit/core";
import { isRef, setErrno, WSA_IO_INCOMPLETE, WSAEFAULT, WSS_OPERATION_IN_PROGRESS } from "@ws2kit/spi";
import type { Part } from "../socket/tcpip.js";

/** WSPGetOverlappedResult. Source: reference §1 slot 11, §8; oracle WSAGetOverlappedResult-*. */
export const results: Part = (tcp) => ({
  WSPGetOverlappedResult(s, lpOverlapped, lpcbTransfer, fWait, lpdwFlags, lpErrno) {
    const refuse = (code: number) => {
      setErrno(lpErrno, code);
      return false;
    };
    if (tcp.handles.find(s, lpErrno) === null) return false;
    if (!isStructure(lpOverlapped) || !isRef(lpcbTransfer) || !isRef(lpdwFlags)) {
      return refuse(WSAEFAULT);
    }
    const isDone = () => lpOverlapped.Internal !== WSS_OPERATION_IN_PROGRESS;
    if (fWait && !isDone()) {
      const code = tcp.imports.wait({ ready: isDone }, -1);
      if (code !== 0) return refuse(code);
    }
    if (!isDone()) return refuse(WSA_IO_INCOMPLETE);
    // a field that was never set counts as 0
    lpcbTransfer.value = lpOverlapped.InternalHigh >>> 0;
    lpdwFlags.value = tcp.handles.flagsOf(lpOverlapped) >>> 0;
    const code = tcp.handles.codeOf(lpOverlapped) >>> 0;
    return code === 0 || refuse(code);
  },
});
