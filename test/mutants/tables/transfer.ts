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
    "WSPRecv knows no MSG_WAITALL",
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
    "WSPRecv of no bytes does not wait",
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
    "WSPSend sends a socket's first buffer alone",
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
    "WSPSend knows no MSG_OOB",
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
  ["WSPSend says WSAENOTCONN after shutdown", "send/after-shutdown (a stream)", sendCoded(WSAESHUTDOWN, WSAENOTCONN)],
  ["WSPSend says WSAESHUTDOWN without a connection", "send/not-connected", sendCoded(WSAENOTCONN, WSAESHUTDOWN)],
  ["WSPSend says WSAECONNABORTED of a reset", "send/reset", sendCoded(WSAECONNRESET, WSAECONNABORTED)],
  ["WSPSend says WSAENOBUFS where it cannot wait", "send/would-block", sendCoded(WSAEWOULDBLOCK, 10055)],
  [
    "WSPSend says WSAECONNRESET of a peer that is silent",
    "WSPSocket/stream/broken-times-out",
    {
      slots: {
        ...sendCoded(WSAETIMEDOUT, WSAECONNRESET).slots,
        ...recvCoded(WSAETIMEDOUT, WSAECONNRESET).slots,
      },
    },
  ],
  [
    "WSPRecv knows no MSG_PEEK",
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
    "WSPRecv peeks at everything",
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
    "WSPRecv knows no MSG_OOB",
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
    "WSPRecv takes a graceful close for a reset",
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
    "WSPRecv takes a reset for a graceful close",
    "recv/reset",
    { slots: { WSPRecv: (recv) => endingGracefully(recv) } },
  ],
  ["WSPRecv says WSAENOTCONN after shutdown", "recv/after-shutdown (a stream)", recvCoded(WSAESHUTDOWN, WSAENOTCONN)],
  ["WSPRecv says WSAEINVAL without a connection", "recv/not-connected", recvCoded(WSAENOTCONN, WSAEINVAL)],
  ["WSPRecv says WSAEWOULDBLOCK when SO_RCVTIMEO is over", "recv/timeout", recvCoded(WSAETIMEDOUT, WSAEWOULDBLOCK)],
  ["WSPRecv says WSAETIMEDOUT where it cannot wait", "recv/would-block", recvCoded(WSAEWOULDBLOCK, WSAETIMEDOUT)],
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
