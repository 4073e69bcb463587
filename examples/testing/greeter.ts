/** A TCP server that blocks: it answers each line that a client sends, in one loop around select. */
import {
  AF_INET,
  FD_ISSET,
  FD_SET,
  FD_ZERO,
  fd_set,
  INVALID_SOCKET,
  MAKEWORD,
  type Machine,
  newWSADATA,
  SOCK_STREAM,
  type SOCKET,
  SOCKET_ERROR,
  sockaddr_in,
} from "@ws2kit/target";

export const PORT = 7100;

export default function main(machine: Machine): void {
  const ws2 = machine.openProcess();
  const { log } = machine.platform;
  ws2.WSAStartup(MAKEWORD(2, 2), newWSADATA());
  const listener = ws2.socket(AF_INET, SOCK_STREAM, 0);
  const here = sockaddr_in("0.0.0.0", PORT);
  if (ws2.bind(listener, here, here.length) === SOCKET_ERROR) throw new Error(`bind: ${ws2.WSAGetLastError()}`);
  ws2.listen(listener, 5);
  log(`listening on ${PORT}`);

  /** The text of each client that is no whole line yet. */
  const clients = new Map<SOCKET, string>();
  const readable = fd_set();
  const buffer = new Uint8Array(256);
  for (;;) {
    FD_ZERO(readable);
    for (const s of [listener, ...clients.keys()]) FD_SET(s, readable);
    if (ws2.select(0, readable, null, null, null) === SOCKET_ERROR) throw new Error(`select: ${ws2.WSAGetLastError()}`);
    if (FD_ISSET(listener, readable)) {
      const s = ws2.accept(listener, null, null);
      if (s !== INVALID_SOCKET) clients.set(s, "");
    }
    for (const [s, before] of clients) {
      if (!FD_ISSET(s, readable)) continue;
      const received = ws2.recv(s, buffer, buffer.length, 0);
      if (received > 0) {
        const lines = (before + String.fromCharCode(...buffer.subarray(0, received))).split("\n");
        clients.set(s, lines.pop() ?? "");
        for (const name of lines) greet(s, name);
      } else {
        ws2.closesocket(s);
        clients.delete(s);
      }
    }
  }

  function greet(s: SOCKET, name: string): void {
    const reply = Uint8Array.from(`welcome ${name}\n`, (letter) => letter.charCodeAt(0));
    ws2.send(s, reply, reply.length, 0);
    log(`greeted ${name}`);
  }
}
