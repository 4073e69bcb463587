import {
  AF_INET,
  FIONBIO,
  INVALID_SOCKET,
  ref,
  SOCK_DGRAM,
  SOCK_STREAM,
  SOCKET_ERROR,
  sockaddr_in,
  sockaddrPort,
  WSA_FLAG_OVERLAPPED,
  WSAEINVAL,
  WSAENETDOWN,
  WSAENOTSOCK,
  WSAEWOULDBLOCK,
} from "@ws2kit/spi";
import { assert } from "chai";
import { type Connection, type Handle, ModelSocket } from "./model-socket.js";
import type { World } from "./world.js";

/** Does one thing to a world; `a`, `b` and `c` choose what with. */
export type Step = (world: World, a: number, b: number, c: number) => void;

/** Ports that programs bind to. */
const PORTS = 6;
const FIRST_PORT = 5000;
const BACKLOG = 5;

/** A handle in the text of a program. */
export const named = ({ party, s }: Handle) => `${party.name}:${s}`;

/** Makes a socket of one kind in one process. */
export function makeSocket(world: World, a: number, isStream: boolean, isPlain: boolean): Handle {
  const party = world.party(a);
  const type = isStream ? SOCK_STREAM : SOCK_DGRAM;
  const s = isPlain
    ? party.ws2.socket(AF_INET, type, 0)
    : party.ws2.WSASocketW(AF_INET, type, 0, null, 0, WSA_FLAG_OVERLAPPED);
  world.note?.(() => `${party.name}.${isPlain ? "socket" : "WSASocketW"}(${isStream ? "stream" : "dgram"}) = ${s}`);
  return world.admit(party, s, new ModelSocket(isStream));
}

const socketStep: Step = (world, a, b) => {
  if (world.hasRoom) makeSocket(world, a, (b & 1) === 0, (b & 2) === 0);
};

const bindStep: Step = (world, a, b) => {
  const handle = world.pick(a);
  if (handle !== null) bindTo(world, handle, FIRST_PORT + (b % PORTS));
};

/** Binds a socket. A socket can be bound once, and two sockets of one kind cannot have the same port. */
export function bindTo(world: World, { party, s, socket }: Handle, port: number): boolean {
  const result = party.ws2.bind(s, sockaddr_in("0.0.0.0", port), 16);
  world.note?.(() => `${named({ party, s } as Handle)} bind(${port}) = ${result} ${party.lastError}`);
  if (result !== 0) {
    if (socket.port === 0 && party.lastError === WSAEINVAL) assert.fail("an unbound socket cannot be bound");
    return false;
  }
  assert.equal(socket.port, 0, "the port of a socket that was just bound");
  assert.isNull(world.at(port, socket.isStream), "another socket with the port");
  socket.port = port;
  if (!socket.isStream) socket.datagrams.push(...world.late(port));
  return true;
}

const listenStep: Step = (world, a) => {
  const handle = world.pick(a, ({ socket }) => socket.isStream);
  if (handle !== null) startListening(world, handle);
};

export function startListening(world: World, { party, s, socket }: Handle): void {
  const result = party.ws2.listen(s, BACKLOG);
  world.note?.(() => `${named({ party, s } as Handle)} listen = ${result} ${party.lastError}`);
  const isFit = socket.port !== 0 && socket.connection === null;
  assert.equal(result === 0, isFit, "whether it listens");
  if (result !== 0) return;
  socket.isListening = true;
  socket.backlog = BACKLOG;
}

const connectStep: Step = (world, a, b) => {
  const client = world.pick(a, ({ socket }) => socket.isStream && !socket.isListening);
  const target = world.pick(b, ({ socket }) => socket.isListening);
  if (client !== null && target !== null) connectTo(world, client, target.socket);
};

/** Connects to a listener that has room. */
export function connectTo(world: World, { party, s, socket }: Handle, listener: ModelSocket): void {
  if (listener.arrivals.length >= listener.backlog || socket.connection !== null) return;
  const result = party.ws2.connect(s, sockaddr_in("127.0.0.1", listener.port), 16);
  const code = result === 0 ? 0 : party.lastError;
  world.note?.(() => `${named({ party, s } as Handle)} connect(${listener.port}) = ${result} ${code}`);
  if (code !== 0) assert.equal(code, WSAEWOULDBLOCK, "the code of a connect to a listener");
  if (code !== 0) assert.isTrue(socket.isNonBlocking, "whether a blocking connect would block");
  const name = new Uint8Array(16);
  assert.equal(party.ws2.getsockname(s, name, ref(16)), 0);
  listener.arrivals.push(world.connect(socket, sockaddrPort(name)));
  socket.isConnecting = code !== 0;
}

const acceptStep: Step = (world, a) => {
  const handle = world.pick(a, ({ socket }) => socket.isListening);
  if (handle !== null && world.hasRoom) acceptOn(world, handle);
};

/** Accepts the next connection: the first that is not broken. */
export function acceptOn(world: World, { party, s, socket }: Handle): Handle | null {
  const name = new Uint8Array(16);
  const accepted = party.ws2.accept(s, name, ref(16));
  const code = accepted === INVALID_SOCKET ? party.lastError : 0;
  world.note?.(() => `${named({ party, s } as Handle)} accept = ${accepted} ${code}`);
  world.settle();
  const isWhole = (connection: Connection) => !connection.mayBreak;
  if (accepted === INVALID_SOCKET) {
    assert.include([WSAEWOULDBLOCK, WSAENETDOWN], code, "the code of accept");
    assert.equal(code === WSAEWOULDBLOCK, socket.isNonBlocking, "whether accept would block");
    if (world.isInstant || code === WSAENETDOWN) assert.isFalse(socket.arrivals.some(isWhole), "a connection waits");
    return null;
  }
  const isThis = ({ clientPort, server }: Connection) => clientPort === sockaddrPort(name) && server === null;
  const at = socket.arrivals.findIndex(isThis);
  assert.isFalse(socket.arrivals.slice(0, Math.max(at, 0)).some(isWhole), "an earlier connection waits");
  // a connection under way to a closed listener may arrive at the next listener of the port
  const connection = at < 0 ? world.connections.findLast(isThis) : socket.arrivals[at];
  if (connection === undefined) assert.fail("an accepted connection without a connect");
  socket.arrivals.splice(0, at + 1);
  const server = new ModelSocket(true);
  connection.server = server;
  server.connection = connection;
  server.port = socket.port;
  server.isNonBlocking = socket.isNonBlocking;
  server.mask = socket.mask;
  return world.admit(party, accepted, server);
}

/** Makes a connection at once: a listener, a client in one process, and the accepted socket in another. */
const converseStep: Step = (world, a, b) => {
  if (!world.hasRoom) return;
  const listener = makeSocket(world, a, true, true);
  if (bindTo(world, listener, FIRST_PORT + (b % PORTS))) {
    startListening(world, listener);
    connectTo(world, makeSocket(world, a >> 1, true, false), listener.socket);
    acceptOn(world, listener);
  }
  closeHandle(world, listener);
};

export function closeHandle(world: World, handle: Handle): void {
  const result = handle.party.ws2.closesocket(handle.s);
  world.note?.(() => `${named(handle)} closesocket = ${result}`);
  assert.equal(result, 0, "closesocket");
  world.drop(handle);
  world.settle();
}

const closeStep: Step = (world, a) => {
  const handle = world.pick(a);
  if (handle !== null) closeHandle(world, handle);
};

/** A closed handle stays invalid although other handles were made since. */
const staleStep: Step = (world, a) => {
  const handle = world.stale[a % Math.max(world.stale.length, 1)];
  if (handle === undefined || handle.party.hasEnded) return;
  const { ws2 } = handle.party;
  const result = ws2.getsockname(handle.s, new Uint8Array(16), ref(16));
  world.note?.(() => `${named(handle)} getsockname = ${result}`);
  assert.equal(result, SOCKET_ERROR, "a call on a closed handle");
  assert.equal(handle.party.lastError, WSAENOTSOCK);
};

const blockingStep: Step = (world, a, b) => {
  const handle = world.pick(a);
  if (handle === null) return;
  const value = b & 1;
  const result = handle.party.ws2.ioctlsocket(handle.s, FIONBIO, ref(value));
  world.note?.(() => `${named(handle)} FIONBIO ${value} = ${result}`);
  if (result === 0) handle.socket.isNonBlocking = value !== 0;
};

export const CREATION_STEPS: readonly (readonly [weight: number, step: Step])[] = [
  [3, socketStep],
  [3, bindStep],
  [2, listenStep],
  [3, connectStep],
  [3, acceptStep],
  [3, converseStep],
  [2, closeStep],
  [1, staleStep],
  [2, blockingStep],
];
