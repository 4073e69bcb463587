import { readFileSync } from "node:fs";
import { ROOT } from "@ws2kit/example-device/hosts";
import { assert } from "chai";
import { Mosquitto, Subscriber, Way } from "./broker.js";
import { scratchFile } from "./images.js";

const READINGS = 60;
const TOPIC = "telemetry/test";

/** The telemetry firmware, in any engine. */
export interface Station {
  /** Resolves to the first line of its log, from the n-th on, that matches. Rejects if it ends before. */
  line(pattern: RegExp, from?: number): Promise<RegExpExecArray>;
  readonly ended: Promise<{ readonly code: number | null; readonly log: readonly string[] }>;
  readonly log: readonly string[];
  stop(): unknown;
}

/**
 * Lets a station deliver its readings to a real broker, through a proxy that is mute at first and half-open later,
 * while the broker restarts. Fails unless every reading arrives and is acknowledged.
 */
export async function runTelemetry(start: (config: string) => Promise<Station>): Promise<void> {
  const broker = new Mosquitto();
  const way = new Way(() => broker.port);
  let subscriber: Subscriber | undefined;
  let station: Station | undefined;
  try {
    await Promise.all([broker.start(), way.start()]);
    subscriber = new Subscriber(broker.port, TOPIC);
    way.state = "mute";
    station = await start(configFile(way.port));
    await deliver(station, broker, way, subscriber);
  } finally {
    await station?.stop();
    subscriber?.end();
    way.close();
    await broker.remove();
  }
}

async function deliver(station: Station, broker: Mosquitto, way: Way, subscriber: Subscriber): Promise<void> {
  await station.line(/no broker \(silent for 1000 ms\)/);
  way.state = "open";
  await subscriber.has(10);
  way.freeze();
  await station.line(/no broker \(silent for 1000 ms\)/, station.log.length);
  await subscriber.has(25);
  await broker.end();
  await station.line(/no broker \((?!silent)/);
  await broker.start();
  const { code, log } = await station.ended;
  assert.equal(code, 0, log.join("\n"));
  assert.match(log[log.length - 1], /^done; measured=60 acknowledged=60 waiting=0 dropped=0 connections=\d+$/);
  await subscriber.has(READINGS);
  const numbers = new Set(subscriber.lines.map((line) => (JSON.parse(line) as { readonly n: number }).n));
  assert.deepEqual(
    [...numbers].sort((a, b) => a - b),
    Array.from({ length: READINGS }, (_, i) => i + 1),
  );
}

function configFile(port: number): string {
  const example = JSON.parse(readFileSync(`${ROOT}examples/telemetry/config.json`, "utf8")) as object;
  const changes = {
    broker: { host: "127.0.0.1", port, user: "", password: "" },
    topic: TOPIC,
    interval: 50,
    readings: READINGS,
    patience: 1000,
    retry: { first: 100, longest: 400 },
  };
  return scratchFile(`telemetry-${port}.json`, JSON.stringify({ ...example, ...changes }));
}
