/** Measures a temperature and sends it, as a datagram of one line, to the collector that config.json names. */
import config from "@ws2kit/config";
import {
  AF_INET,
  INVALID_SOCKET,
  MAKEWORD,
  type Machine,
  newWSADATA,
  SOCK_DGRAM,
  SOCKET_ERROR,
  sockaddr_in,
} from "@ws2kit/target";

export default function main(machine: Machine): void {
  const { platform } = machine;
  const ws2 = machine.openProcess();
  const code = ws2.WSAStartup(MAKEWORD(2, 2), newWSADATA());
  if (code !== 0) throw new Error(`WSAStartup failed: ${code}`);
  const s = ws2.socket(AF_INET, SOCK_DGRAM, 0);
  if (s === INVALID_SOCKET) throw new Error(`socket failed: ${ws2.WSAGetLastError()}`);
  const collector = sockaddr_in(config.host, config.port);
  // nothing signals this event: to wait for it is to sleep
  const never = ws2.WSACreateEvent();

  for (let n = 1; n <= config.readings; n++) {
    const line = `${config.name} ${n} ${temperature(n)}\n`;
    const bytes = Uint8Array.from(line, (letter) => letter.charCodeAt(0));
    const sent = ws2.sendto(s, bytes, bytes.length, 0, collector, collector.length);
    platform.log(sent === SOCKET_ERROR ? `sendto failed: ${ws2.WSAGetLastError()}` : `sent ${line.trim()}`);
    if (n < config.readings) ws2.WSAWaitForMultipleEvents(1, [never], false, config.interval, false);
  }
  ws2.WSACloseEvent(never);
  ws2.closesocket(s);
  ws2.WSACleanup();
}

/** A device reads its sensor here; this one warms up a tenth of a degree with each reading. */
function temperature(n: number): string {
  return (20 + ((n - 1) % 50) / 10).toFixed(1);
}
