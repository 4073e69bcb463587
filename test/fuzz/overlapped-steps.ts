import {
  MSG_WAITALL,
  newWSABUF,
  ref,
  sockaddr_in,
  WSA_IO_PENDING,
  type WSABUF,
  WSAECONNRESET,
  WSAEINVAL,
  WSAEMSGSIZE,
  type WSAOVERLAPPED,
} from "@ws2kit/spi";
import { assert } from "chai";
import { named, type Step } from "./creation-steps.js";
import { datagramSent, isBoundDatagram, isDatagram, newDatagram, SHORTEST } from "./datagram-steps.js";
import type { Handle } from "./model-socket.js";
import { type Notice, Operation } from "./operation.js";
import { excuse, isTalking, received } from "./stream-steps.js";
import type { World } from "./world.js";

const NOTICES: readonly Notice[] = ["event", "routine", "nothing"];
const MOST_PENDING = 12;

/** The bytes as one buffer or as two. */
function inBuffers(bytes: Uint8Array, split: boolean): WSABUF[] {
  if (!split || bytes.length < 2) return [newWSABUF(bytes)];
  const half = bytes.length >> 1;
  return [newWSABUF(bytes, half), newWSABUF(bytes, bytes.length - half, half)];
}

/** Records the start of an operation. Returns the code of an operation that did not start, or 0. */
function started(world: World, operation: Operation, result: number, name: string, buffers: number): number {
  const { handle } = operation;
  const code = result === 0 ? 0 : handle.party.lastError;
  const { length } = operation.buffer;
  world.note?.(
    () => `${named(handle)} ${name}(${length} in ${buffers}, overlapped, ${operation.notice}) = ${result} ${code}`,
  );
  if (code !== 0 && code !== WSA_IO_PENDING) {
    operation.refuse();
    return code;
  }
  operation.isImmediate = code === 0;
  world.begin(operation);
  if (operation.isImmediate) assert.isTrue(operation.isDone, "whether an operation that succeeded at once has ended");
  return 0;
}

const sendStep: Step = (world, a, b, c) => {
  const handle = world.pick(a, isTalking);
  const direction = handle?.socket.outgoing;
  if (handle === null || !direction || world.open.length >= MOST_PENDING) return;
  const chunk = direction.offer(b * (c % 16));
  const operation = new Operation(handle, false, chunk.bytes(), NOTICES[c % 3], (bytes, { isDropped }) => {
    if (isDropped) direction.isObscure = true;
    direction.settle(chunk, bytes);
  });
  const buffers = inBuffers(operation.buffer, (c & 64) !== 0);
  const { overlapped, routine } = operation;
  const sent = (c & 32) === 0 ? ref(0) : null;
  const result = handle.party.ws2.WSASend(handle.s, buffers, buffers.length, sent, 0, overlapped, routine);
  const code = started(world, operation, result, "WSASend", buffers.length);
  if (code !== 0) direction.settle(chunk, 0);
  world.settle();
  if (code !== 0) excuse(world, handle.socket, code, false);
};

const receiveStep: Step = (world, a, b, c) => {
  const handle = world.pick(a, isTalking);
  if (handle === null || world.open.length >= MOST_PENDING) return;
  const { socket, party, s } = handle;
  const flags = c % 8 === 7 ? MSG_WAITALL : 0;
  const buffer = new Uint8Array(b * (c % 16));
  const operation = new Operation(handle, true, buffer, NOTICES[c % 3], (bytes, { isDropped, isLost, hasFailed }) => {
    if ((isLost || (isDropped && flags !== 0)) && socket.incoming !== null) socket.incoming.isObscure = true;
    if (bytes > 0 || !hasFailed) received(socket, buffer, bytes, buffer.length);
  });
  const buffers = inBuffers(buffer, (c & 64) !== 0);
  const { overlapped, routine } = operation;
  const count = (c & 32) === 0 ? ref(0) : null;
  const result = party.ws2.WSARecv(s, buffers, buffers.length, count, ref(flags), overlapped, routine);
  const code = started(world, operation, result, `WSARecv ${flags}`, buffers.length);
  world.settle();
  if (code !== 0) excuse(world, socket, code, true);
};

const sendToStep: Step = (world, a, b, c) => {
  const from = world.pick(a, isDatagram);
  const to = world.pick(b, isBoundDatagram);
  if (from === null || to === null || world.open.length >= MOST_PENDING) return;
  const { id, bytes } = newDatagram(world, SHORTEST + b);
  const operation = new Operation(from, false, bytes, NOTICES[c % 3], (count) => assert.equal(count, bytes.length));
  const name = sockaddr_in("127.0.0.1", to.socket.port);
  const { overlapped, routine } = operation;
  const buffers = inBuffers(bytes, (c & 64) !== 0);
  const { ws2 } = from.party;
  const result = ws2.WSASendTo(from.s, buffers, buffers.length, ref(0), 0, name, 16, overlapped, routine);
  assert.equal(started(world, operation, result, "WSASendTo", buffers.length), 0, "WSASendTo");
  datagramSent(world, from, to.socket, id, bytes.length);
  world.settle();
};

const receiveFromStep: Step = (world, a, b, c) => {
  const handle = world.pick(a, isDatagram);
  if (handle === null || world.open.length >= MOST_PENDING) return;
  const { party, s, socket } = handle;
  const buffer = new Uint8Array(SHORTEST + b);
  const operation = new Operation(handle, true, buffer, NOTICES[c % 3], (bytes, { isDropped, overlapped }) => {
    const code = overlapped.Internal;
    if (bytes > 0) world.takeDatagram(socket, buffer, bytes, false);
    else if (code === WSAECONNRESET) socket.judgeRefusal(false);
    // bytes that a layer had received and not reported are lost with it
    else if (isDropped && world.tellsLater) world.doubtNext(socket);
  });
  const { overlapped, routine } = operation;
  const buffers = inBuffers(buffer, (c & 64) !== 0);
  const name = new Uint8Array(16);
  const result = party.ws2.WSARecvFrom(s, buffers, buffers.length, ref(0), ref(0), name, ref(16), overlapped, routine);
  const code = started(world, operation, result, "WSARecvFrom", buffers.length);
  world.settle();
  // a datagram that was too long for a receive that completed at once: the beginning was received, the rest is lost
  if (code === WSAEMSGSIZE) world.judgeInOrder(socket, () => world.takeDatagram(socket, buffer, buffer.length, false));
  else if (code === WSAECONNRESET) socket.judgeRefusal(false);
  else if (code !== 0) assert.isTrue(code === WSAEINVAL && socket.port === 0, `WSARecvFrom's code ${code}`);
};

/** Desktop: cancels an operation, or all operations of a handle. */
const cancelStep: Step = (world, a, b) => {
  const underWay = world.open.filter(({ isDone }) => !isDone);
  const operation = underWay[a % Math.max(underWay.length, 1)];
  if (operation === undefined || !operation.handle.isOpen) return;
  const { party, s } = operation.handle;
  const kernel32 = kernelOf(operation.handle);
  if (kernel32 === null) return;
  const what = (b & 1) === 0 ? operation.overlapped : null;
  const result = kernel32.CancelIoEx(s, what);
  world.note?.(() => `${named({ party, s } as Handle)} CancelIoEx(${what === null ? "all" : "one"}) = ${result}`);
  // a layer reports a completion later: below, the operation may have completed already
  assert.isTrue(result || world.tellsLater, "CancelIoEx of an operation that is under way");
  if (world.tellsLater) world.computer.machine.turn();
  assert.isTrue(operation.isDone, "whether an operation that was cancelled, or not found, has ended");
  // an operation that had completed below succeeds, although the others of its handle are cancelled
  const mayHaveSucceeded = what === null && world.tellsLater;
  if (result && !mayHaveSucceeded) assert.isTrue(operation.hasFailed, "whether a cancelled operation has failed");
  world.settle();
};

interface Kernel {
  CancelIoEx(hFile: number, lpOverlapped: WSAOVERLAPPED | null): boolean;
}

function kernelOf({ party }: Handle): Kernel | null {
  return (party.ws2 as unknown as { kernel32?: Kernel }).kernel32 ?? null;
}

export const OVERLAPPED_STEPS: readonly (readonly [weight: number, step: Step])[] = [
  [5, sendStep],
  [7, receiveStep],
  [2, sendToStep],
  [3, receiveFromStep],
  [1, cancelStep],
];
