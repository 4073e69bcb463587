import { AF_INET, SOCK_STREAM, type SOCKET, SOCKET_ERROR } from "@ws2kit/spi";
import { assert } from "chai";
import { Computer, type Program } from "../fixture/computer.js";
import { ALL_SYSTEMS, type System } from "../fixture/systems.js";
import { Direction } from "./direction.js";
import { LAYERS } from "./layers.js";
import type { Connection, Datagram, Handle, ModelSocket } from "./model-socket.js";
import type { Operation } from "./operation.js";
import { Party } from "./party.js";

/** Latency of the loopback in milliseconds: none, or some. */
const LATENCIES = [0, 0, 5];
/** Worlds differ in system, latency and layers. */
export const WORLDS = ALL_SYSTEMS.length * LATENCIES.length * LAYERS.length;
const MOST_HANDLES = 14;
/** The most waits at one moment of time. */
const MOST_WAITS = 10_000;
const NAMES = ["first", "second"];

/** Two processes of one machine, their open sockets, and the model. */
export class World {
  readonly #late = new Map<number, Datagram[]>();
  readonly system: System;
  readonly computer: Computer;
  readonly isInstant: boolean;
  /** Whether a layer delays sent bytes: delayed bytes are lost with its process, and it cannot share streams. */
  readonly isHeldBack: boolean;
  /** Whether a layer with its own handles reports completions: in a turn, and not after its WSPCleanup. */
  readonly tellsLater: boolean;
  readonly parties: Party[] = [];
  readonly handles: Handle[] = [];
  readonly stale: Handle[] = [];
  readonly connections: Connection[] = [];
  /** Pending operations, in the order of their start. */
  open: Operation[] = [];
  readonly ended: Operation[] = [];
  descriptors = 0;
  /** A process of Winsock 1.1, once a step has opened it. */
  elder: Program | null = null;
  #nextId = 1;

  constructor(
    kind: number,
    /** Receives the text of every call, if set. */
    readonly note: ((text: () => string) => void) | null = null,
  ) {
    this.system = ALL_SYSTEMS[kind % ALL_SYSTEMS.length];
    this.computer = new Computer(this.system);
    const latency = LATENCIES[Math.floor(kind / ALL_SYSTEMS.length) % LATENCIES.length];
    const layers = LAYERS[Math.floor(kind / ALL_SYSTEMS.length / LATENCIES.length) % LAYERS.length];
    this.isHeldBack = layers.holdsBack === true;
    this.isInstant = latency === 0 && !this.isHeldBack;
    const { host } = this.computer.platform;
    this.computer.network.link(host, host, { latency });
    const { chain } = this.computer.machine.openProcess().explainSocket(AF_INET, SOCK_STREAM, 0);
    const hasLayerInBox = chain.length > 1;
    layers.install(this.computer.machine, kind);
    const passesHandles = layers.passesHandles === true && (layers === LAYERS[0] || this.isDesktop);
    this.tellsLater = hasLayerInBox || !passesHandles;
    this.#countDescriptors();
    this.#limitWaits();
    for (const name of NAMES) this.parties.push(new Party(this.computer, name));
    note?.(() => `// ${this.system.name}, latency ${latency}, ${layers.name}`);
  }

  get isDesktop(): boolean {
    return this.system.name === "desktop";
  }

  get hasRoom(): boolean {
    return this.handles.length < MOST_HANDLES;
  }

  /** A number that was not used before in this world. */
  nextId(): number {
    return this.#nextId++;
  }

  party(a: number): Party {
    return this.parties[a % this.parties.length];
  }

  /** A handle that `isMeant`, now and then one that is closed; `null` if there is none. */
  pick(a: number, isMeant: (handle: Handle) => boolean = () => true): Handle | null {
    const meant = this.handles.filter(isMeant);
    return meant.length === 0 ? null : meant[a % meant.length];
  }

  /** Adds a new handle of a socket to the model. */
  admit(party: Party, s: SOCKET, socket: ModelSocket): Handle {
    assert.notEqual(s, SOCKET_ERROR, "a socket");
    const handle = { party, s, socket, isOpen: true };
    socket.handles++;
    this.handles.push(handle);
    return handle;
  }

  /** Removes a handle from the model. */
  drop(handle: Handle): void {
    const { handles, isStream, port, datagrams } = handle.socket;
    if (handles === 1 && !isStream) this.#leave(port, datagrams);
    handle.isOpen = false;
    this.handles.splice(this.handles.indexOf(handle), 1);
    this.stale.push(handle);
    handle.socket.release();
  }

  /** Datagrams under way to a port when its socket closes may still reach the next socket of the port. */
  #leave(port: number, datagrams: readonly Datagram[]): void {
    // datagrams that arrive before the next socket has the port are refused
    if (!this.isInstant) for (const { from, id } of datagrams) from.refusable.add(id);
    const late = datagrams.map((datagram) => ({ ...datagram, isCertain: false }));
    this.#late.set(port, [...(this.#late.get(port) ?? []), ...late]);
  }

  /** The datagrams that may still come to a port. */
  late(port: number): Datagram[] {
    const late = this.#late.get(port) ?? [];
    this.#late.delete(port);
    return late;
  }

  connect(client: ModelSocket, clientPort: number): Connection {
    const connection: Connection = {
      clientPort,
      toServer: new Direction(this.nextId()),
      toClient: new Direction(this.nextId()),
      mayBreak: false,
      client,
      server: null,
    };
    client.connection = connection;
    client.port = clientPort;
    this.connections.push(connection);
    return connection;
  }

  /** The open socket that was bound to a port. */
  at(port: number, isStream: boolean): ModelSocket | null {
    const isThere = (socket: ModelSocket) => socket.isStream === isStream && socket.port === port && !socket.isServer;
    const handle = this.handles.find(({ socket }) => isThere(socket));
    return handle?.socket ?? null;
  }

  /** Whether overlapped receives are pending before a new receive. */
  receivesAhead(socket: ModelSocket): boolean {
    return this.open.some((operation) => operation.isReceive && operation.handle.socket === socket);
  }

  /**
   * Compares the result of a plain receive with the model, after the overlapped receives that were started before it.
   * These receive their bytes first, although a layer with its own handles reports their completion in a later turn.
   */
  judgeInOrder(socket: ModelSocket, judge: () => unknown, before = Infinity): void {
    const isAhead = ({ isReceive, handle, order }: Operation) =>
      isReceive && handle.socket === socket && order < before;
    const ahead = this.open.findLast(isAhead);
    if (ahead === undefined) judge();
    else ahead.behind.push(judge);
  }

  /** Adds a pending operation after all earlier ones. */
  begin(operation: Operation): void {
    operation.order = this.nextId();
    this.open.push(operation);
  }

  /**
   * Records the completed operations, in the order of their start; sends first, so that their bytes count as sent.
   */
  settle(): void {
    if (!this.open.some((operation) => operation.isDone)) return;
    const still: Operation[] = [];
    const ended: Operation[] = [];
    const waiting = new Set<ModelSocket>();
    for (const operation of this.open) {
      const { isReceive, handle, isDone, isVoid } = operation;
      const isReady = isDone && (isVoid || !isReceive || !waiting.has(handle.socket));
      (isReady ? ended : still).push(operation);
      if (isReceive && !isReady) waiting.add(handle.socket);
    }
    this.open = still;
    for (const operation of ended) if (!operation.isReceive) operation.settle();
    for (const operation of ended) if (operation.isReceive) this.#settleReceive(operation);
    this.ended.push(...ended);
  }

  #settleReceive(operation: Operation): void {
    operation.settle();
    const { behind, handle, order } = operation;
    // a cancelled operation may complete before earlier ones
    for (const judge of behind) this.judgeInOrder(handle.socket, judge, order);
  }

  /** Compares a received datagram with the queue: it is in the queue, and no certain datagram is before it. */
  takeDatagram(socket: ModelSocket, bytes: Uint8Array, length: number, isPeek: boolean): Datagram {
    const id = (bytes[0] << 16) | (bytes[1] << 8) | bytes[2];
    const at = socket.datagrams.findIndex((datagram) => datagram.id === id);
    assert.isAtLeast(at, 0, `datagram ${id} was sent here and has not been received before`);
    const missed = socket.datagrams.slice(0, at).find((datagram) => datagram.isCertain);
    assert.isUndefined(missed, `datagram ${missed?.id} comes before ${id}`);
    const datagram = socket.datagrams[at];
    assert.isAtMost(length, datagram.length, "the bytes received of a datagram");
    for (let i = 3; i < length; i++) assert.equal(bytes[i], (id + i) & 0xff, `byte ${i} of datagram ${id}`);
    datagram.from.refusable.delete(id);
    if (!isPeek) socket.datagrams.splice(0, at + 1);
    return datagram;
  }

  /** Marks the next certain datagram as uncertain. */
  doubtNext({ datagrams }: ModelSocket): void {
    const at = datagrams.findIndex((datagram) => datagram.isCertain);
    if (at >= 0) datagrams[at] = { ...datagrams[at], isCertain: false };
  }

  /** Fails if a wait loops without end, instead of hanging. */
  #limitWaits(): void {
    const { platform } = this.computer;
    const { wait } = platform;
    let waits = 0;
    let since = 0;
    platform.wait = (ms) => {
      waits = platform.now() === since ? waits + 1 : 0;
      since = platform.now();
      if (waits > MOST_WAITS) throw new Error("a wait that never ends");
      return wait.call(platform, ms);
    };
  }

  #countDescriptors(): void {
    const { network } = this.computer.platform;
    const { open, accept, close } = network;
    network.open = (...args) => this.#count(open.apply(network, args));
    network.accept = (...args) => this.#count(accept.apply(network, args));
    network.close = (fd) => {
      this.descriptors--;
      return close.call(network, fd);
    };
  }

  #count(fd: number): number {
    if (fd >= 0) this.descriptors++;
    return fd;
  }
}
