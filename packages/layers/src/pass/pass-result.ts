import {
  isRef,
  setErrno,
  WSA_IO_INCOMPLETE,
  WSAEFAULT,
  type WSPPROC_TABLE,
  WSS_OPERATION_IN_PROGRESS,
} from "@ws2kit/spi";
import type { Layer } from "../kit/layer.js";
import { ask } from "../kit/link.js";

/**
 * WSPGetOverlappedResult. The layer writes the outcome into the caller's structure, unless it passed that structure
 * itself to the provider below.
 */
export function passResult(layer: Layer): Pick<WSPPROC_TABLE, "WSPGetOverlappedResult"> {
  return {
    WSPGetOverlappedResult(s, lpOverlapped, lpcbTransfer, fWait, lpdwFlags, lpErrno) {
      const refuse = (code: number) => {
        setErrno(lpErrno, code);
        return false;
      };
      const socket = layer.find(s, lpErrno);
      if (socket === null) return false;
      if (socket.lower === s) {
        return ask(socket.below, "WSPGetOverlappedResult", (slots) =>
          slots.WSPGetOverlappedResult(s, lpOverlapped, lpcbTransfer, fWait, lpdwFlags, lpErrno),
        );
      }
      if (typeof lpOverlapped !== "object" || lpOverlapped === null || !isRef(lpcbTransfer) || !isRef(lpdwFlags)) {
        return refuse(WSAEFAULT);
      }
      const isDone = () => lpOverlapped.Internal !== WSS_OPERATION_IN_PROGRESS;
      if (fWait && !isDone()) {
        const code = layer.imports.wait({ ready: isDone }, -1);
        if (code !== 0) return refuse(code);
      }
      if (!isDone()) return refuse(WSA_IO_INCOMPLETE);
      // a structure whose fields were never set counts as zeros
      lpcbTransfer.value = lpOverlapped.InternalHigh >>> 0;
      lpdwFlags.value = lpOverlapped.Offset >>> 0;
      return lpOverlapped.OffsetHigh >>> 0 === 0 || refuse(lpOverlapped.OffsetHigh);
    },
  };
}
