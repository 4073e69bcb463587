import {
  type LPINT,
  ref,
  SD_BOTH,
  SD_RECEIVE,
  SD_SEND,
  SO_LINGER,
  SOCK_STREAM,
  type SOCKET,
  SOCKET_ERROR,
  SOL_SOCKET,
  setErrno,
  WSA_FLAG_OVERLAPPED,
  WSAEALREADY,
  WSAEWOULDBLOCK,
  WSASYSCALLFAILURE,
  type WSPPROC_TABLE,
} from "@ws2kit/spi";
import { ask, attempt } from "../kit/link.js";
import type { Stream } from "./stream.js";
import type { Streams } from "./streams.js";

type LifeSlot =
  | "WSPSocket"
  | "WSPConnect"
  | "WSPAccept"
  | "WSPShutdown"
  | "WSPSendDisconnect"
  | "WSPCloseSocket"
  | "WSPDuplicateSocket";

/** The slots that connect, shut down and close streams. */
export function liveStreams(streams: Streams, pass: WSPPROC_TABLE): Pick<WSPPROC_TABLE, LifeSlot> {
  const { layer } = streams;

  /**
   * Ends sending below, unless the stream has failed: the peer would take the end of an incomplete stream for the end
   * of a complete one.
   */
  const shutBelow = (stream: Stream, s: SOCKET) => () => {
    if (stream.failure === 0) pass.WSPShutdown(s, SD_SEND, ref(0));
  };

  return {
    WSPSocket(af, type, protocol, lpProtocolInfo, g, dwFlags, lpErrno) {
      // the layer itself uses overlapped calls
      const flags = lpProtocolInfo.iSocketType === SOCK_STREAM ? dwFlags | WSA_FLAG_OVERLAPPED : dwFlags;
      const s = pass.WSPSocket(af, type, protocol, lpProtocolInfo, g, flags, lpErrno);
      const stream = s === SOCKET_ERROR ? null : streams.noted(s);
      if (stream !== null) stream.isOverlapped = (dwFlags & WSA_FLAG_OVERLAPPED) !== 0;
      return s;
    },

    WSPConnect(s, name, namelen, callerData, calleeData, sqos, gqos, lpErrno) {
      const stream = streams.find(s);
      if (stream?.isHeld) return fail(lpErrno, WSAEALREADY);
      stream?.events.connecting();
      const result = pass.WSPConnect(s, name, namelen, callerData, calleeData, sqos, gqos, lpErrno);
      if (stream !== null) stream.isConnecting = result !== 0;
      if (result !== 0 || stream === null || streams.filtered(s) === null) return result;
      const code = stream.isHeld ? stream.wait({ ready: () => !stream.isHeld }, -1) : 0;
      return code === 0 && stream.refusal === 0 ? 0 : fail(lpErrno, code || stream.refusal);
    },

    WSPAccept(s, addr, addrlen, lpfnCondition, dwCallbackData, lpErrno) {
      const accepted = pass.WSPAccept(s, addr, addrlen, lpfnCondition, dwCallbackData, lpErrno);
      if (accepted === SOCKET_ERROR) return accepted;
      const [listener, stream] = [streams.noted(s), streams.noted(accepted)];
      if (listener === null || stream === null) return accepted;
      stream.isPlain = listener.isPlain;
      stream.isNonBlocking = listener.isNonBlocking;
      stream.isOverlapped = listener.isOverlapped;
      stream.receiveTimeout = listener.receiveTimeout;
      stream.sendTimeout = listener.sendTimeout;
      stream.events.inherit(listener.events);
      if (!stream.isPlain) streams.meet(stream, listener.socket);
      return accepted;
    },

    WSPShutdown(s, how, lpErrno) {
      const stream = streams.filtered(s);
      const endsReceiving = how === SD_RECEIVE || how === SD_BOTH;
      if (stream === null || !(endsReceiving || how === SD_SEND)) return pass.WSPShutdown(s, how, lpErrno);
      // receiving does not end below, so that pending receives still return data
      if (endsReceiving) stream.receiveIsShut = true;
      if (how === SD_RECEIVE) return 0;
      // while the filter has bytes to send, the call is not forwarded, even if it is repeated
      if (!stream.sendIsShut) stream.endDown(shutBelow(stream, s));
      return 0;
    },

    WSPSendDisconnect(s, lpOutboundDisconnectData, lpErrno) {
      const stream = streams.filtered(s);
      if (stream === null || lpOutboundDisconnectData !== null) {
        return pass.WSPSendDisconnect(s, lpOutboundDisconnectData, lpErrno);
      }
      const shutLater = shutBelow(stream, s);
      let [isNow, result] = [true, 0];
      const end = () => {
        if (isNow) result = pass.WSPSendDisconnect(s, null, lpErrno);
        else shutLater();
      };
      if (!stream.sendIsShut) stream.endDown(end);
      isNow = false;
      return result;
    },

    WSPDuplicateSocket(s, dwProcessId, lpProtocolInfo, lpErrno) {
      // the state of a filter cannot move to another process
      if (streams.find(s) !== null) return fail(lpErrno, WSASYSCALLFAILURE);
      return pass.WSPDuplicateSocket(s, dwProcessId, lpProtocolInfo, lpErrno);
    },

    WSPCloseSocket(s, lpErrno) {
      const stream = streams.filtered(s);
      if (stream === null) return pass.WSPCloseSocket(s, lpErrno);
      const linger = lingerOf(stream);
      if (linger !== 0 && !stream.sendIsShut && stream.failure === 0) {
        if (linger > 0 && stream.isNonBlocking && !stream.isDrained) return fail(lpErrno, WSAEWOULDBLOCK);
        stream.endDown(() => {});
      }
      if (linger > 0 && !stream.isDrained) stream.wait({ ready: () => stream.isDrained }, linger * 1000);
      stream.operations.abort();
      stream.endUp();
      if (linger >= 0 || stream.isDrained) {
        stream.drop();
        return pass.WSPCloseSocket(s, lpErrno);
      }
      // closed for the application now, and below when all bytes are sent
      const { socket } = stream;
      layer.beginClose(socket);
      socket.pending++;
      stream.endDown(() => {
        stream.drop();
        attempt(socket.below, "WSPCloseSocket", ref(0), (slots) => slots.WSPCloseSocket(socket.lower, ref(0)));
        socket.pending--;
        layer.settle(socket);
      });
      return 0;
    },
  };
}

/** SO_LINGER of the socket below: seconds, or -1 if it is off. */
function lingerOf({ socket }: Stream): number {
  const value = new Uint8Array(4);
  const result = ask(socket.below, "WSPGetSockOpt", ({ WSPGetSockOpt }) =>
    WSPGetSockOpt(socket.lower, SOL_SOCKET, SO_LINGER, value, ref(4), ref(0)),
  );
  if (result !== 0) return -1;
  const [on, seconds] = [value[0] | (value[1] << 8), value[2] | (value[3] << 8)];
  return on === 0 ? -1 : seconds;
}

function fail(lpErrno: LPINT, code: number): number {
  setErrno(lpErrno, code);
  return SOCKET_ERROR;
}
