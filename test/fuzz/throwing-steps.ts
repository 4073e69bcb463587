import {
  AF_INET,
  DWORD,
  fd_set,
  INVALID_SOCKET,
  ref,
  SO_RCVTIMEO,
  SOCK_DGRAM,
  SOCK_STREAM,
  type SOCKET,
  SOCKET_ERROR,
  SOL_SOCKET,
  sockaddr_in,
  WSA_WAIT_FAILED,
  WSA_WAIT_TIMEOUT,
  WSAEFAULT,
  WSAETIMEDOUT,
  WSASYSCALLFAILURE,
} from "@ws2kit/spi";
import { assert } from "chai";
import type { Program } from "../fixture/computer.js";
import type { Step } from "./creation-steps.js";
import { MISTAKE, type Party } from "./party.js";

/*
 * Callbacks of the application that throw: completion routines, blocking hooks, condition functions. Their exceptions
 * pass through the call that runs them, or become that call's code; the world continues as if they had returned.
 */

/** Milliseconds that a blocking receive waits. */
const TIMEOUT = 10;

/** What `call` returns, or `MISTAKE` where it passes through. Nothing else may. */
function outcomeOf<T>(call: () => T): T | typeof MISTAKE {
  try {
    return call();
  } catch (error) {
    if (error !== MISTAKE) throw error;
    return MISTAKE;
  }
}

/** A socket outside the model, on a port to which no step binds. */
function ownSocket(ws2: Program, type: number): { s: SOCKET; name: Uint8Array } {
  const s = ws2.socket(AF_INET, type, 0);
  assert.notEqual(s, INVALID_SOCKET, "a socket");
  assert.equal(ws2.bind(s, sockaddr_in("127.0.0.1", 0), 16), 0);
  const name = new Uint8Array(16);
  assert.equal(ws2.getsockname(s, name, ref(16)), 0);
  return { s, name };
}

/** Waits in which each routine of a party that runs throws; the others run in a later wait. */
const routineStep: Step = (world, a, b) => {
  const party = world.party(a);
  const wait = WAITS[b % WAITS.length];
  const { mistakes } = party;
  party.isThrowing = true;
  const result = outcomeOf(() => wait(party, (b >> 4) % TIMEOUT));
  party.isThrowing = false;
  world.note?.(() => `${party.name} waits while routines throw = ${result}`);
  // a routine that throws ends the wait before the next routine runs
  assert.equal(party.mistakes - mistakes, result === MISTAKE ? 1 : 0, "routines that threw in a wait");
  world.settle();
};

/** Calls that wait, and in which routines may run. */
const WAITS: readonly ((party: Party, ms: number) => unknown)[] = [
  ({ ws2, event }, ms) => {
    assert.notEqual(ws2.WSAWaitForMultipleEvents(1, [event], false, ms, true), WSA_WAIT_FAILED, "a wait with an end");
  },
  (party, ms) =>
    onQuietSocket(
      party.ws2,
      (s) => receiveNothing(party.ws2, s, ms + 1),
      () => calm(party),
    ),
  (party, ms) =>
    onQuietSocket(
      party.ws2,
      (s) => selectNothing(party.ws2, s, ms),
      () => calm(party),
    ),
];

function calm(party: Party): void {
  party.isThrowing = false;
}

function withOwnSocket(ws2: Program, type: number, use: (s: SOCKET, name: Uint8Array) => void): void {
  const { s, name } = ownSocket(ws2, type);
  try {
    use(s, name);
  } finally {
    assert.equal(ws2.closesocket(s), 0, "closesocket");
  }
}

/** Has `wait` wait on a datagram socket to which nothing comes. Where it throws, `calm` ends the throwing. */
function onQuietSocket(ws2: Program, wait: (s: SOCKET) => void, calm: () => void): void {
  withOwnSocket(ws2, SOCK_DGRAM, (s, name) => {
    try {
      wait(s);
    } catch (error) {
      calm();
      waitBesideNews(ws2, s, name);
      throw error;
    }
  });
}

/** If a call had left a watch behind, this wait would loop: a datagram has arrived that no call waits for. */
function waitBesideNews(ws2: Program, s: SOCKET, name: Uint8Array): void {
  assert.equal(ws2.sendto(s, new Uint8Array([7]), 1, 0, name, 16), 1);
  const event = ws2.WSACreateEvent();
  assert.equal(ws2.WSAWaitForMultipleEvents(1, [event], false, 2 * TIMEOUT, false), WSA_WAIT_TIMEOUT);
  ws2.WSACloseEvent(event);
  const buffer = new Uint8Array(1);
  assert.equal(ws2.recv(s, buffer, 1, 0), 1);
  assert.equal(buffer[0], 7);
}

function selectNothing(ws2: Program, s: SOCKET, ms: number): void {
  const result = ws2.select(0, fd_set(s), null, null, { tv_sec: 0, tv_usec: 1000 * ms });
  assert.equal(result, 0, "select on a quiet socket");
}

function receiveNothing(ws2: Program, s: SOCKET, ms: number): void {
  assert.equal(ws2.setsockopt(s, SOL_SOCKET, SO_RCVTIMEO, DWORD(ms), 4), 0);
  assert.equal(ws2.recv(s, new Uint8Array(8), 8, 0), SOCKET_ERROR);
  assert.equal(ws2.WSAGetLastError(), WSAETIMEDOUT, "the code of a receive that timed out");
}

/** The functions of Winsock 1.1 on the targets that have them. */
interface Hooks {
  WSASetBlockingHook?(hook: () => void): unknown;
  WSAUnhookBlockingHook(): number;
  WSAIsBlocking(): boolean;
}

/** Calls of a 1.1 process that block on an idle socket. */
const BLOCKING_CALLS: readonly ((ws2: Program, unhook: () => void) => void)[] = [
  (ws2, unhook) => onQuietSocket(ws2, (s) => receiveNothing(ws2, s, TIMEOUT), unhook),
  (ws2, unhook) => onQuietSocket(ws2, (s) => selectNothing(ws2, s, TIMEOUT), unhook),
  (ws2) =>
    withOwnSocket(ws2, SOCK_STREAM, (listener, name) => {
      assert.equal(ws2.listen(listener, 1), 0);
      withOwnSocket(ws2, SOCK_STREAM, (client) => {
        assert.equal(ws2.connect(client, name, 16), 0, "connect");
        receiveNothing(ws2, client, TIMEOUT);
      });
    }),
];

/** A blocking hook that throws in its first or a later round. The socket still works afterwards. */
const hookStep: Step = (world, a, b) => {
  if (!("WSASetBlockingHook" in world.parties[0].ws2)) return;
  world.elder ??= world.computer.program(1, 1);
  const ws2 = world.elder;
  const hooks = ws2 as unknown as Required<Hooks>;
  let rounds = b % 4;
  let throws = 0;
  const hook = () => {
    if (rounds-- > 0) return;
    throws++;
    throw MISTAKE;
  };
  hooks.WSASetBlockingHook(hook);
  const unhook = () => {
    assert.isFalse(hooks.WSAIsBlocking(), "WSAIsBlocking once the call is over");
    assert.equal(hooks.WSAUnhookBlockingHook(), 0, "WSAUnhookBlockingHook");
  };
  const result = outcomeOf(() => BLOCKING_CALLS[a % BLOCKING_CALLS.length](ws2, unhook));
  world.note?.(() => `a blocking hook throws in call ${a % BLOCKING_CALLS.length}, round ${b % 4} = ${result}`);
  assert.equal(result === MISTAKE, throws > 0, "whether a hook's exception passes through its call");
  assert.isAtMost(throws, 1, "how often a hook that throws runs in one call");
  unhook();
  world.settle();
};

/** A condition function that throws: accept fails with a code, and the listener still works. */
const conditionStep: Step = (world, a) => {
  const { ws2, name: who } = world.party(a);
  withOwnSocket(ws2, SOCK_STREAM, (listener, name) => {
    assert.equal(ws2.listen(listener, 2), 0);
    withOwnSocket(ws2, SOCK_STREAM, (client) => {
      assert.equal(ws2.connect(client, name, 16), 0, "connect");
      const condition = () => {
        throw MISTAKE;
      };
      const result = outcomeOf(() => ws2.WSAAccept(listener, null, null, condition as () => number, 0));
      const code = ws2.WSAGetLastError();
      world.note?.(() => `${who} WSAAccept with a condition function that throws = ${String(result)} ${code}`);
      assert.equal(result, INVALID_SOCKET, "WSAAccept whose condition function throws");
      assert.include([WSASYSCALLFAILURE, WSAEFAULT], code);
    });
  });
  world.settle();
};

export const THROWING_STEPS: readonly (readonly [weight: number, step: Step])[] = [
  [2, routineStep],
  [1, hookStep],
  [1, conditionStep],
];
