/**
 * Telemetry: reads a sensor and publishes over MQTT 3.1.1, on any target.
 *
 * One thread, one socket, one event. Nothing blocks but the wait for it, so that readings are taken on time while the
 * broker is slow, silent or gone. What it has not acknowledged waits in an outbox and is sent again.
 */
import { MAKEWORD, type Machine, newWSADATA } from "@ws2kit/target";
import { config } from "./config.js";
import { Station } from "./station.js";

export default function main(machine: Machine): void {
  const ws2 = machine.openProcess();
  const code = ws2.WSAStartup(MAKEWORD(2, 2), newWSADATA());
  if (code !== 0) throw new Error(`WSAStartup failed: ${code}`);
  const station = new Station(config, machine.platform, ws2);
  station.run();
  machine.platform.log(`done; ${station.figures}`);
  ws2.WSACleanup();
}
