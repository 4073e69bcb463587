/** Repeats 1,000 times: connect, send 4 KiB, receive and compare it, close both ends. The heap must not grow. */
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

const CYCLES = 1000;
/** Cycles before the heap is measured, so that everything that is allocated once exists. */
const WARM_UP = 100;
const LENGTH = 4096;

export default function main(machine: Machine): void {
  const { platform } = machine;
  const { heap } = (globalThis as unknown as { readonly ws2host: { heap(): number } }).ws2host;
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
  require(ws2.listen(listener, 4), "listen");
  const sent = new Uint8Array(LENGTH);
  const received = new Uint8Array(LENGTH);

  const receiveAll = (s: SOCKET) => {
    for (let n = 0; n < LENGTH; ) {
      const got = require(ws2.recv(s, received, LENGTH - n, 0, n), "recv");
      if (got === 0) throw new Error(`the connection ended after ${n} bytes`);
      n += got;
    }
  };
  const cycle = (number: number) => {
    platform.random(sent);
    const caller = ws2.socket(AF_INET, SOCK_STREAM, 0);
    require(ws2.connect(caller, name, name.length), "connect");
    const called = ws2.accept(listener, null, null);
    if (called === INVALID_SOCKET) throw new Error(`accept failed: ${ws2.WSAGetLastError()}`);
    require(ws2.send(caller, sent, LENGTH, 0), "send");
    receiveAll(called);
    if (sent.some((byte, i) => byte !== received[i]))
      throw new Error(`cycle ${number}: received bytes differ from those sent`);
    require(ws2.closesocket(caller), "closesocket");
    require(ws2.closesocket(called), "closesocket");
  };

  for (let i = 0; i < WARM_UP; i++) cycle(i);
  const before = heap();
  for (let i = 0; i < CYCLES; i++) cycle(i);
  platform.log(`cycles=${CYCLES} before=${before} after=${heap()}`);
}
