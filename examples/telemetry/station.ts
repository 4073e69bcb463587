import type { Platform, Ws2 } from "@ws2kit/target";
import { BackOff } from "./back-off.js";
import type { Config } from "./config.js";
import { Connection, type Listener } from "./connection.js";
import { Outbox } from "./outbox.js";
import { Sensor } from "./sensor.js";
import { Session } from "./session.js";

/** The device: measures on time, with or without a broker, and delivers readings while a broker is connected. */
export class Station implements Listener {
  readonly #config: Config;
  readonly #platform: Platform;
  readonly #sensor: Sensor;
  readonly #outbox: Outbox;
  readonly #backOff: BackOff;
  readonly #connection: Connection;
  #session: Session | null = null;
  #measureAt: number;
  #connectAt: number;
  #connections = 0;

  constructor(config: Config, platform: Platform, ws2: Ws2) {
    this.#config = config;
    this.#platform = platform;
    this.#sensor = new Sensor(config.seed);
    this.#outbox = new Outbox(config.outbox);
    this.#backOff = new BackOff(config.retry, () => randomOf(platform));
    this.#connection = new Connection(ws2, this);
    this.#measureAt = this.#connectAt = platform.now();
  }

  /** Measures and delivers; returns when all readings of the configuration are acknowledged. */
  run(): void {
    while (!this.#isDone) {
      this.#work(this.#platform.now());
      this.#connection.wait(Math.max(0, Math.ceil(this.#dueAt - this.#platform.now())));
    }
    this.#finish();
  }

  get figures(): string {
    const { size, acknowledged, dropped } = this.#outbox;
    return `measured=${this.#sensor.count} acknowledged=${acknowledged} waiting=${size} dropped=${dropped} connections=${this.#connections}`;
  }

  received(bytes: Uint8Array): void {
    const session = this.#session;
    if (session === null) return;
    const { isOpen } = session;
    const before = this.#outbox.acknowledged;
    const fault = session.receive(bytes, this.#platform.now());
    if (fault !== "") this.#giveUp(fault);
    else if (!isOpen && session.isOpen) this.#welcomed();
    // reset only after an acknowledgement: accepting a connection does not prove that the broker works
    if (this.#outbox.acknowledged > before) this.#backOff.reset();
  }

  lost(why: string): void {
    this.#session = null;
    const ms = this.#backOff.next();
    this.#connectAt = this.#platform.now() + ms;
    this.#platform.log(`no broker (${why}), next attempt in ${ms} ms; ${this.figures}`);
  }

  #work(now: number): void {
    if (now >= this.#measureAt && !this.#hasMeasuredAll) this.#measure(now);
    if (this.#session === null && now >= this.#connectAt) this.#connect(now);
    if (this.#session !== null) this.#deliver(this.#session, now);
  }

  #measure(now: number): void {
    this.#outbox.add(this.#sensor.read(now));
    this.#measureAt += this.#config.interval;
    // skip the readings that were missed during a name resolution
    if (this.#measureAt <= now) this.#measureAt = now + this.#config.interval;
  }

  #connect(now: number): void {
    const { host, port } = this.#config.broker;
    this.#session = new Session(this.#config, this.#outbox, now);
    this.#connection.open(host, port);
  }

  #deliver(session: Session, now: number): void {
    if (now >= session.givenUpAt) this.#giveUp(`silent for ${this.#config.patience} ms`);
    while (this.#connection.isReady) {
      const packet = session.next(now);
      if (packet === null) break;
      this.#connection.send(packet);
    }
  }

  #welcomed(): void {
    const { host, port } = this.#config.broker;
    this.#connections++;
    this.#platform.log(`connected to ${host}:${port}; ${this.figures}`);
  }

  #giveUp(why: string): void {
    this.#connection.close();
    this.lost(why);
  }

  #finish(): void {
    if (this.#session !== null) this.#connection.send(this.#session.end());
    this.#connection.close();
  }

  /** When the next action is due, if nothing arrives before. */
  get #dueAt(): number {
    const measureAt = this.#hasMeasuredAll ? Infinity : this.#measureAt;
    if (this.#session === null) return Math.min(measureAt, this.#connectAt);
    return Math.min(measureAt, this.#session.givenUpAt, this.#session.pingAt);
  }

  get #hasMeasuredAll(): boolean {
    return this.#config.readings > 0 && this.#sensor.count >= this.#config.readings;
  }

  get #isDone(): boolean {
    return this.#hasMeasuredAll && this.#outbox.size === 0;
  }
}

/** A random number from 0 to below 1. */
function randomOf(platform: Platform): number {
  const bytes = new Uint8Array(2);
  platform.random(bytes);
  return (bytes[0] * 256 + bytes[1]) / 65536;
}
