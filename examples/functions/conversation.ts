/** What the programs of this folder share: they start Winsock, connect two sockets, and print text. */
import {
  AF_INET,
  MAKEWORD,
  type Machine,
  newWSADATA,
  ref,
  SOCK_DGRAM,
  SOCK_STREAM,
  SOCKADDR_IN_SIZE,
  type SOCKET,
  sockaddr_in,
  WSA_FLAG_OVERLAPPED,
  type Ws2,
} from "@ws2kit/target";

/** A process that has called WSAStartup. */
export function start(machine: Machine): ReturnType<Machine["openProcess"]> {
  const ws2 = machine.openProcess();
  const code = ws2.WSAStartup(MAKEWORD(2, 2), newWSADATA());
  if (code !== 0) throw new Error(`WSAStartup failed: ${code}`);
  return ws2;
}

/** Fails the program if a call has returned SOCKET_ERROR or INVALID_SOCKET. */
export function sound<Result extends number>(ws2: Ws2, result: Result, call: string): Result {
  if (result === -1) throw new Error(`${call} failed: ${ws2.WSAGetLastError()}`);
  return result;
}

/** A socket with a free port of the loopback, and its address. */
export function bound(ws2: Ws2, type: number = SOCK_DGRAM): { s: SOCKET; address: Uint8Array } {
  const s = sound(ws2, ws2.WSASocketW(AF_INET, type, 0, null, 0, WSA_FLAG_OVERLAPPED), "WSASocketW");
  sound(ws2, ws2.bind(s, sockaddr_in("127.0.0.1", 0), SOCKADDR_IN_SIZE), "bind");
  const address = new Uint8Array(SOCKADDR_IN_SIZE);
  sound(ws2, ws2.getsockname(s, address, ref(address.length)), "getsockname");
  return { s, address };
}

/** A socket that listens on the loopback, and its address. */
export function listening(ws2: Ws2): { s: SOCKET; address: Uint8Array } {
  const listener = bound(ws2, SOCK_STREAM);
  sound(ws2, ws2.listen(listener.s, 5), "listen");
  return listener;
}

/** Two streams that are connected to each other. */
export function connected(ws2: Ws2): { client: SOCKET; server: SOCKET } {
  const { s, address } = listening(ws2);
  const client = sound(ws2, ws2.socket(AF_INET, SOCK_STREAM, 0), "socket");
  sound(ws2, ws2.connect(client, address, address.length), "connect");
  const server = sound(ws2, ws2.accept(s), "accept");
  ws2.closesocket(s);
  return { client, server };
}

/** The bytes of a text of ASCII. */
export function bytesOf(text: string): Uint8Array {
  return Uint8Array.from(text, (letter) => letter.charCodeAt(0));
}

/** The text of the first bytes of a buffer. */
export function textOf(bytes: Uint8Array, length: number): string {
  return String.fromCharCode(...bytes.subarray(0, length));
}
