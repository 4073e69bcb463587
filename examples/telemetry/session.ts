import type { Config } from "./config.js";
import type { Outbox, Parcel } from "./outbox.js";
import { type Answer, Answers, encode, utf8 } from "./packets.js";

/** The reasons of MQTT 3.1.1's CONNACK to refuse a client, from code 1 on. */
const REFUSALS = ["the protocol", "the device's name", "service for now", "user or password", "this device"];

/** The state of a session: before CONNECT, waiting for its answer, open for readings, after DISCONNECT. */
type State = "new" | "greeting" | "open" | "over";

/**
 * The MQTT protocol of one connection, without I/O: it returns the packets to send, processes the bytes that arrive,
 * and detects a broker that does not answer in time. It reads no clock; the caller passes `now`.
 *
 * The broker stores no session for this client. Readings that the broker has not acknowledged are in the outbox. A new
 * session sends them again, marked as duplicates: at least once, which is QoS 1.
 */
export class Session {
  readonly #config: Config;
  readonly #outbox: Outbox;
  readonly #answers = new Answers();
  #state: State = "new";
  #pinging = false;
  #sentAt = 0;
  /** When the last packet arrived, or when the oldest unanswered packet was sent. */
  #heardAt: number;

  /** Makes the session of a connection that was opened at `now`. */
  constructor(config: Config, outbox: Outbox, now: number) {
    this.#config = config;
    this.#outbox = outbox;
    this.#heardAt = now;
    outbox.rewind();
  }

  get isOpen(): boolean {
    return this.#state === "open";
  }

  /** The next packet to send; `null` if no packet waits. */
  next(now: number): Uint8Array | null {
    const packet = this.#packet(now);
    if (packet !== null) this.#sentAt = now;
    return packet;
  }

  /** Returns DISCONNECT, the last packet. */
  end(): Uint8Array {
    this.#state = "over";
    return encode("disconnect");
  }

  /** Processes received bytes. Returns a description of a protocol error; "" if the bytes are valid. */
  receive(bytes: Uint8Array, now: number): string {
    for (const byte of bytes) {
      const answer = this.#answers.take(byte);
      if (answer === null) continue;
      const fault = answer === "bad" ? "it sent bytes that are not MQTT" : this.#take(answer);
      if (fault !== "") return fault;
    }
    this.#heardAt = now;
    return "";
  }

  /** When the connection is given up, unless a packet arrives before. */
  get givenUpAt(): number {
    return this.#isOwed ? this.#heardAt + this.#config.patience : Infinity;
  }

  /** When a PINGREQ is due, if no reading is sent before. */
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
    else if (!this.#outbox.acknowledge(answer.id)) return `it acknowledges ${answer.id}, which was not sent`;
    return "";
  }
}
