/**
 * Connects a TCP client to a server, sends a line, and closes in order: shutdown, the rest of the data,
 * closesocket.
 *
 * Functions: socket, bind, listen, connect, accept, send, recv, shutdown, closesocket, getsockname,
 *   getpeername.
 */
import {
  AF_INET,
  type Machine,
  ref,
  SD_SEND,
  SOCK_STREAM,
  SOCKADDR_IN_SIZE,
  SOMAXCONN,
  sockaddr_in,
  sockaddrText,
} from "@ws2kit/target";
import { bytesOf, sound, start, textOf } from "./conversation.js";

export default function main(machine: Machine): void {
  const { log } = machine.platform;
  const ws2 = start(machine);

  const listener = sound(ws2, ws2.socket(AF_INET, SOCK_STREAM, 0), "socket");
  sound(ws2, ws2.bind(listener, sockaddr_in("127.0.0.1", 7007), SOCKADDR_IN_SIZE), "bind");
  sound(ws2, ws2.listen(listener, SOMAXCONN), "listen");
  const name = new Uint8Array(SOCKADDR_IN_SIZE);
  sound(ws2, ws2.getsockname(listener, name, ref(name.length)), "getsockname");
  log("listening on", sockaddrText(name));

  const client = sound(ws2, ws2.socket(AF_INET, SOCK_STREAM, 0), "socket");
  sound(ws2, ws2.connect(client, name, name.length), "connect");
  const server = sound(ws2, ws2.accept(listener, name, ref(name.length)), "accept");
  const peer = new Uint8Array(SOCKADDR_IN_SIZE);
  sound(ws2, ws2.getpeername(client, peer, ref(peer.length)), "getpeername");
  log("connected to", sockaddrText(peer));

  const line = bytesOf("hello");
  log("sent", sound(ws2, ws2.send(client, line, line.length, 0), "send"), "bytes");
  sound(ws2, ws2.shutdown(client, SD_SEND), "shutdown");

  const buffer = new Uint8Array(100);
  const received = sound(ws2, ws2.recv(server, buffer, buffer.length, 0), "recv");
  log("received", textOf(buffer, received));
  log("the next recv returns", ws2.recv(server, buffer, buffer.length, 0), "as the client has shut down");
  for (const s of [client, server, listener]) ws2.closesocket(s);
  ws2.WSACleanup();
}

// prints: listening on 127.0.0.1:7007
// prints: connected to 127.0.0.1:7007
// prints: sent 5 bytes
// prints: received hello
// prints: the next recv returns 0 as the client has shut down
