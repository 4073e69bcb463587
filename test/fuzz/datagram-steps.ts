import {
  MSG_PEEK,
  ref,
  SOCKET_ERROR,
  sockaddr_in,
  sockaddrPort,
  WSAECONNRESET,
  WSAEINVAL,
  WSAEMSGSIZE,
  WSAENETDOWN,
  WSAEWOULDBLOCK,
} from "@ws2kit/spi";
import { assert } from "chai";
import { named, type Step } from "./creation-steps.js";
import type { Handle, ModelSocket } from "./model-socket.js";
import type { World } from "./world.js";

/** A datagram's number takes three bytes. */
export const SHORTEST = 3;
/** The least number of bytes that a receive buffer holds. */
const CERTAIN_BYTES = 4096;
const CERTAIN_COUNT = 16;

export const isDatagram = ({ socket }: Handle) => !socket.isStream;
export const isBoundDatagram = ({ socket }: Handle) => !socket.isStream && socket.port !== 0;

/** A datagram with a new number. */
export function newDatagram(world: World, length: number): { id: number; bytes: Uint8Array } {
  const id = world.nextId();
  const bytes = new Uint8Array(length);
  bytes.set([id >> 16, (id >> 8) & 0xff, id & 0xff]);
  for (let i = SHORTEST; i < length; i++) bytes[i] = (id + i) & 0xff;
  return { id, bytes };
}

/** Records that a datagram was sent to the socket that has the port now. */
export function datagramSent(world: World, from: Handle, to: ModelSocket, id: number, length: number): void {
  if (from.socket.port === 0) from.socket.port = localPort(from);
  const queued = to.datagrams.reduce((sum, datagram) => sum + datagram.length, 0);
  // a datagram that a layer delays is lost when its socket closes
  const isCertain = !world.isHeldBack && queued + length <= CERTAIN_BYTES && to.datagrams.length < CERTAIN_COUNT;
  to.datagrams.push({ id, length, from: from.socket, fromPort: from.socket.port, isCertain });
}

function localPort({ party, s }: Handle): number {
  const name = new Uint8Array(16);
  assert.equal(party.ws2.getsockname(s, name, ref(16)), 0);
  return sockaddrPort(name);
}

const sendToStep: Step = (world, a, b, c) => {
  const from = world.pick(a, isDatagram);
  const to = world.pick(b, isBoundDatagram);
  if (from === null || to === null) return;
  const length = SHORTEST + c;
  const { id, bytes } = newDatagram(world, length);
  const name = sockaddr_in("127.0.0.1", to.socket.port);
  const result = from.party.ws2.sendto(from.s, bytes, length, 0, name, 16);
  world.note?.(() => `${named(from)} sendto(${to.socket.port}, datagram ${id} of ${length}) = ${result}`);
  assert.equal(result, length, "sendto");
  datagramSent(world, from, to.socket, id, length);
  world.settle();
};

const receiveFromStep: Step = (world, a, b, c) => {
  const handle = world.pick(a, isDatagram);
  if (handle === null) return;
  const { party, s, socket } = handle;
  const flags = c % 8 === 0 ? MSG_PEEK : 0;
  const buffer = new Uint8Array(SHORTEST + b * (1 + (c % 3)));
  const from = new Uint8Array(16);
  const result = party.ws2.recvfrom(s, buffer, buffer.length, flags, from, ref(16));
  const code = result === SOCKET_ERROR ? party.lastError : 0;
  world.note?.(() => `${named(handle)} recvfrom(${buffer.length}, ${flags}) = ${result} ${code}`);
  world.settle();
  if (socket.port === 0) {
    assert.equal(code, WSAEINVAL, "the code of recvfrom on an unbound socket");
    return;
  }
  if (code === WSAECONNRESET) return socket.judgeRefusal(flags !== 0);
  if (code !== 0 && code !== WSAEMSGSIZE) return excuseNothing(world, socket, code);
  const length = code === WSAEMSGSIZE ? buffer.length : result;
  world.judgeInOrder(socket, () => {
    const datagram = world.takeDatagram(socket, buffer, length, flags !== 0);
    assert.equal(sockaddrPort(from), datagram.fromPort, "the sender's port");
    assert.equal(code === WSAEMSGSIZE, datagram.length > buffer.length, "whether a datagram was too long");
    assert.equal(length, Math.min(datagram.length, buffer.length), "the bytes of a datagram");
  });
};

/** Asserts that a receive without a datagram is right: no datagram has certainly arrived. */
function excuseNothing(world: World, socket: ModelSocket, code: number): void {
  assert.equal(code, socket.isNonBlocking ? WSAEWOULDBLOCK : WSAENETDOWN, "the code of recvfrom");
  if (code === WSAEWOULDBLOCK && !world.isInstant) return;
  const waiting = socket.datagrams.find((datagram) => datagram.isCertain);
  if (!world.receivesAhead(socket)) assert.isUndefined(waiting, `datagram ${waiting?.id} waits`);
}

export const DATAGRAM_STEPS: readonly (readonly [weight: number, step: Step])[] = [
  [5, sendToStep],
  [6, receiveFromStep],
];
