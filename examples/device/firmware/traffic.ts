/** Does the same as `bench/peer.c`, with blocking sockets: round trips of 64 bytes, then writes of 64 KiB. */
import {
  AF_INET,
  DWORD,
  IPPROTO_TCP,
  MAKEWORD,
  type Machine,
  newWSADATA,
  SD_SEND,
  SOCK_STREAM,
  type SOCKET,
  sockaddr_in,
  TCP_NODELAY,
} from "@ws2kit/target";

const ECHO_PORT = 7117;
const SINK_PORT = 7118;
const ROUNDS = 20_000;
const MIB = 2048;
const PING = 64;
const CHUNK = 64 * 1024;

export default function main(machine: Machine): void {
  const { platform } = machine;
  const ws2 = machine.openProcess();
  ws2.WSAStartup(MAKEWORD(2, 2), newWSADATA());
  const require = (result: number, call: string) => {
    if (result < 0) throw new Error(`${call} failed: ${ws2.WSAGetLastError()}`);
  };
  const calling = (port: number): SOCKET => {
    const s = ws2.socket(AF_INET, SOCK_STREAM, 0);
    require(ws2.setsockopt(s, IPPROTO_TCP, TCP_NODELAY, DWORD(1), 4), "setsockopt");
    const peer = sockaddr_in("127.0.0.1", port);
    require(ws2.connect(s, peer, peer.length), "connect");
    return s;
  };
  const bytes = new Uint8Array(CHUNK);

  const echo = calling(ECHO_PORT);
  let from = platform.now();
  for (let i = 0; i < ROUNDS; i++) {
    require(ws2.send(echo, bytes, PING, 0), "send");
    for (let got = 0; got < PING; ) {
      const n = ws2.recv(echo, bytes, PING - got, 0);
      require(n - 1, "recv");
      got += n;
    }
  }
  platform.log(`ping=${((platform.now() - from) * 1000) / ROUNDS}`);
  ws2.closesocket(echo);

  const sink = calling(SINK_PORT);
  from = platform.now();
  for (let i = 0; i < MIB * 16; i++) require(ws2.send(sink, bytes, CHUNK, 0) - CHUNK, "send");
  ws2.shutdown(sink, SD_SEND);
  require(ws2.recv(sink, bytes, 1, 0) - 1, "recv");
  platform.log(`push=${MIB / ((platform.now() - from) / 1000)}`);
}
