import {
  AF_INET,
  FD_ALL_EVENTS,
  FD_CLOSE,
  FD_ISSET,
  FD_READ,
  FD_WRITE,
  fd_set,
  INVALID_SOCKET,
  newWSANETWORKEVENTS,
  newWSAOVERLAPPED,
  POLLERR,
  POLLHUP,
  POLLNVAL,
  POLLRDBAND,
  POLLRDNORM,
  POLLWRNORM,
  ref,
  SOCK_STREAM,
  WSA_FLAG_OVERLAPPED,
  WSA_IO_PENDING,
  WSA_OPERATION_ABORTED,
  WSA_WAIT_FAILED,
  WSAEOPNOTSUPP,
} from "@ws2kit/spi";
import type { Ws2 as DesktopWs2 } from "@ws2kit/target-desktop";
import { assert } from "chai";
import { named, type Step } from "./creation-steps.js";
import type { Handle } from "./model-socket.js";
import type { World } from "./world.js";

/** Time passes, and completion routines run. */
const waitStep: Step = (world, a, b) => {
  const party = world.party(a);
  const ms = (b % 3) * 5;
  const result = party.ws2.WSAWaitForMultipleEvents(1, [party.event], false, ms, true);
  world.note?.(() => `${party.name} WSAWaitForMultipleEvents(${ms}) = ${result}`);
  assert.notEqual(result, WSA_WAIT_FAILED, "a wait with an end");
  world.settle();
};

const selectStep: Step = (world, a, b) => {
  const party = world.party(a);
  const asked = world.handles.filter((handle, i) => handle.party === party && ((b >> (i & 7)) & 1) === 1);
  if (asked.length === 0) return;
  const readable = fd_set(...asked.map(({ s }) => s));
  const writable = fd_set(...asked.map(({ s }) => s));
  const result = party.ws2.select(0, readable, writable, null, { tv_sec: 0, tv_usec: 0 });
  world.note?.(() => `${party.name} select(${asked.map(({ s }) => s)}) = ${result}`);
  world.settle();
  assert.equal(result, readable.fd_count + writable.fd_count, "select's count");
  for (const handle of asked) checkReadable(world, handle, FD_ISSET(handle.s, readable));
};

/** Compares select's result for one socket with the model. */
function checkReadable(world: World, { socket, s }: Handle, isReadable: boolean): void {
  const { incoming, connection } = socket;
  if (world.receivesAhead(socket)) return;
  if (socket.isListening) {
    if (isReadable) assert.isNotEmpty(socket.arrivals, `a readable listener's connections (${s})`);
    return;
  }
  if (!socket.isStream) {
    const isWaiting = socket.datagrams.some((datagram) => datagram.isCertain);
    const reasons = socket.datagrams.length + socket.refusable.size;
    if (isReadable) assert.isAbove(reasons, 0, `a readable socket's datagrams and refusals (${s})`);
    else if (world.isInstant) assert.isFalse(isWaiting, `a datagram waits on a socket that is not readable (${s})`);
    return;
  }
  if (incoming === null || connection === null || connection.mayBreak || incoming.isObscure) return;
  if (isReadable) assert.isTrue(incoming.underWay > 0 || incoming.isEnded, `bytes for a readable socket (${s})`);
  else if (world.isInstant && !socket.isConnecting) {
    assert.equal(incoming.waiting, 0, `bytes for a socket that is not readable (${s})`);
  }
}

const MASKS = [FD_ALL_EVENTS, FD_READ | FD_CLOSE, FD_WRITE, 0, FD_READ, 0x3f];

const eventSelectStep: Step = (world, a, b) => {
  const handle = world.pick(a);
  if (handle === null) return;
  const { party, s, socket } = handle;
  const mask = MASKS[b % MASKS.length];
  const result = party.ws2.WSAEventSelect(s, mask === 0 ? null : party.event, mask);
  world.note?.(() => `${named(handle)} WSAEventSelect(${mask}) = ${result}`);
  assert.equal(result, 0, "WSAEventSelect");
  socket.mask = mask;
  socket.isNonBlocking = true;
  world.settle();
};

const enumerateStep: Step = (world, a, b) => {
  const handle = world.pick(a);
  if (handle === null) return;
  const { party, s, socket } = handle;
  const events = newWSANETWORKEVENTS();
  const result = party.ws2.WSAEnumNetworkEvents(s, (b & 1) === 0 ? party.event : null, events);
  world.note?.(() => `${named(handle)} WSAEnumNetworkEvents = ${result}, ${events.lNetworkEvents}`);
  assert.equal(result, 0, "WSAEnumNetworkEvents");
  assert.equal(events.lNetworkEvents & ~socket.mask, 0, "network events that were not selected");
  world.settle();
  checkClose(world, handle, (events.lNetworkEvents & FD_CLOSE) !== 0);
};

/**
 * Compares FD_CLOSE with the model: it is reported once, and on desktop also if the mask lacked it when the peer ended.
 * FD_CLOSE/before-mask
 */
function checkClose(world: World, { socket, s }: Handle, isReported: boolean): void {
  const { incoming, connection, isCloseReported } = socket;
  if (isReported) assert.isFalse(isCloseReported, `FD_CLOSE, reported before (${s})`);
  socket.isCloseReported ||= isReported;
  if (incoming === null || connection === null || connection.mayBreak || socket.isConnecting) return;
  if (isReported) assert.isTrue(incoming.isEnded || incoming.isObscure, `FD_CLOSE of a stream that goes on (${s})`);
  const isOver = incoming.isEnded && incoming.waiting === 0 && !incoming.isObscure && !world.receivesAhead(socket);
  if (
    !isOver ||
    isReported ||
    isCloseReported ||
    !world.isDesktop ||
    !world.isInstant ||
    (socket.mask & FD_CLOSE) === 0
  )
    return;
  assert.fail(`FD_CLOSE is missing, of a stream that its peer has ended (${s})`);
}

const POLLED = [POLLRDNORM, POLLWRNORM, POLLRDNORM | POLLWRNORM, POLLRDNORM | POLLRDBAND, 0];
const UNASKED = POLLERR | POLLHUP;

/** Desktop: WSAPoll, with sockets and with invalid handles. */
const pollStep: Step = (world, a, b, c) => {
  const party = world.party(a);
  const ws2 = party.ws2 as unknown as Partial<Pick<DesktopWs2, "WSAPoll">>;
  const asked = world.handles.filter((handle, i) => handle.party === party && ((b >> (i & 7)) & 1) === 1);
  if (ws2.WSAPoll === undefined || asked.length === 0) return;
  const fds = asked.map(({ s }, i) => ({ fd: s, events: POLLED[(c + i) % POLLED.length], revents: 0xdead }));
  if ((c & 64) !== 0) fds.push({ fd: INVALID_SOCKET, events: POLLRDNORM, revents: 0xdead });
  const result = ws2.WSAPoll(fds, fds.length, (c % 3) * 5);
  world.note?.(
    () => `${party.name} WSAPoll(${fds.map(({ fd, events, revents }) => [fd, events, revents])}) = ${result}`,
  );
  world.settle();
  assert.equal(result, fds.filter(({ revents }) => (revents & ~POLLNVAL) !== 0).length, "WSAPoll's count");
  if (fds.length > asked.length) assert.equal(fds[asked.length].revents, POLLNVAL, "an invalid handle");
  for (const [i, handle] of asked.entries()) checkPolled(world, handle, fds[i].events, fds[i].revents);
};

/** Compares WSAPoll's result for one socket with the model. */
function checkPolled(world: World, handle: Handle, events: number, revents: number): void {
  const { socket, s } = handle;
  const { incoming, connection } = socket;
  assert.equal(revents & ~(events | UNASKED), 0, `conditions that nobody asked for (${s})`);
  const hasData = (revents & POLLRDNORM) !== 0;
  if (!socket.isStream || socket.isListening) {
    if ((events & POLLRDNORM) !== 0) checkReadable(world, handle, hasData);
    return;
  }
  if (incoming === null || connection === null || connection.mayBreak || incoming.isObscure) return;
  if (socket.isConnecting || world.receivesAhead(socket)) return;
  assert.equal(revents & POLLERR, 0, `an error of a connection that stands (${s})`);
  if ((revents & POLLHUP) !== 0) assert.isTrue(incoming.isEnded, `POLLHUP of a stream that goes on (${s})`);
  if (hasData) assert.isAbove(incoming.underWay, 0, `POLLRDNORM without bytes (${s})`);
  else if ((events & POLLRDNORM) !== 0 && world.isInstant) {
    assert.equal(incoming.waiting, 0, `bytes without POLLRDNORM (${s})`);
  }
}

/** Desktop: an AcceptEx without a connection ends when it is cancelled, or when its accepting socket closes. */
const acceptExStep: Step = (world, a, b) => {
  const handle = world.pick(a, ({ socket }) => socket.isListening && socket.arrivals.length === 0);
  if (handle === null) return;
  const { party, s } = handle;
  const ws2 = party.ws2 as unknown as Partial<DesktopWs2>;
  if (ws2.mswsock === undefined || ws2.kernel32 === undefined) return;
  const acceptor = party.ws2.WSASocketW(AF_INET, SOCK_STREAM, 0, null, 0, WSA_FLAG_OVERLAPPED);
  if (acceptor === INVALID_SOCKET) return;
  const overlapped = newWSAOVERLAPPED();
  const isDone = ws2.mswsock.AcceptEx(s, acceptor, new Uint8Array(80), b & 8, 32, 32, ref(0), overlapped);
  const code = isDone ? 0 : party.lastError;
  world.note?.(() => `${named(handle)} AcceptEx(${acceptor}) = ${isDone} ${code}`);
  // a filter has no extension functions
  if (code !== WSAEOPNOTSUPP) {
    assert.equal(code, WSA_IO_PENDING, "AcceptEx for which no connection waits");
    const isCancelled = (b & 1) === 0;
    if (isCancelled) assert.isTrue(ws2.kernel32.CancelIoEx(s, overlapped), "CancelIoEx of AcceptEx");
    else assert.equal(party.ws2.closesocket(acceptor), 0, "closesocket of an acceptor");
    world.computer.machine.turn();
    assert.isFalse(party.ws2.WSAGetOverlappedResult(s, overlapped, ref(0), false, ref(0)));
    assert.equal(party.lastError, WSA_OPERATION_ABORTED, "the code of an AcceptEx that was ended");
    if (!isCancelled) return world.settle();
  }
  assert.equal(party.ws2.closesocket(acceptor), 0, "closesocket of an acceptor");
  world.settle();
};

export const NOTIFICATION_STEPS: readonly (readonly [weight: number, step: Step])[] = [
  [4, waitStep],
  [4, selectStep],
  [2, eventSelectStep],
  [2, enumerateStep],
  [2, pollStep],
  [1, acceptExStep],
];
