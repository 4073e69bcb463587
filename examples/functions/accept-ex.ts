/**
 * Accepts into a socket that exists, connects with first data, and disconnects for reuse.
 *
 * Functions: AcceptEx, GetAcceptExSockaddrs, ConnectEx, DisconnectEx.
 */
import {
  DWORD,
  type Machine,
  newWSAOVERLAPPED,
  type Pointer,
  ref,
  SO_UPDATE_ACCEPT_CONTEXT,
  SOCK_STREAM,
  SOL_SOCKET,
  sockaddrText,
  TF_REUSE_SOCKET,
  WSA_IO_PENDING,
} from "@ws2kit/target";
import { bound, bytesOf, listening, sound, start, textOf } from "./conversation.js";

/** The room of an address in the output buffer: 16 bytes more than the address. */
const ROOM = 16 + 16;

export default function main(machine: Machine): void {
  const { log } = machine.platform;
  const ws2 = start(machine);
  const { AcceptEx, GetAcceptExSockaddrs, ConnectEx, DisconnectEx } = ws2.mswsock;
  const listener = listening(ws2);
  const server = sound(ws2, ws2.WSASocketW(2, SOCK_STREAM, 0, null, 0, 1), "WSASocketW");
  const output = new Uint8Array(100 + 2 * ROOM);
  const accepting = newWSAOVERLAPPED();
  const done = AcceptEx(listener.s, server, output, 100, ROOM, ROOM, ref(0), accepting);
  log("AcceptEx waits:", !done && ws2.WSAGetLastError() === WSA_IO_PENDING);

  const client = bound(ws2, SOCK_STREAM).s;
  const connecting = newWSAOVERLAPPED();
  ConnectEx(client, listener.address, listener.address.length, bytesOf("first data"), 10, ref(0), connecting);
  const count = ref(0);
  log("ConnectEx:", ws2.WSAGetOverlappedResult(client, connecting, count, true, ref(0)), "sent", count.value);

  log("AcceptEx:", ws2.WSAGetOverlappedResult(listener.s, accepting, count, true, ref(0)), textOf(output, count.value));
  const local = ref<Pointer>(null);
  const remote = ref<Pointer>(null);
  GetAcceptExSockaddrs(listener.s, output, 100, ROOM, ROOM, local, ref(0), remote, ref(0));
  log(
    "accepted at the listener's address:",
    sockaddrText(local.value as Uint8Array) === sockaddrText(listener.address),
  );
  sound(ws2, ws2.setsockopt(server, SOL_SOCKET, SO_UPDATE_ACCEPT_CONTEXT, DWORD(listener.s), 4), "setsockopt");

  log("DisconnectEx:", DisconnectEx(client, null, TF_REUSE_SOCKET, 0));
  log("the peer's recv returns", ws2.recv(server, new Uint8Array(1), 1, 0));
  for (const s of [client, server, listener.s]) ws2.closesocket(s);
  ws2.WSACleanup();
}

// prints: AcceptEx waits: true
// prints: ConnectEx: true sent 10
// prints: AcceptEx: true first data
// prints: accepted at the listener's address: true
// prints: DisconnectEx: true
// prints: the peer's recv returns 0
