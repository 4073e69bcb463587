/**
 * Starts Winsock 2.2, reads a code, and ends Winsock: each WSAStartup that succeeds needs one WSACleanup.
 *
 * Functions: WSAStartup, WSACleanup, WSAGetLastError, WSASetLastError.
 */
import { HIBYTE, INVALID_SOCKET, LOBYTE, MAKEWORD, type Machine, newWSADATA } from "@ws2kit/target";

export default function main(machine: Machine): void {
  const { log } = machine.platform;
  const ws2 = machine.openProcess();
  const data = newWSADATA();
  log("WSAStartup:", ws2.WSAStartup(MAKEWORD(2, 2), data));
  log("version:", `${LOBYTE(data.wVersion)}.${HIBYTE(data.wVersion)}`);

  const s = ws2.socket(0, 0, 0);
  log("socket failed:", s === INVALID_SOCKET, "with", ws2.WSAGetLastError());
  ws2.WSASetLastError(0);
  log("after WSASetLastError:", ws2.WSAGetLastError());
  log("WSACleanup:", ws2.WSACleanup());
}

// prints: WSAStartup: 0
// prints: version: 2.2
// prints: socket failed: true with 10022
// prints: after WSASetLastError: 0
// prints: WSACleanup: 0
