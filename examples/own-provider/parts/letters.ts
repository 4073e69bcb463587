import {
  FIONBIO,
  FIONREAD,
  getUint32,
  holds,
  type LPINT,
  MSG_PEEK,
  type Pointer,
  type Ref,
  ref,
  SOCKADDR_IN_SIZE,
  type SOCKET,
  setUint32,
  sockaddrPort,
  type WSABUF,
  WSAEFAULT,
  WSAEINTR,
  WSAEINVAL,
  WSAEMSGSIZE,
  WSAENOTCONN,
  WSAEOPNOTSUPP,
  WSAEWOULDBLOCK,
} from "@ws2kit/spi";
import { officeOf, onBox } from "./boxes.js";
import { nameRefusal, tell } from "./names.js";
import type { Box } from "./post-office.js";
import { fail, type Slots, type World } from "./provider.js";

/** The longest letter in bytes, as in the catalog entry. */
const LONGEST = 1024;

/** Sending and receiving letters. */
export const letters: Slots = (world) => ({
  WSPSendTo: (s, buffers, count, sent, _flags, to, tolen, overlapped, _routine, _thread, lpErrno) =>
    onBox(world, s, lpErrno, (box) => {
      if (overlapped !== null) return fail(lpErrno, WSAEOPNOTSUPP);
      const code = to === null ? (box.peer === 0 ? WSAENOTCONN : 0) : nameRefusal(to, tolen);
      if (code !== 0) return fail(lpErrno, code);
      return send(world, box, buffers.slice(0, count), sent, to === null ? box.peer : sockaddrPort(to), lpErrno);
    }),
  WSPSend: (s, buffers, count, sent, _flags, overlapped, _routine, _thread, lpErrno) =>
    onBox(world, s, lpErrno, (box) => {
      if (overlapped !== null) return fail(lpErrno, WSAEOPNOTSUPP);
      if (box.peer === 0) return fail(lpErrno, WSAENOTCONN);
      return send(world, box, buffers.slice(0, count), sent, box.peer, lpErrno);
    }),
  WSPRecvFrom: (s, buffers, count, received, flags, from, fromlen, overlapped, _routine, _thread, lpErrno) =>
    overlapped !== null
      ? fail(lpErrno, WSAEOPNOTSUPP)
      : receive(world, s, buffers.slice(0, count), received, flags, from, fromlen, lpErrno),
  WSPRecv: (s, buffers, count, received, flags, overlapped, _routine, _thread, lpErrno) =>
    overlapped !== null
      ? fail(lpErrno, WSAEOPNOTSUPP)
      : receive(world, s, buffers.slice(0, count), received, flags, null, null, lpErrno),
  WSPCancelBlockingCall: (lpErrno) => (world.imports.cancelWait() ? 0 : fail(lpErrno, WSAEINVAL)),
  WSPIoctl: (s, code, input, cbInput, output, cbOutput, returned, _overlapped, _routine, _thread, lpErrno) =>
    onBox(world, s, lpErrno, (box) => {
      if (code === FIONBIO) {
        const value = input as Pointer;
        if (!holds(value, 0, 4) || cbInput < 4) return fail(lpErrno, WSAEFAULT);
        box.isNonBlocking = getUint32(value, 0) !== 0;
        return 0;
      }
      if (code !== FIONREAD) return fail(lpErrno, WSAEOPNOTSUPP);
      const room = output as Pointer;
      if (!holds(room, 0, 4) || cbOutput < 4) return fail(lpErrno, WSAEFAULT);
      setUint32(room, 0, box.letters[0]?.bytes.length ?? 0);
      if (returned !== null) returned.value = 4;
      return 0;
    }),
});

function send(
  world: World,
  box: Box,
  buffers: WSABUF[],
  sent: Ref<number> | null,
  port: number,
  lpErrno: LPINT,
): number {
  const bytes = gathered(buffers);
  if (bytes.length > LONGEST) return fail(lpErrno, WSAEMSGSIZE);
  if (box.port === 0) officeOf(world).rent(box, 0);
  officeOf(world).send(box, port, bytes);
  if (sent !== null) sent.value = bytes.length;
  return 0;
}

function receive(
  world: World,
  s: SOCKET,
  buffers: WSABUF[],
  received: Ref<number> | null,
  flags: Ref<number> | null,
  from: Pointer,
  fromlen: Ref<number> | null,
  lpErrno: LPINT,
): number {
  return onBox(world, s, lpErrno, (box) => {
    if (box.port === 0) return fail(lpErrno, WSAEINVAL);
    if (from !== null && fromlen !== null && fromlen.value < SOCKADDR_IN_SIZE) return fail(lpErrno, WSAEFAULT);
    if (box.letters.length === 0 && box.isNonBlocking) return fail(lpErrno, WSAEWOULDBLOCK);
    const code = world.imports.wait({ ready: () => box.letters.length > 0 || box.isClosed }, -1);
    if (code !== 0) return fail(lpErrno, code);
    // closesocket/ends-waits
    if (box.isClosed) return fail(lpErrno, WSAEINTR);
    const [letter] = box.letters;
    if (((flags?.value ?? 0) & MSG_PEEK) === 0) box.letters.shift();
    const taken = scattered(letter.bytes, buffers);
    if (received !== null) received.value = taken;
    if (from !== null) tell(letter.from, from, fromlen, ref(0));
    return taken < letter.bytes.length ? fail(lpErrno, WSAEMSGSIZE) : 0;
  });
}

function gathered(buffers: readonly WSABUF[]): Uint8Array {
  const bytes = new Uint8Array(buffers.reduce((sum, { len }) => sum + len, 0));
  let at = 0;
  for (const { buf, off, len } of buffers) {
    if (buf !== null) bytes.set(buf.subarray(off, off + len), at);
    at += len;
  }
  return bytes;
}

/** Copies bytes to buffers in turn, and returns how many had room. */
function scattered(bytes: Uint8Array, buffers: readonly WSABUF[]): number {
  let at = 0;
  for (const { buf, off, len } of buffers) {
    const part = bytes.subarray(at, at + len);
    buf?.set(part, off);
    at += part.length;
  }
  return at;
}
