import {
  DWORD,
  MSG_PEEK,
  MSG_WAITALL,
  ref,
  SD_RECEIVE,
  SO_RCVBUF,
  SO_SNDBUF,
  SOL_SOCKET,
  WSAECONNABORTED,
  WSAECONNRESET,
  WSAENETDOWN,
  WSAENOTCONN,
  WSAEOPNOTSUPP,
  WSAESHUTDOWN,
  WSAEWOULDBLOCK,
} from "@ws2kit/spi";
import { assert } from "chai";
import { named, type Step } from "./creation-steps.js";
import type { ModelSocket } from "./model-socket.js";
import type { World } from "./world.js";

const FLAGS = [0, 0, 0, 0, 0, MSG_PEEK, MSG_WAITALL, 0];
const BUFFER_SIZES = [64, 1000, 8192];

export const isTalking = ({ socket }: { socket: ModelSocket }) => socket.connection !== null;

/** The conditions under which a call on a connection may fail, by code; any other failure is a defect. */
const EXCUSES: Readonly<Record<number, (world: World, socket: ModelSocket, isReceive: boolean) => boolean>> = {
  [WSAECONNRESET]: (_world, socket) => socket.connection?.mayBreak === true,
  [WSAECONNABORTED]: (_world, socket) => socket.connection?.mayBreak === true,
  [WSAENOTCONN]: (_world, socket) => socket.isConnecting,
  // MSG_WAITALL
  [WSAEOPNOTSUPP]: (_world, socket, isReceive) => isReceive && socket.isNonBlocking,
  [WSAESHUTDOWN]: (_world, socket, isReceive) => (isReceive ? socket.receiveIsShut : socket.sendIsShut),
  [WSAEWOULDBLOCK]: (world, socket, isReceive) =>
    socket.isNonBlocking && (!world.isInstant || standsStill(world, socket, isReceive)),
  // a wait that no event can end
  [WSAENETDOWN]: (world, socket, isReceive) => !socket.isNonBlocking && standsStill(world, socket, isReceive),
};

/** Whether a receive has no data, or a send no room. */
function standsStill(world: World, socket: ModelSocket, isReceive: boolean): boolean {
  if (isReceive) {
    const { incoming } = socket;
    const isEmpty = incoming?.waiting === 0 && !incoming.isEnded;
    return isEmpty || incoming?.isObscure === true || world.receivesAhead(socket);
  }
  return (socket.outgoing?.underWay ?? 0) > 0 || socket.outgoing?.isObscure === true;
}

/** Compares the code of a failed call with the model. */
export function excuse(world: World, socket: ModelSocket, code: number, isReceive: boolean): void {
  const isExcused = EXCUSES[code]?.(world, socket, isReceive) ?? false;
  assert.isTrue(isExcused, `${isReceive ? "receiving" : "sending"} failed with ${code}, for which there is no reason`);
}

/** Compares received bytes with the sent bytes; 0 bytes are the end of the stream. */
export function received(socket: ModelSocket, bytes: Uint8Array, count: number, wanted: number, isPeek = false): void {
  const { incoming } = socket;
  assert.isNotNull(incoming, "a receive on a socket that was never connected succeeded");
  if (incoming === null) return;
  socket.isConnecting = false;
  assert.isAtMost(count, wanted);
  incoming.receive(bytes, count, isPeek);
  if (count > 0 || wanted === 0) return;
  assert.isTrue(incoming.isEnded, "the stream ended although no end closed it");
  if (!incoming.isObscure) assert.equal(incoming.waiting, 0, "bytes that were lost at the end of the stream");
}

const sendStep: Step = (world, a, b, c) => {
  const handle = world.pick(a, isTalking);
  const direction = handle?.socket.outgoing;
  if (handle === null || !direction) return;
  const { party, s, socket } = handle;
  const length = 1 + b * (c % 16);
  const chunk = direction.offer(length);
  const result = party.ws2.send(s, chunk.bytes(), length, 0);
  const code = result < 0 ? party.lastError : 0;
  world.note?.(() => `${named(handle)} send(${length}) = ${result} ${code}`);
  direction.settle(chunk, Math.max(result, 0));
  world.settle();
  if (result < 0) return excuse(world, socket, code, false);
  socket.isConnecting = false;
  assert.isFalse(socket.sendIsShut, "whether a socket that was shut sends");
  assert.isAbove(result, 0, "bytes sent");
};

const receiveStep: Step = (world, a, b, c) => {
  const handle = world.pick(a, isTalking);
  if (handle === null) return;
  const { party, s, socket } = handle;
  const flags = FLAGS[c % FLAGS.length];
  const buffer = new Uint8Array(1 + b * (c % 16));
  const result = party.ws2.recv(s, buffer, buffer.length, flags);
  const code = result < 0 ? party.lastError : 0;
  world.note?.(() => `${named(handle)} recv(${buffer.length}, ${flags}) = ${result} ${code}`);
  world.settle();
  if (result < 0) return excuse(world, socket, code, true);
  assert.isFalse(socket.receiveIsShut, "whether a socket that was shut receives");
  world.judgeInOrder(socket, () => received(socket, buffer, result, buffer.length, flags === MSG_PEEK));
};

const shutdownStep: Step = (world, a, b) => {
  const handle = world.pick(a, isTalking);
  if (handle === null) return;
  const how = b % 8 === 0 ? SD_RECEIVE : 1 + (b & 1);
  shut(world, handle, how);
};

export function shut(world: World, handle: Parameters<typeof named>[0], how: number): void {
  const { party, s, socket } = handle;
  const result = party.ws2.shutdown(s, how);
  const code = result < 0 ? party.lastError : 0;
  world.note?.(() => `${named(handle)} shutdown(${how}) = ${result} ${code}`);
  if (code !== 0) {
    world.settle();
    excuse(world, socket, code, false);
    return;
  }
  if (how !== SD_RECEIVE) {
    socket.sendIsShut = true;
    if (socket.outgoing !== null) socket.outgoing.isEnded = true;
  }
  if (how !== 1) socket.receiveIsShut = true;
  world.settle();
}

const optionStep: Step = (world, a, b, c) => {
  const handle = world.pick(a, ({ socket }) => socket.isStream);
  if (handle === null) return;
  const { party, s } = handle;
  const [optname, size] = [b & 1 ? SO_SNDBUF : SO_RCVBUF, BUFFER_SIZES[c % BUFFER_SIZES.length]];
  const result = party.ws2.setsockopt(s, SOL_SOCKET, optname, DWORD(size), 4);
  world.note?.(() => `${named(handle)} setsockopt(0x${optname.toString(16)}, ${size}) = ${result}`);
  assert.equal(result, 0, "setsockopt");
  const value: Uint8Array = new Uint8Array(4);
  assert.equal(party.ws2.getsockopt(s, SOL_SOCKET, optname, value, ref(4)), 0);
};

export const STREAM_STEPS: readonly (readonly [weight: number, step: Step])[] = [
  [9, sendStep],
  [11, receiveStep],
  [1, shutdownStep],
  [1, optionStep],
];
