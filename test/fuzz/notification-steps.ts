import {
  FD_ALL_EVENTS,
  FD_CLOSE,
  FD_ISSET,
  FD_READ,
  FD_WRITE,
  fd_set,
  newWSANETWORKEVENTS,
  WSA_WAIT_FAILED,
} from "@ws2kit/spi";
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

/** Holds select's word on one socket to the model. */
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
  assert.equal(events.lNetworkEvents & ~socket.mask, 0, "network events that nobody asked for");
  world.settle();
};

export const NOTIFICATION_STEPS: readonly (readonly [weight: number, step: Step])[] = [
  [4, waitStep],
  [4, selectStep],
  [2, eventSelectStep],
  [2, enumerateStep],
];
