/**
 * Telemetry: reads a sensor and publishes over MQTT 3.1.1, on any target.
 *
 * It has one thread, one socket and one event object. Only the wait for that event blocks, so readings are taken on
 * time while the broker is slow, silent or unreachable. Readings that it has not acknowledged are stored in an outbox
 * and sent again.
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
