import {
  encodeProtocolInfo,
  isRef,
  type LPINT,
  type Pointer,
  type Ref,
  SO_PROTOCOL_INFOW,
  SOCKET_ERROR,
  SOL_SOCKET,
  WSAEFAULT,
  WSAEINVAL,
  WSAENOPROTOOPT,
  WSAPROTOCOL_INFOW_SIZE,
} from "@ws2kit/spi";
import { fail, finish } from "./failure.js";
import { UNCHANGED } from "./option-forms.js";
import type { Option, OptionTable, RawOption } from "./option-table.js";
import type { Socket } from "./socket.js";
import type { Part } from "./tcpip.js";

/** WSPGetSockOpt and WSPSetSockOpt over tables of options; the last table that knows a level and number counts. */
export const options = (...tables: readonly OptionTable[]): Part => {
  /** The option, or the code for one that is not there. */
  function find(level: number, optname: number): Option | RawOption | number {
    let code = WSAEINVAL;
    for (const table of tables) {
      const options = table[level];
      if (options === undefined) continue;
      if (options[optname] !== undefined) return options[optname];
      code = WSAENOPROTOOPT;
    }
    return code;
  }

  return (tcp) => ({
    WSPGetSockOpt(s, level, optname, optval, optlen, lpErrno) {
      const socket = tcp.handles.find(s, lpErrno);
      if (socket === null) return SOCKET_ERROR;
      if (!(optval instanceof Uint8Array) || !isLength(optlen, optval)) return fail(lpErrno, WSAEFAULT);
      if (level === SOL_SOCKET && optname === SO_PROTOCOL_INFOW) return giveInfo(socket, optval, optlen, lpErrno);
      const option = find(level, optname);
      if (typeof option === "number") return fail(lpErrno, option);
      if (!("form" in option)) return fail(lpErrno, WSAENOPROTOOPT);
      const value = option.get(socket);
      const length = value < 0 ? value : option.form.write(value, optval, optlen.value);
      if (length < 0) return fail(lpErrno, -length);
      optlen.value = length;
      return 0;
    },

    WSPSetSockOpt(s, level, optname, optval, optlen, lpErrno) {
      const socket = tcp.handles.find(s, lpErrno);
      if (socket === null) return SOCKET_ERROR;
      const option = find(level, optname);
      if (typeof option === "number") return fail(lpErrno, option);
      if (typeof optlen !== "number") return fail(lpErrno, WSAEINVAL);
      if (!(optval instanceof Uint8Array) || optlen < 0 || optlen > optval.length) return fail(lpErrno, WSAEFAULT);
      if (!("form" in option)) {
        if (optlen < option.rawSize) return fail(lpErrno, WSAEFAULT);
        return finish(lpErrno, tcp.station.network.setsockopt(socket.fd, level, optname, optval, option.rawSize));
      }
      if (option.set === undefined) return fail(lpErrno, WSAENOPROTOOPT);
      const value = option.form.read(optval, optlen);
      if (value === UNCHANGED) return 0;
      return finish(lpErrno, value < 0 ? value : option.set(socket, value));
    },
  });
};

/** Whether `optlen` says how much of `optval` a value may take: something. */
function isLength(optlen: Ref<number> | null, optval: NonNullable<Pointer>): optlen is Ref<number> {
  return isRef(optlen) && (optlen.value as number) > 0 && (optlen.value as number) <= optval.length;
}

function giveInfo(socket: Socket, optval: Uint8Array, optlen: Ref<number>, lpErrno: LPINT): number {
  if (optlen.value < WSAPROTOCOL_INFOW_SIZE) return fail(lpErrno, WSAEFAULT);
  encodeProtocolInfo(socket.info, optval);
  optlen.value = WSAPROTOCOL_INFOW_SIZE;
  return 0;
}
