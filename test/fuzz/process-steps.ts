import { newWSAPROTOCOL_INFOW, SOCKET_ERROR, WSASYSCALLFAILURE } from "@ws2kit/spi";
import { assert } from "chai";
import { named, type Step } from "./creation-steps.js";
import { Party } from "./party.js";
import type { World } from "./world.js";

/** A second handle of a socket, in either process; only the desktop's provider supports sharing. */
const duplicateStep: Step = (world, a, b, c) => {
  // a duplicate that was made before its socket was bound does not have the name
  const handle = world.pick(a, ({ socket }) => socket.port !== 0);
  if (handle === null || !world.hasRoom) return;
  const target = world.party(b);
  const info = newWSAPROTOCOL_INFOW();
  const result = handle.party.ws2.WSADuplicateSocketW(handle.s, target.ws2.processId, info);
  world.note?.(() => `${named(handle)} WSADuplicateSocketW(${target.name}) = ${result}`);
  if (!world.isDesktop || (world.isHeldBack && handle.socket.isStream)) {
    assert.equal(result, SOCKET_ERROR, "WSADuplicateSocketW without sharing");
    return assert.equal(handle.party.lastError, WSASYSCALLFAILURE);
  }
  assert.equal(result, 0, "WSADuplicateSocketW");
  const s = target.ws2.WSASocketW(-1, -1, -1, info, c, c & 0x1e);
  world.note?.(() => `${target.name}.WSASocketW(the duplicate) = ${s}`);
  world.admit(target, s, handle.socket);
};

const RARELY = 8;

/** A process crashes, and another replaces it. */
const terminateStep: Step = (world, a, b) => {
  if (b % RARELY !== 0) return;
  const at = a % world.parties.length;
  const party = world.parties[at];
  world.note?.(() => `${party.name}.terminate()`);
  party.ws2.terminate();
  party.hasEnded = true;
  depart(world, party);
  world.parties[at] = new Party(world.computer, `${party.name}'`);
};

/** A process calls WSACleanup, and WSAStartup again. */
const cleanupStep: Step = (world, a, b) => {
  if (b % RARELY !== 0) return;
  const party = world.party(a);
  world.note?.(() => `${party.name} WSACleanup, WSAStartup`);
  party.restart();
  depart(world, party);
};

/** Removes a process's sockets and operations from the model. */
function depart(world: World, party: Party): void {
  for (const operation of world.open) {
    if (operation.handle.party !== party) continue;
    operation.isDropped = true;
    // a layer's handles and the memory of a process end with it, and a layer reports nothing more
    operation.isLost = party.hasEnded && !operation.isDone;
  }
  // a completion that was not reported yet is never reported once the process or the layer has ended
  const isSilent = party.hasEnded || world.tellsLater;
  if (isSilent) for (const operation of world.ended) operation.isDropped ||= operation.handle.party === party;
  for (const handle of world.handles.filter((one) => one.party === party)) world.drop(handle);
  // bytes of a stream that a layer delays are lost with it, even if the stream was closed long before
  for (const { party: owner, socket } of world.isHeldBack ? world.stale : []) {
    if (owner === party && socket.outgoing !== null) socket.outgoing.isObscure = true;
  }
  world.settle();
}

export const PROCESS_STEPS: readonly (readonly [weight: number, step: Step])[] = [
  [2, duplicateStep],
  [1, terminateStep],
  [1, cleanupStep],
];
