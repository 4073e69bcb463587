import { type MemoryNetwork, type MemoryPlatform, memoryPlatform } from "@ws2kit/platform-memory";
import {
  AF_INET,
  INADDR_ANY,
  IPPROTO_TCP,
  LINGER,
  READY_IN,
  SO_LINGER,
  SOCK_STREAM,
  SOL_SOCKET,
  sockaddr_in,
} from "@ws2kit/spi";
import { codec, connack, puback, published } from "./codec.js";

type Caller = ReturnType<typeof codec.mqtt_stream>;

/** A broker on a simulated network. It runs when data arrives, and fails on request. */
export class SimulatedBroker {
  /** The numbers of the readings that it has acknowledged, in that order. */
  readonly acknowledged: number[] = [];
  /** The numbers of the readings that were marked as duplicates. */
  readonly duplicates: number[] = [];
  /** Types of the other packets. */
  readonly heard: string[] = [];
  /** Whether it sends nothing more. */
  isMute = false;
  /** The code of its answer to CONNECT. */
  refusal = 0;
  /** The number of readings after which it fails, before it acknowledges the last of them. */
  readingsToLive = Infinity;
  readonly #platform: MemoryPlatform;
  readonly #callers = new Map<number, Caller>();
  readonly #chunk = new Uint8Array(4096);
  #listener = -1;

  constructor(
    network: MemoryNetwork,
    readonly port: number,
  ) {
    this.#platform = memoryPlatform({ network, host: "broker" });
    this.#platform.onArrival(() => this.#serve());
  }

  start(): void {
    const { network } = this.#platform;
    this.#listener = network.open(AF_INET, SOCK_STREAM, IPPROTO_TCP);
    const here = sockaddr_in(INADDR_ANY, this.port);
    network.bind(this.#listener, here, here.length);
    network.listen(this.#listener, 5);
    network.watch(this.#listener, READY_IN);
  }

  /** Resets every connection, as a process that is killed does. */
  crash(): void {
    const { network } = this.#platform;
    for (const fd of this.#callers.keys()) {
      network.setsockopt(fd, SOL_SOCKET, SO_LINGER, LINGER(1, 0), 4);
      network.close(fd);
    }
    this.#callers.clear();
    network.close(this.#listener);
    this.readingsToLive = Infinity;
  }

  #serve(): void {
    const { network } = this.#platform;
    for (let fd = network.accept(this.#listener, this.#chunk); fd >= 0; ) {
      this.#callers.set(fd, codec.mqtt_stream());
      network.watch(fd, READY_IN);
      fd = network.accept(this.#listener, this.#chunk);
    }
    for (const [fd, caller] of this.#callers) this.#hear(fd, caller);
  }

  #hear(fd: number, caller: Caller): void {
    const { network } = this.#platform;
    const received = network.recv(fd, this.#chunk, 0, this.#chunk.length, 0);
    if (received > 0) {
      for (const packet of caller.decode(this.#chunk.slice(0, received))) {
        const answer = this.#answer(packet);
        if (answer !== null && !this.isMute) network.send(fd, answer, 0, answer.length, 0);
        if (this.readingsToLive > 0) continue;
        this.crash();
        break;
      }
    } else if (received === 0) {
      network.close(fd);
      this.#callers.delete(fd);
    }
  }

  #answer({ type, dup, pkt_id = 0, payload }: ReturnType<typeof codec.decode_pkt>): Uint8Array | null {
    if (type !== "publish") this.heard.push(type);
    if (type === "connect") return connack(this.refusal);
    if (type === "pingreq") return codec.encode_pkt("pingresp");
    if (type !== "publish" || --this.readingsToLive === 0) return null;
    const { n } = published(payload);
    if (dup) this.duplicates.push(n);
    if (!this.isMute) this.acknowledged.push(n);
    return puback(pkt_id);
  }
}
