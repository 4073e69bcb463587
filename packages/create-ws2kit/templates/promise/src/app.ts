/**
 * Measures a temperature and sends it, as a line, to the collector that config.json names. The collector answers with
 * the number of each reading that it has stored; until then, the reading is sent again after a lost connection.
 */
import config from "@ws2kit/config";
import { connect } from "@ws2kit/sockets";
import { readLine, writeText } from "@ws2kit/sockets/text";
import { sleep } from "@ws2kit/sockets/time";
import type { Machine } from "@ws2kit/target";

/** Milliseconds that the collector may take to accept a connection, or to answer. */
const PATIENCE = 5000;

export default async function main(machine: Machine): Promise<void> {
  const { platform } = machine;
  const ws2 = machine.openProcess();
  const { host, port } = config;
  let stored = 0;
  while (stored < config.readings) {
    try {
      const collector = await connect(ws2, { host, port, timeout: PATIENCE });
      try {
        while (stored < config.readings) {
          const n = stored + 1;
          await writeText(collector, `${config.name} ${n} ${temperature(platform.now())}\n`);
          const answer = await readLine(collector, { timeout: PATIENCE });
          if (answer !== `${n}`) throw new Error(`reading ${n} was answered with ${answer ?? "the end of the stream"}`);
          stored = n;
          platform.log(`stored ${n}`);
          if (n < config.readings) await sleep(ws2, config.interval);
        }
      } finally {
        await collector.close();
      }
    } catch (error) {
      platform.log(`${error}; next attempt in a second`);
      await sleep(ws2, 1000);
    }
  }
}

/** A device reads its sensor here; this one warms up a tenth of a degree a second. */
function temperature(now: number): string {
  return (20 + (Math.floor(now / 1000) % 50) / 10).toFixed(1);
}
