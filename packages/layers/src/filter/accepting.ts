import {
  CF_REJECT,
  INVALID_SOCKET,
  LINGER,
  type LPCONDITIONPROC,
  ref,
  SO_LINGER,
  SOCKADDR_STORAGE_SIZE,
  type SOCKET,
  SOL_SOCKET,
  type WSPPROC_TABLE,
} from "@ws2kit/spi";
import type { Layer } from "../kit/layer.js";
import type { Judge } from "./rule.js";

const HARD_CLOSE = LINGER(1, 0);

/**
 * Resets the connections of denied peers. The application's accept continues with the next connection.
 */
export function accepting({ pass }: Layer, allows: Judge): Pick<WSPPROC_TABLE, "WSPAccept"> {
  return {
    WSPAccept(s, addr, addrlen, lpfnCondition, dwCallbackData, lpErrno) {
      const name = addr ?? new Uint8Array(SOCKADDR_STORAGE_SIZE);
      for (;;) {
        let isDenied = false;
        // the application's condition function is not called for a denied peer
        const condition: LPCONDITIONPROC = (caller, ...rest) => {
          isDenied = caller.buf !== null && !allows("accept", s, caller.buf.subarray(caller.off));
          return isDenied ? CF_REJECT : (lpfnCondition as LPCONDITIONPROC)(caller, ...rest);
        };
        const length = addr === null ? ref(name.length) : addrlen;
        const asked = lpfnCondition === null || lpfnCondition === undefined ? null : condition;
        const accepted = pass.WSPAccept(s, name, length, asked, dwCallbackData, lpErrno);
        if (accepted === INVALID_SOCKET) {
          if (isDenied) continue;
          return accepted;
        }
        if (asked !== null || allows("accept", s, name)) return accepted;
        reset(accepted);
      }
    },
  };

  function reset(s: SOCKET): void {
    pass.WSPSetSockOpt(s, SOL_SOCKET, SO_LINGER, HARD_CLOSE, HARD_CLOSE.length, ref(0));
    pass.WSPCloseSocket(s, ref(0));
  }
}
