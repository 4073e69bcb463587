import { FIONBIO, ref, SD_SEND, SOCKET_ERROR, WSA_WAIT_FAILED, WSA_WAIT_TIMEOUT, WSAEWOULDBLOCK } from "@ws2kit/spi";
import { assert } from "chai";
import { closeHandle, named } from "./creation-steps.js";
import type { Connection, Handle, ModelSocket } from "./model-socket.js";
import { received, shut } from "./stream-steps.js";
import type { World } from "./world.js";

/** Milliseconds that are longer than any delivery takes. */
const LONG = 50;
const MOST_ROUNDS = 1000;

/** Ends a world: delivers what is under way, closes everything, and asserts that nothing is left. */
export function end(world: World): void {
  world.note?.(() => "// the end");
  passTime(world);
  for (const connection of world.connections) finish(world, connection);
  for (const handle of [...world.handles]) closeHandle(world, handle);
  passTime(world);
  assert.isEmpty(world.open, "overlapped operations that never ended");
  const { counters } = world.computer.machine;
  assert.equal(counters.sockets, 0, "handles of sockets that stay once those are closed");
  const signalsImmediate = world.isDesktop;
  for (const operation of world.ended) operation.checkNotice(signalsImmediate);
  if (world.elder !== null) assert.equal(world.elder.WSACleanup(), 0);
  for (const { ws2, event } of world.parties) {
    ws2.WSACloseEvent(event);
    assert.equal(ws2.WSACleanup(), 0);
  }
  assert.equal(world.computer.machine.readiness.watched, 0, "descriptors that are watched at the end");
  const { sockets, handles } = counters;
  assert.deepEqual({ sockets, handles }, { sockets: 0, handles: 0 }, "what is open at the end");
  assert.equal(world.descriptors, 0, "the stack's descriptors that are open at the end");
}

/** Lets all pending events happen. */
function passTime(world: World): void {
  for (const { ws2, event } of world.parties) {
    // with a signalled event, the wait would end without running routines
    for (let ended = -1; ended !== WSA_WAIT_TIMEOUT; ) {
      ended = ws2.WSAWaitForMultipleEvents(1, [event], false, LONG, true);
      assert.notEqual(ended, WSA_WAIT_FAILED, "a wait with an end");
      ws2.WSAResetEvent(event);
    }
  }
  world.settle();
}

/** Ends a connection that is open at both ends gracefully: all sent bytes arrive, and then the end. */
function finish(world: World, connection: Connection): void {
  const [client, server] = [handleOf(world, connection.client), handleOf(world, connection.server)];
  if (connection.mayBreak || client === null || server === null) return;
  for (const handle of [client, server]) handle.party.ws2.ioctlsocket(handle.s, FIONBIO, ref(1));
  drain(world, client, server);
  for (const { socket, party, s } of [client, server]) {
    if (!socket.sendIsShut) shut(world, { party, s, socket, isOpen: true }, SD_SEND);
  }
  drain(world, client, server);
  for (const { socket } of [client, server]) checkComplete(socket);
}

function handleOf(world: World, socket: ModelSocket | null): Handle | null {
  return world.handles.find((handle) => handle.socket === socket) ?? null;
}

/** Receives at both ends until no more bytes arrive. */
function drain(world: World, ...ends: Handle[]): void {
  const buffer = new Uint8Array(4096);
  let quiet = 0;
  for (let round = 0; round < MOST_ROUNDS; round++) {
    let moved = 0;
    for (const handle of ends) {
      const before = world.ended.length;
      const { party, s, socket } = handle;
      const result = socket.receiveIsShut ? SOCKET_ERROR : party.ws2.recv(s, buffer, buffer.length, 0);
      const code = result < 0 ? party.lastError : 0;
      world.settle();
      if (!socket.receiveIsShut && result < 0)
        assert.equal(code, WSAEWOULDBLOCK, `the code of ${named(handle)}'s recv`);
      const bytes = buffer.slice(0, Math.max(result, 0));
      if (result >= 0) world.judgeInOrder(socket, () => received(socket, bytes, result, buffer.length));
      moved += Math.max(result, 0) + world.ended.length - before;
    }
    // slow streams arrive piece by piece
    quiet = moved === 0 ? quiet + 1 : 0;
    if (quiet > 2) return;
    if (quiet > 0) passTime(world);
  }
  assert.fail("a connection that never becomes quiet");
}

function checkComplete({ incoming, receiveIsShut }: ModelSocket): void {
  if (incoming === null || receiveIsShut || incoming.isObscure) return;
  assert.equal(incoming.waiting, 0, "bytes that were sent and never arrived");
}
