/** Opens 64 connections within this machine at once. Each transfers different bytes in both directions. */
import {
  AF_INET,
  INVALID_SOCKET,
  MAKEWORD,
  type Machine,
  newWSADATA,
  ref,
  SOCK_STREAM,
  type SOCKET,
  sockaddr_in,
} from "@ws2kit/target";

const CONNECTIONS = 64;
const LENGTH = 1024;

export default function main(machine: Machine): void {
  const ws2 = machine.openProcess();
  const require = (result: number, call: string): number => {
    if (result < 0) throw new Error(`${call} failed: ${ws2.WSAGetLastError()}`);
    return result;
  };
  require(-ws2.WSAStartup(MAKEWORD(2, 2), newWSADATA()), "WSAStartup");
  const listener = ws2.socket(AF_INET, SOCK_STREAM, 0);
  const name = sockaddr_in("127.0.0.1", 0);
  require(ws2.bind(listener, name, name.length), "bind");
  require(ws2.getsockname(listener, name, ref(name.length)), "getsockname");
  require(ws2.listen(listener, CONNECTIONS), "listen");

  const pairs: [SOCKET, SOCKET][] = [];
  for (let i = 0; i < CONNECTIONS; i++) {
    const caller = ws2.socket(AF_INET, SOCK_STREAM, 0);
    require(ws2.connect(caller, name, name.length), "connect");
    const called = ws2.accept(listener, null, null);
    if (called === INVALID_SOCKET) throw new Error(`accept failed: ${ws2.WSAGetLastError()}`);
    pairs.push([caller, called]);
  }

  const bytes = new Uint8Array(LENGTH);
  const expect = (s: SOCKET, byte: number) => {
    for (let n = 0; n < LENGTH; ) {
      const got = require(ws2.recv(s, bytes, LENGTH, 0), "recv");
      if (got === 0 || bytes[0] !== byte || bytes[got - 1] !== byte) throw new Error(`connection ${byte} is mixed up`);
      n += got;
    }
  };
  for (const direction of [0, 1]) {
    for (let i = 0; i < CONNECTIONS; i++) require(ws2.send(pairs[i][direction], bytes.fill(i), LENGTH, 0), "send");
    for (let i = CONNECTIONS - 1; i >= 0; i--) expect(pairs[i][1 - direction], i);
  }
  for (const pair of pairs) for (const s of pair) require(ws2.closesocket(s), "closesocket");
  machine.platform.log(`connections=${CONNECTIONS} right`);
}
