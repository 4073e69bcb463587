import type { Config } from "./config.js";
import type { Outbox, Parcel } from "./outbox.js";
import { type Answer, Answers, encode, utf8 } from "./packets.js";

/** What MQTT 3.1.1's CONNACK may refuse a client for, from 1. */
const REFUSALS = ["the protocol", "the device's name", "service for now", "user or password", "this device"];

/** Where a session stands: CONNECT to be sent, its answer to come, open for readings, DISCONNECT sent. */
type State = "new" | "greeting" | "open" | "over";

/**
 * The MQTT half of one connection, without the connection: it says what to send, is told what arrives, and knows when
 * the broker has been silent for too long. It reads no clock: `now` is always the caller's.
 *
 * The broker keeps nothing for this client but its name. What the broker has not acknowledged is in the outbox, and a
 * new session sends it again, marked as a duplicate: at least once, which is QoS 1.
 */
export class Session {
  readonly #config: Config;
  readonly #outbox: Outbox;
  readonly #answers = new Answers();
  #state: State = "new";
  #pinging = false;
  #sentAt = 0;
  /** When the broker was last heard, or began to owe an answer. */
  #heardAt: number;

  /** For a connection that begins now. */
  constructor(config: Config, outbox: Outbox, now: number) {
    this.#config = config;
    this.#outbox = outbox;
    this.#heardAt = now;
    outbox.rewind();
  }

  get isOpen(): boolean {
    return this.#state === "open";
  }

  /** The next packet to send; `null` if there is none. */
  next(now: number): Uint8Array | null {
    const packet = this.#packet(now);
    if (packet !== null) this.#sentAt = now;
    return packet;
  }

  /** The last packet: the broker need not wait for this client. */
  end(): Uint8Array {
    this.#state = "over";
    return encode("disconnect");
  }

  /** Takes what arrived. What is wrong with it, "" if nothing is. */
  receive(bytes: Uint8Array, now: number): string {
    for (const byte of bytes) {
      const answer = this.#answers.take(byte);
      if (answer === null) continue;
      const fault = answer === "bad" ? "what it says is not MQTT" : this.#take(answer);
      if (fault !== "") return fault;
    }
    this.#heardAt = now;
    return "";
  }

  /** When the broker has been silent for too long, unless it is heard before. */
  get givenUpAt(): number {
    return this.#isOwed ? this.#heardAt + this.#config.patience : Infinity;
  }

  /** When it has a packet to send though no reading is there to be sent. */
  get pingAt(): number {
    return this.#isOwed ? Infinity : this.#sentAt + 1000 * this.#config.keepAlive;
  }

  get #isOwed(): boolean {
    return this.#state !== "open" || this.#pinging || this.#outbox.underWay > 0;
  }

  #packet(now: number): Uint8Array | null {
    if (this.#state === "new") return this.#connect();
    if (this.#state !== "open") return null;
    const { pingAt } = this;
    if (!this.#isOwed) this.#heardAt = now;
    const parcel = this.#outbox.next();
    if (parcel !== null) return this.#publish(parcel);
    if (now < pingAt) return null;
    this.#pinging = true;
    return encode("pingreq");
  }

  #connect(): Uint8Array {
    const { device, keepAlive, broker } = this.#config;
    this.#state = "greeting";
    return encode("connect", {
      client_id: device,
      keep_alive: keepAlive,
      username: broker.user,
      password: broker.password,
    });
  }

  #publish(parcel: Parcel): Uint8Array {
    const { number, at, temperature } = parcel.reading;
    const dup = parcel.id !== 0;
    if (!dup) parcel.id = this.#outbox.newId();
    const payload = utf8(JSON.stringify({ n: number, ms: at, celsius: temperature / 100 }));
    return encode("publish", { topic: this.#config.topic, qos: 1, pkt_id: parcel.id, dup, payload });
  }

  #take(answer: Answer): string {
    if ((answer.type === "connack") !== (this.#state === "greeting")) return `it sent a ${answer.type} out of turn`;
    if (answer.type === "connack") {
      if (answer.refusal !== 0) return `it refuses ${REFUSALS[answer.refusal - 1] ?? answer.refusal}`;
      this.#state = "open";
    } else if (answer.type === "pingresp") this.#pinging = false;
    else if (!this.#outbox.acknowledge(answer.id)) return `it acknowledges ${answer.id}, which it was not sent`;
    return "";
  }
}
