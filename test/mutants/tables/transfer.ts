import {
  MSG_OOB,
  MSG_PEEK,
  MSG_WAITALL,
  type WSABUF,
  WSAECONNABORTED,
  WSAECONNRESET,
  WSAEINVAL,
  WSAENOTCONN,
  WSAESHUTDOWN,
  WSAETIMEDOUT,
  WSAEWOULDBLOCK,
  type WSPPROC_TABLE,
} from "@ws2kit/spi";
import { mutants, type Row, refuse } from "../rows.js";

type Send = WSPPROC_TABLE["WSPSend"];
type Recv = WSPPROC_TABLE["WSPRecv"];
const sendCoded = (from: number, to: number) => ({
  slots: {
    WSPSend:
      (send: Send): Send =>
      (...args) => {
        const result = send(...args);
        return result !== 0 && args[8].value === from ? refuse(args, to) : result;
      },
  },
});
const recvCoded = (from: number, to: number) => ({
  slots: {
    WSPRecv:
      (recv: Recv): Recv =>
      (...args) => {
        const result = recv(...args);
        return result !== 0 && args[8].value === from ? refuse(args, to) : result;
      },
  },
});
/** The buffers without their last byte. */
function shortened(buffers: readonly WSABUF[]): WSABUF[] {
  const copies = buffers.map((each) => ({ ...each }));
  const last = copies[copies.length - 1];
  if (last.len > 1) last.len--;
  return copies;
}

/** The sent bytes with one bit changed. */
function damaged(buffers: readonly WSABUF[]): WSABUF[] {
  return buffers.map((each) => {
    if (each.buf === null || each.len === 0) return each;
    const buf = each.buf.slice();
    buf[each.off] ^= 1;
    return { ...each, buf };
  });
}

const ROWS: readonly Row[] = [
  [
    "WSPRecv ignores MSG_WAITALL",
    "recv/all-refused",
    {
      slots: {
        WSPRecv:
          (recv) =>
          (s, buffers, count, received, flags, ...rest) => {
            if (flags !== null) flags.value &= ~MSG_WAITALL;
            return recv(s, buffers, count, received, flags, ...rest);
          },
      },
    },
  ],
  [
    "WSPRecv of 0 bytes does not wait",
    "recv/nothing",
    {
      slots: {
        WSPRecv:
          (recv) =>
          (s, buffers, count, received, ...rest) => {
            if (buffers[0].len > 0) return recv(s, buffers, count, received, ...rest);
            if (received !== null) received.value = 0;
            return 0;
          },
      },
    },
  ],
  [
    "WSPSend loses a byte",
    "WSPSocket/stream/reliable",
    {
      slots: {
        WSPSend:
          (send) =>
          (s, buffers, count, sent, ...rest) => {
            const result = send(s, shortened(buffers), count, sent, ...rest);
            if (result === 0 && sent !== null) sent.value++;
            return result;
          },
      },
    },
  ],
  [
    "WSPSend changes a bit",
    "WSPSocket/stream/reliable",
    {
      slots: {
        WSPSend:
          (send) =>
          (s, buffers, ...rest) =>
            send(s, damaged(buffers), ...rest),
      },
    },
  ],
  [
    "WSPSend sends everything twice",
    "WSPSocket/stream/reliable",
    {
      slots: {
        WSPSend:
          (send) =>
          (s, buffers, count, sent, flags, overlapped, ...rest) => {
            if (overlapped === null && (flags & MSG_OOB) === 0)
              send(s, buffers, count, { value: 0 }, flags, null, ...rest);
            return send(s, buffers, count, sent, flags, overlapped, ...rest);
          },
      },
    },
  ],
  [
    "WSPSend sends only the first buffer",
    "send/buffers-in-order",
    {
      slots: {
        WSPSend:
          (send) =>
          (s, buffers, _count, ...rest) =>
            send(s, buffers, 1, ...rest),
      },
    },
  ],
  [
    "WSPSend counts a byte too many",
    "send/count",
    {
      slots: {
        WSPSend:
          (send) =>
          (s, buffers, count, sent, ...rest) => {
            const result = send(s, buffers, count, sent, ...rest);
            if (result === 0 && sent !== null) sent.value++;
            return result;
          },
      },
    },
  ],
  [
    "WSPSend ignores MSG_OOB",
    "recv/urgent",
    {
      slots: {
        WSPSend:
          (send) =>
          (s, b, n, sent, flags, ...rest) =>
            send(s, b, n, sent, flags & ~MSG_OOB, ...rest),
      },
    },
  ],
  [
    "WSPSend reports WSAENOTCONN after shutdown",
    "send/after-shutdown (a stream)",
    sendCoded(WSAESHUTDOWN, WSAENOTCONN),
  ],
  ["WSPSend reports WSAESHUTDOWN without a connection", "send/not-connected", sendCoded(WSAENOTCONN, WSAESHUTDOWN)],
  ["WSPSend reports WSAECONNABORTED for a reset", "send/reset", sendCoded(WSAECONNRESET, WSAECONNABORTED)],
  ["WSPSend reports WSAENOBUFS on a non-blocking socket", "send/would-block", sendCoded(WSAEWOULDBLOCK, 10055)],
  [
    "WSPSend reports WSAECONNRESET for a peer that does not answer",
    "WSPSocket/stream/broken-times-out",
    {
      slots: {
        ...sendCoded(WSAETIMEDOUT, WSAECONNRESET).slots,
        ...recvCoded(WSAETIMEDOUT, WSAECONNRESET).slots,
      },
    },
  ],
  [
    "WSPRecv ignores MSG_PEEK",
    "recv/peek",
    {
      slots: {
        WSPRecv:
          (recv) =>
          (s, buffers, count, received, flags, ...rest) => {
            if (flags !== null) flags.value &= ~MSG_PEEK;
            return recv(s, buffers, count, received, flags, ...rest);
          },
      },
    },
  ],
  [
    "WSPRecv never removes data",
    "shutdown/send-ends-stream",
    {
      slots: {
        WSPRecv:
          (recv) =>
          (s, buffers, count, received, flags, ...rest) =>
            recv(s, buffers, count, received, flags && { value: flags.value | MSG_PEEK }, ...rest),
      },
    },
  ],
  [
    "WSPRecv ignores MSG_OOB",
    "recv/urgent",
    {
      slots: {
        WSPRecv:
          (recv) =>
          (s, buffers, count, received, flags, ...rest) =>
            recv(s, buffers, count, received, flags && { value: flags.value & ~MSG_OOB }, ...rest),
      },
    },
  ],
  [
    "WSPRecv counts a byte too few",
    "recv/count",
    {
      slots: {
        WSPRecv:
          (recv) =>
          (s, buffers, count, received, ...rest) => {
            const result = recv(s, buffers, count, received, ...rest);
            if (result === 0 && received !== null && received.value > 0) received.value--;
            return result;
          },
      },
    },
  ],
  [
    "WSPRecv reports a graceful close as a reset",
    "recv/graceful-close",
    {
      slots: {
        WSPRecv:
          (recv) =>
          (s, buffers, count, received, ...rest) => {
            const result = recv(s, buffers, count, received, ...rest);
            return result === 0 && received?.value === 0 && buffers[0].len > 0 ? refuse(rest, WSAECONNRESET) : result;
          },
      },
    },
  ],
  [
    "WSPRecv reports a reset as a graceful close",
    "recv/reset",
    { slots: { WSPRecv: (recv) => endingGracefully(recv) } },
  ],
  [
    "WSPRecv reports WSAENOTCONN after shutdown",
    "recv/after-shutdown (a stream)",
    recvCoded(WSAESHUTDOWN, WSAENOTCONN),
  ],
  ["WSPRecv reports WSAEINVAL without a connection", "recv/not-connected", recvCoded(WSAENOTCONN, WSAEINVAL)],
  ["WSPRecv reports WSAEWOULDBLOCK after SO_RCVTIMEO", "recv/timeout", recvCoded(WSAETIMEDOUT, WSAEWOULDBLOCK)],
  [
    "WSPRecv reports WSAETIMEDOUT on a non-blocking socket",
    "recv/would-block",
    recvCoded(WSAEWOULDBLOCK, WSAETIMEDOUT),
  ],
];
function endingGracefully(recv: Recv): Recv {
  return (s, buffers, count, received, flags, overlapped, routine, thread, errno) => {
    const result = recv(s, buffers, count, received, flags, overlapped, routine, thread, errno);
    if (result === 0 || errno.value !== WSAECONNRESET) return result;
    if (received !== null) received.value = 0;
    return 0;
  };
}

export const TRANSFER = mutants("base", "desktop", ROWS);
