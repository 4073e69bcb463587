import { threadTime } from "@ws2kit/platform-node/poll";
import * as winsock from "@ws2kit/spi";
import type { Ws2 } from "@ws2kit/target-desktop";

const { AF_INET, ref, SOCK_DGRAM, SOCK_STREAM, sockaddr_in } = winsock;
type SOCKET = winsock.SOCKET;

export const ADDRESS_SIZE = 16;

/** A process of a machine, with ws2 started. */
export function started(machine: { openProcess(): Ws2 }): Ws2 {
  const ws2 = machine.openProcess();
  ws2.WSAStartup(winsock.MAKEWORD(2, 2), winsock.newWSADATA());
  return ws2;
}

/** Stops the bench when a call does not do what it should. */
export function expect(isTrue: boolean, what: string, ws2: Ws2): void {
  if (!isTrue) throw new Error(`bench: ${what} failed with ${ws2.WSAGetLastError()}`);
}

/**
 * Nanoseconds of processor time for each of `count` rounds: that of this thread, so that other programs do not count,
 * nor V8's own threads.
 */
export function timeOf(count: number, round: (i: number) => void, now = threadTime): number {
  const begun = now();
  for (let i = 0; i < count; i++) round(i);
  return ((now() - begun) * 1e6) / count;
}

/** The same by the clock: for what waits for another program. */
export function clockTimeOf(count: number, round: (i: number) => void): number {
  return timeOf(count, round, () => performance.now());
}

/** A socket that is bound to the loopback. */
export function bound(ws2: Ws2, type = SOCK_DGRAM, port = 0): SOCKET {
  const s = ws2.socket(AF_INET, type, 0);
  expect(ws2.bind(s, sockaddr_in("127.0.0.1", port), ADDRESS_SIZE) === 0, "bind", ws2);
  return s;
}

export function nameOf(ws2: Ws2, s: SOCKET): Uint8Array {
  const name = new Uint8Array(ADDRESS_SIZE);
  ws2.getsockname(s, name, ref(ADDRESS_SIZE));
  return name;
}

/** A connected stream. */
export function connectedTo(ws2: Ws2, port: number): SOCKET {
  const s = ws2.socket(AF_INET, SOCK_STREAM, 0);
  expect(ws2.connect(s, sockaddr_in("127.0.0.1", port), ADDRESS_SIZE) === 0, "connect", ws2);
  return s;
}

/** Two ends of a connection. */
export function connected(ws2: Ws2): [SOCKET, SOCKET] {
  const listener = bound(ws2, SOCK_STREAM);
  ws2.listen(listener, 1);
  const client = ws2.socket(AF_INET, SOCK_STREAM, 0);
  expect(ws2.connect(client, nameOf(ws2, listener), ADDRESS_SIZE) === 0, "connect", ws2);
  const server = ws2.accept(listener, null, null);
  ws2.closesocket(listener);
  return [client, server];
}
