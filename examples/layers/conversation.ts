/**
 * A conversation over the loopback between a client and a server of this program, and a connection that a filter layer
 * may refuse. The code does not mention layers.
 */
import {
  AF_INET,
  INVALID_SOCKET,
  MAKEWORD,
  type Machine,
  newWSADATA,
  ref,
  SOCK_STREAM,
  SOCKADDR_IN_SIZE,
  type SOCKET,
  SOCKET_ERROR,
  sockaddr_in,
  type Ws2,
} from "@ws2kit/target";

const QUESTIONS = [16, 512, 4096];
/** The port of mail servers. */
const SMTP = 25;

export default function main(machine: Machine): void {
  const ws2 = machine.openProcess();
  const require = (result: number, call: string) => {
    if (result === SOCKET_ERROR) throw new Error(`${call} failed: ${ws2.WSAGetLastError()}`);
    return result;
  };
  if (ws2.WSAStartup(MAKEWORD(2, 2), newWSADATA()) !== 0) throw new Error("there is no ws2");

  const listener = require(ws2.socket(AF_INET, SOCK_STREAM, 0), "socket") as SOCKET;
  require(ws2.bind(listener, sockaddr_in("127.0.0.1", 0), SOCKADDR_IN_SIZE), "bind");
  require(ws2.listen(listener, 1), "listen");
  const name = new Uint8Array(SOCKADDR_IN_SIZE);
  require(ws2.getsockname(listener, name, ref(name.length)), "getsockname");

  const client = require(ws2.socket(AF_INET, SOCK_STREAM, 0), "socket") as SOCKET;
  require(ws2.connect(client, name, name.length), "connect");
  const server = require(ws2.accept(listener, null, null), "accept") as SOCKET;
  let echoed = 0;
  for (const length of QUESTIONS) {
    require(ws2.send(client, new Uint8Array(length).fill(length), length, 0), "send");
    const question = receive(ws2, server, length);
    require(ws2.send(server, question, length, 0), "send");
    echoed += receive(ws2, client, length).length;
  }
  for (const s of [client, server, listener]) require(ws2.closesocket(s), "closesocket");

  const mail = ws2.socket(AF_INET, SOCK_STREAM, 0);
  if (mail === INVALID_SOCKET) throw new Error("no socket for mail");
  const went = ws2.connect(mail, sockaddr_in("127.0.0.1", SMTP), SOCKADDR_IN_SIZE);
  machine.platform.log(`echoed ${echoed} bytes; mail: ${went === 0 ? "sent" : ws2.WSAGetLastError()}`);
  ws2.closesocket(mail);
  ws2.WSACleanup();
}

/** Receives exactly `length` bytes. */
function receive(ws2: Ws2, s: SOCKET, length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  for (let at = 0; at < length; ) {
    const received = ws2.recv(s, bytes, length - at, 0, at);
    if (received <= 0) throw new Error(`recv returned ${received} after ${at} bytes: ${ws2.WSAGetLastError()}`);
    at += received;
  }
  return bytes;
}
