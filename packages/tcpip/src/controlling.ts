import {
  FIONBIO,
  FIONREAD,
  getUint32,
  isRef,
  type Pointer,
  SIOCATMARK,
  SOCKET_ERROR,
  setUint32,
  WSAEFAULT,
  WSAEINVAL,
  WSAEOPNOTSUPP,
} from "@ws2kit/spi";
import { fail } from "./failure.js";
import type { Socket } from "./socket.js";
import type { Part } from "./tcpip.js";

/** A control code: what goes in or comes out, a DWORD each. */
export interface Control {
  /** Takes the DWORD that came in: 0 or a negative code. */
  readonly take?: (socket: Socket, value: number) => number;
  /** The DWORD that goes out, or a negative code. */
  readonly give?: (socket: Socket) => number;
}

export type ControlTable = Readonly<Record<number, Control>>;

/** Control codes of every TCP/IP provider. */
export const socketControls: ControlTable = {
  [FIONBIO]: {
    take(socket, value) {
      socket.isNonBlocking = value !== 0;
      return 0;
    },
  },
  [FIONREAD]: { give: (socket) => socket.station.network.available(socket.fd) },
};

/** Whether no urgent byte stands ahead. */
export const urgentMark: ControlTable = {
  [SIOCATMARK]: {
    give: (socket) => (socket.isStream ? socket.station.network.atmark(socket.fd) : -WSAEINVAL),
  },
};

/** WSPIoctl over tables of control codes. Source: reference §1 slot 16, §4.2; oracle misc. */
export const controlling = (...tables: readonly ControlTable[]): Part => {
  const controls: ControlTable = Object.assign({}, ...tables);
  return (tcp) => ({
    WSPIoctl(
      s,
      dwIoControlCode,
      lpvInBuffer,
      cbInBuffer,
      lpvOutBuffer,
      cbOutBuffer,
      lpcbBytesReturned,
      lpOverlapped,
      _routine,
      _lpThreadId,
      lpErrno,
    ) {
      const socket = tcp.handles.find(s, lpErrno);
      if (socket === null) return SOCKET_ERROR;
      if (lpOverlapped !== null && lpOverlapped !== undefined) return fail(lpErrno, WSAEOPNOTSUPP);
      const control = controls[dwIoControlCode >>> 0];
      if (control === undefined) return fail(lpErrno, WSAEOPNOTSUPP);
      if (!isRef(lpcbBytesReturned)) return fail(lpErrno, WSAEFAULT);
      if (control.take !== undefined) {
        if (!hasDword(lpvInBuffer, cbInBuffer)) return fail(lpErrno, WSAEFAULT);
        const result = control.take(socket, getUint32(lpvInBuffer, 0));
        if (result < 0) return fail(lpErrno, -result);
        lpcbBytesReturned.value = 0;
      }
      if (control.give !== undefined) {
        if (!hasDword(lpvOutBuffer, cbOutBuffer)) return fail(lpErrno, WSAEFAULT);
        const value = control.give(socket);
        if (value < 0) return fail(lpErrno, -value);
        setUint32(lpvOutBuffer, 0, value);
        lpcbBytesReturned.value = 4;
      }
      return 0;
    },
  });
};

function hasDword(bytes: Pointer, size: number): bytes is Uint8Array {
  return bytes instanceof Uint8Array && bytes.length >= 4 && size >= 4;
}
