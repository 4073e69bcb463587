import { isStructure } from "@ws2kit/core";
import {
  DWORD,
  FD_CONNECT,
  FIONBIO,
  FIONREAD,
  isBytes,
  isRef,
  type LPINT,
  newWSANETWORKEVENTS,
  readDWORD,
  ref,
  SIO_BSP_HANDLE_POLL,
  SO_ERROR,
  SO_RCVTIMEO,
  SO_SNDTIMEO,
  SOCKET_ERROR,
  SOL_SOCKET,
  setErrno,
  setUint32,
  WSAEFAULT,
  WSAEINVAL,
  WSAEOPNOTSUPP,
  type WSPPROC_TABLE,
} from "@ws2kit/spi";
import { begin, end } from "../kit/operation.js";
import { OWN_EVENTS } from "./stream-events.js";
import type { Streams } from "./streams.js";

type ControlSlot =
  | "WSPIoctl"
  | "WSPSetSockOpt"
  | "WSPGetSockOpt"
  | "WSPEventSelect"
  | "WSPAsyncSelect"
  | "WSPEnumNetworkEvents";

/**
 * The slots for state that the layer stores itself: the blocking mode, timeouts, events, and the number of bytes that
 * can be read.
 */
export function controlStreams(streams: Streams, pass: WSPPROC_TABLE): Pick<WSPPROC_TABLE, ControlSlot> {
  return {
    WSPIoctl(...call) {
      const [s, code, input, , output, outputSize, lpReturned, overlapped, routine, thread, lpErrno] = call;
      const stream = streams.noted(s);
      if (stream !== null && code === FIONREAD && streams.filtered(s) !== null) {
        if (!isBytes(output) || output.length < 4 || outputSize < 4 || !isRef(lpReturned)) {
          return fail(lpErrno, WSAEFAULT);
        }
        stream.pull();
        stream.look();
        setUint32(output, 0, stream.incoming.length);
        lpReturned.value = 4;
        if (overlapped === null || overlapped === undefined) return 0;
        begin(stream.layer, overlapped, routine ?? null);
        end(stream.layer, stream.socket, { overlapped, routine: routine ?? null, thread }, 0, 4, 0, true);
        return 0;
      }
      // refused, so that WSAPoll uses select: the socket below does not know of the filter's bytes
      if (code === SIO_BSP_HANDLE_POLL && streams.filtered(s) !== null) return fail(lpErrno, WSAEOPNOTSUPP);
      const value = code === FIONBIO && isBytes(input) && input.length >= 4 ? readDWORD(input) : -1;
      // a socket with selected events stays non-blocking
      if (stream !== null && value === 0 && stream.events.mask !== 0) return fail(lpErrno, WSAEINVAL);
      const result = pass.WSPIoctl(...call);
      if (result === 0 && stream !== null && value >= 0) stream.isNonBlocking = value !== 0;
      return result;
    },

    WSPSetSockOpt(s, level, optname, optval, optlen, lpErrno) {
      const result = pass.WSPSetSockOpt(s, level, optname, optval, optlen, lpErrno);
      if (result !== 0 || level !== SOL_SOCKET) return result;
      if (optname !== SO_RCVTIMEO && optname !== SO_SNDTIMEO) return result;
      const stream = streams.noted(s);
      if (stream === null) return result;
      const ms = readDWORD(optval as Uint8Array);
      if (optname === SO_RCVTIMEO) stream.receiveTimeout = ms;
      else stream.sendTimeout = ms;
      return result;
    },

    WSPGetSockOpt(s, level, optname, optval, optlen, lpErrno) {
      const result = pass.WSPGetSockOpt(s, level, optname, optval, optlen, lpErrno);
      if (result !== 0 || level !== SOL_SOCKET || optname !== SO_ERROR) return result;
      const refusal = streams.find(s)?.refusal ?? 0;
      if (refusal !== 0) (optval as Uint8Array).set(DWORD(refusal));
      return result;
    },

    WSPAsyncSelect(s, hWnd, wMsg, lEvent, lpErrno) {
      const stream = streams.noted(s);
      // events below are about the bytes below, not about the bytes of the filter
      if (stream !== null && !stream.isPlain) return fail(lpErrno, WSAEOPNOTSUPP);
      const result = pass.WSPAsyncSelect(s, hWnd, wMsg, lEvent, lpErrno);
      if (result === 0 && stream !== null) stream.isNonBlocking = true;
      return result;
    },

    WSPEventSelect(s, hEventObject, lNetworkEvents, lpErrno) {
      const stream = streams.noted(s);
      if (stream === null || typeof lNetworkEvents !== "number") {
        return pass.WSPEventSelect(s, hEventObject, lNetworkEvents, lpErrno);
      }
      if (stream.isPlain) {
        const result = pass.WSPEventSelect(s, hEventObject, lNetworkEvents, lpErrno);
        if (result === 0) stream.selected(hEventObject, lNetworkEvents);
        return result;
      }
      // The layer needs FD_CONNECT, even if the application does not ask for it.
      const isMet = lNetworkEvents === 0 || streams.filtered(s) !== null;
      const below = (lNetworkEvents & ~OWN_EVENTS) | (isMet ? 0 : FD_CONNECT);
      const result = pass.WSPEventSelect(s, hEventObject, below, lpErrno);
      if (result !== 0) return result;
      stream.selected(hEventObject, lNetworkEvents);
      if (stream.isBegun) stream.advance();
      return 0;
    },

    WSPEnumNetworkEvents(s, hEventObject, lpNetworkEvents, lpErrno) {
      const stream = streams.find(s);
      if (stream === null || !isStructure(lpNetworkEvents) || !Array.isArray(lpNetworkEvents.iErrorCode)) {
        return pass.WSPEnumNetworkEvents(s, hEventObject, lpNetworkEvents, lpErrno);
      }
      if (stream.isBegun) stream.look();
      const below = newWSANETWORKEVENTS();
      const result = pass.WSPEnumNetworkEvents(s, null, below, lpErrno);
      if (result !== 0) return result;
      // an established connection begins here, and its filter may delay what is recorded below
      streams.filtered(s);
      const { events } = stream;
      events.add(below);
      lpNetworkEvents.lNetworkEvents = events.take(lpNetworkEvents.iErrorCode);
      if (hEventObject !== null && hEventObject !== undefined) stream.layer.upcalls.WPUResetEvent(hEventObject, ref(0));
      return 0;
    },
  };
}

function fail(lpErrno: LPINT, code: number): number {
  setErrno(lpErrno, code);
  return SOCKET_ERROR;
}
