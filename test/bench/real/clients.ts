import { drive } from "@ws2kit/core";
import { nodePlatform } from "@ws2kit/platform-node";
import { connect } from "@ws2kit/sockets";
import { AF_INET, DWORD, IPPROTO_TCP, SD_SEND, SOCK_DGRAM, type SOCKET, sockaddr_in, TCP_NODELAY } from "@ws2kit/spi";
import { openMachine, type Ws2 } from "@ws2kit/target-desktop";
import { ADDRESS_SIZE, clockTimeOf, connectedTo, expect } from "../calls.js";
import { ECHO, PINGS, PUSHED, SINK, UDP } from "./servers.js";

const CHUNK = 64 * 1024;
const PING = 64;

function callEcho(ws2: Ws2): SOCKET {
  const s = connectedTo(ws2, Number(ECHO));
  ws2.setsockopt(s, IPPROTO_TCP, TCP_NODELAY, DWORD(1), 4);
  return s;
}

/** MiB/s of a blocking stream; each run is a connection, which ends once the server has received all. */
export function blockingPush(ws2: Ws2): () => number {
  const bytes = new Uint8Array(CHUNK);
  return () => {
    const s = connectedTo(ws2, Number(SINK));
    const sends = (PUSHED << 20) / CHUNK;
    const begun = performance.now();
    for (let i = 0; i < sends; i++) expect(ws2.send(s, bytes, CHUNK, 0) === CHUNK, "send", ws2);
    ws2.shutdown(s, SD_SEND);
    expect(ws2.recv(s, bytes, 1, 0) === 1, "recv", ws2);
    const rate = (PUSHED * 1000) / (performance.now() - begun);
    ws2.closesocket(s);
    return rate;
  };
}

/** Microseconds a round of a blocking stream; each run is a connection. */
export function blockingPing(ws2: Ws2): () => number {
  const bytes = new Uint8Array(PING);
  return () => {
    const s = callEcho(ws2);
    const time = clockTimeOf(PINGS, () => {
      ws2.send(s, bytes, PING, 0);
      expect(ws2.recv(s, bytes, PING, 0) === PING, "recv", ws2);
    });
    ws2.closesocket(s);
    return time / 1000;
  };
}

/** The same with datagrams to a peer. */
export function blockingUdpPing(ws2: Ws2): () => number {
  const bytes = new Uint8Array(PING);
  const s = ws2.socket(AF_INET, SOCK_DGRAM, 0);
  expect(ws2.connect(s, sockaddr_in("127.0.0.1", Number(UDP)), ADDRESS_SIZE) === 0, "connect", ws2);
  return () =>
    clockTimeOf(PINGS, () => {
      ws2.send(s, bytes, PING, 0);
      expect(ws2.recv(s, bytes, PING, 0) === PING, "recv", ws2);
    }) / 1000;
}

/** Microseconds a round with promises under drive(), on Node's event loop. */
export function drivenPing(): () => Promise<number> {
  const machine = openMachine({ platform: nodePlatform({ tls: null }) });
  const ws2 = machine.openProcess();
  const bytes = new Uint8Array(PING);
  return async () => {
    const running = drive(machine);
    const connection = await connect(ws2, { host: "127.0.0.1", port: Number(ECHO) });
    const begun = performance.now();
    for (let i = 0; i < PINGS; i++) {
      await connection.write(bytes);
      await connection.read(PING);
    }
    const time = ((performance.now() - begun) * 1000) / PINGS;
    await connection.close();
    running.stop();
    await running.stopped;
    return time;
  };
}
