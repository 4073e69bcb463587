/**
 * Runs a function while a call blocks, as programs of Winsock 1.1 do, and cancels the call from there.
 *
 * Functions: WSASetBlockingHook, WSAIsBlocking, WSACancelBlockingCall, WSAUnhookBlockingHook.
 */
import { AF_INET, MAKEWORD, type Machine, newWSADATA, SOCK_DGRAM, sockaddr_in, WSAEINTR } from "@ws2kit/target";

export default function main(machine: Machine): void {
  const { log } = machine.platform;
  const ws2 = machine.openProcess();
  // blocking hooks work in version 1.1 alone
  if (ws2.WSAStartup(MAKEWORD(1, 1), newWSADATA()) !== 0) throw new Error("there is no ws2");
  const s = ws2.socket(AF_INET, SOCK_DGRAM, 0);
  ws2.bind(s, sockaddr_in("127.0.0.1", 0), 16);

  let calls = 0;
  ws2.WSASetBlockingHook(() => {
    if (++calls === 3) log("blocking:", ws2.WSAIsBlocking(), "cancel:", ws2.WSACancelBlockingCall());
  });
  log("recv:", ws2.recv(s, new Uint8Array(1), 1, 0), "WSAEINTR:", ws2.WSAGetLastError() === WSAEINTR);
  log("unhook:", ws2.WSAUnhookBlockingHook());
  ws2.closesocket(s);
  ws2.WSACleanup();
}

// prints: blocking: true cancel: 0
// prints: recv: -1 WSAEINTR: true
// prints: unhook: 0
