import * as winsock from "@ws2kit/spi";
import type { Ws2 } from "@ws2kit/target-desktop";
import { ADDRESS_SIZE, bound, expect, nameOf, timeOf } from "./calls.js";

const { FD_READ, newWSABUF, newWSAOVERLAPPED, ref, SOCK_DGRAM } = winsock;

/** Sockets on which something happens, among those that wait. */
export const BUSY = 10;
const SIZE = 64;

/** A run: microseconds to send a datagram to a busy socket, to wait for it and to receive it. */
export type Rounds = (count: number) => number;

/** By event, while `idle` other sockets wait. `port`: the first one's port; the others have those that follow. */
export function readinessByEvent(ws2: Ws2, idle: number, port = 0): Rounds {
  const quiet = ws2.WSACreateEvent();
  for (let i = 0; i < idle; i++) ws2.WSAEventSelect(bound(ws2, SOCK_DGRAM, port && port + i), quiet, FD_READ);
  const sender = bound(ws2);
  const busy = Array.from({ length: BUSY }, () => {
    const s = bound(ws2);
    const event = ws2.WSACreateEvent();
    expect(ws2.WSAEventSelect(s, event, FD_READ) === 0, "WSAEventSelect", ws2);
    return { s, event, name: nameOf(ws2, s) };
  });
  const events = busy.map(({ event }) => event);
  const found = winsock.newWSANETWORKEVENTS();
  const bytes = new Uint8Array(SIZE);
  return (count) =>
    timeOf(count, (i) => {
      const { s, event, name } = busy[i % BUSY];
      ws2.sendto(sender, bytes, SIZE, 0, name, ADDRESS_SIZE);
      const index = ws2.WSAWaitForMultipleEvents(BUSY, events, false, 1000, false);
      expect(index === i % BUSY, "WSAWaitForMultipleEvents", ws2);
      ws2.WSAEnumNetworkEvents(s, event, found);
      expect(ws2.recv(s, bytes, SIZE, 0) === SIZE, "recv", ws2);
    }) / 1000;
}

/** By completion port, while `idle` other sockets have a receive under way. */
export function readinessByPort(ws2: Ws2, idle: number): Rounds {
  const { kernel32 } = ws2;
  const port = kernel32.CreateIoCompletionPort(winsock.INVALID_HANDLE_VALUE, null, 0, 0) as winsock.HANDLE;
  const flags = ref(0);
  const receive = (s: winsock.SOCKET, bytes: Uint8Array, overlapped = newWSAOVERLAPPED()) => {
    flags.value = 0;
    ws2.WSARecv(s, [newWSABUF(bytes)], 1, null, flags, overlapped, null);
    expect(ws2.WSAGetLastError() === winsock.WSA_IO_PENDING, "WSARecv", ws2);
  };
  const waiting = (key: number) => {
    const s = bound(ws2);
    expect(kernel32.CreateIoCompletionPort(s, port, key, 0) === port, "CreateIoCompletionPort", ws2);
    return s;
  };
  const shared = new Uint8Array(SIZE);
  for (let i = 0; i < idle; i++) receive(waiting(-1), shared);
  const sender = bound(ws2);
  const busy = Array.from({ length: BUSY }, (_, key) => {
    const s = waiting(key);
    return { s, name: nameOf(ws2, s), bytes: new Uint8Array(SIZE), overlapped: newWSAOVERLAPPED() };
  });
  for (const { s, bytes, overlapped } of busy) receive(s, bytes, overlapped);
  const [count, key, which] = [ref(0), ref<unknown>(null), ref<winsock.WSAOVERLAPPED | null>(null)];
  return (rounds) =>
    timeOf(rounds, (i) => {
      const { s, name, bytes, overlapped } = busy[i % BUSY];
      ws2.sendto(sender, shared, SIZE, 0, name, ADDRESS_SIZE);
      const ended = kernel32.GetQueuedCompletionStatus(port, count, key, which, 1000);
      expect(ended && key.value === i % BUSY, "GetQueuedCompletionStatus", ws2);
      receive(s, bytes, overlapped);
    }) / 1000;
}
