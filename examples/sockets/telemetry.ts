/**
 * Telemetry in few lines: sends a reading each second, as a line, to a server that answers with the numbers of the
 * stored readings. `telemetry-calls.ts` is the same program with Winsock's calls; `examples/telemetry` speaks MQTT.
 */
import { type Connection, connect } from "@ws2kit/sockets";
import { lines, writeText } from "@ws2kit/sockets/text";
import { every, sleep } from "@ws2kit/sockets/time";
import type { Machine } from "@ws2kit/target";
import { config } from "./config.js";

/** The most readings to store while there is no server; older ones are dropped. */
const MOST = 100;

export default async function main(machine: Machine) {
  const ws2 = machine.openProcess();
  const { host, port, interval, readings } = config.telemetry;
  const outbox: string[] = [];
  let stored = 0;
  const measuring = measure();
  while (stored < readings) {
    try {
      const server = await connect(ws2, { host, port, timeout: 5000 });
      machine.platform.log(`connected to ${host}:${port}`);
      await Promise.race([deliver(server), acknowledge(server)]).finally(() => server.close());
    } catch (error) {
      machine.platform.log(`${error}; next attempt in a second`);
      await sleep(ws2, 1000);
    }
  }
  await measuring;
  machine.platform.log(`stored ${stored}`);

  async function measure() {
    let number = 0;
    for await (const _ of every(ws2, interval)) {
      if (outbox.push(`${++number} ${2100 + ((number * 7) % 25)}`) > MOST) outbox.shift();
      if (number === readings) return;
    }
  }

  async function deliver(server: Connection) {
    for (let sent = 0; stored < readings; await sleep(ws2, interval / 4)) {
      for (const reading of outbox.filter((one) => parseInt(one, 10) > sent)) {
        await writeText(server, `${reading}\n`, { timeout: 5000 });
        sent = parseInt(reading, 10);
      }
    }
  }

  async function acknowledge(server: Connection) {
    for await (const line of lines(server)) {
      const at = outbox.findIndex((reading) => reading.startsWith(`${line} `));
      if (at >= 0) outbox.splice(0, at + 1);
      stored = Math.max(stored, Number(line));
    }
    throw new Error("the server has closed the connection");
  }
}
