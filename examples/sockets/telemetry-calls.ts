/**
 * `telemetry.ts` with Winsock's calls: the same readings, lines and settings. One thread waits for one event object,
 * which Winsock signals for each network event of the socket.
 */
import { decode, encode } from "@ws2kit/sockets/text";
import {
  type addrinfo,
  FD_CLOSE,
  FD_CONNECT,
  FD_CONNECT_BIT,
  FD_READ,
  FD_WRITE,
  INVALID_SOCKET,
  MAKEWORD,
  type Machine,
  newaddrinfo,
  newWSADATA,
  newWSANETWORKEVENTS,
  ref,
  SOCK_STREAM,
  type SOCKET,
  SOCKET_ERROR,
  sockaddrFamily,
  WSAEWOULDBLOCK,
} from "@ws2kit/target";
import { config } from "./config.js";

/** The most readings to store while there is no server; older ones are dropped. */
const MOST = 100;
/** Milliseconds that the server has to accept a connection, or to make room for a reading. */
const PATIENCE = 5000;

export default function main(machine: Machine): void {
  const ws2 = machine.openProcess();
  const { platform } = machine;
  const { host, port, interval, readings } = config.telemetry;
  const outbox: string[] = [];
  let measured = 0;
  let stored = 0;
  let sent = 0;
  let measureAt = platform.now() + interval;
  let connectAt = platform.now();
  let giveUpAt = Infinity;
  let unsent: Uint8Array = new Uint8Array(0);
  let line = "";
  let isConnected = false;
  let s: SOCKET = INVALID_SOCKET;
  ws2.WSAStartup(MAKEWORD(2, 2), newWSADATA());
  const event = ws2.WSACreateEvent();
  const happened = newWSANETWORKEVENTS();
  const chunk = new Uint8Array(64);

  while (stored < readings) {
    if (measured < readings && platform.now() >= measureAt) measure();
    if (platform.now() >= giveUpAt) lose("the server does not answer");
    if (s === INVALID_SOCKET && platform.now() >= connectAt) open();
    if (isConnected) deliver();
    const dueAt = Math.min(
      giveUpAt,
      measured < readings ? measureAt : Infinity,
      s === INVALID_SOCKET ? connectAt : Infinity,
    );
    const ms = dueAt === Infinity ? -1 : Math.max(0, Math.ceil(dueAt - platform.now()));
    ws2.WSAWaitForMultipleEvents(1, [event], false, ms, false);
    if (s !== INVALID_SOCKET) serve();
  }
  if (s !== INVALID_SOCKET) ws2.closesocket(s);
  ws2.WSACloseEvent(event);
  ws2.WSACleanup();
  platform.log(`stored ${stored}`);

  function measure(): void {
    measured++;
    measureAt += interval;
    if (outbox.push(`${measured} ${2100 + ((measured * 7) % 25)}`) > MOST) outbox.shift();
  }

  function open(): void {
    const found = ref<addrinfo | null>(null);
    const code = ws2.getaddrinfo(host, String(port), newaddrinfo({ ai_socktype: SOCK_STREAM }), found);
    const name = found.value?.ai_addr;
    if (!name) {
      lose(`getaddrinfo failed: ${code}`);
      return;
    }
    s = ws2.socket(sockaddrFamily(name), SOCK_STREAM, 0);
    if (s === INVALID_SOCKET) {
      lose(`socket failed: ${ws2.WSAGetLastError()}`);
      return;
    }
    ws2.WSAEventSelect(s, event, FD_CONNECT | FD_READ | FD_WRITE | FD_CLOSE);
    giveUpAt = platform.now() + PATIENCE;
    const result = ws2.connect(s, name, name.length);
    if (result === SOCKET_ERROR && ws2.WSAGetLastError() !== WSAEWOULDBLOCK) failed("connect");
  }

  /** Acts on the network events that have happened. */
  function serve(): void {
    happened.lNetworkEvents = 0;
    ws2.WSAEnumNetworkEvents(s, event, happened);
    const { lNetworkEvents, iErrorCode } = happened;
    if ((lNetworkEvents & FD_CONNECT) !== 0) {
      if (iErrorCode[FD_CONNECT_BIT] !== 0) {
        lose(`connect failed: ${iErrorCode[FD_CONNECT_BIT]}`);
        return;
      }
      platform.log(`connected to ${host}:${port}`);
      isConnected = true;
      giveUpAt = Infinity;
      sent = 0;
    }
    if ((lNetworkEvents & FD_WRITE) !== 0) sendRest();
    if ((lNetworkEvents & FD_READ) !== 0) acknowledge();
    if ((lNetworkEvents & FD_CLOSE) !== 0) lose("the server has closed the connection");
  }

  function deliver(): void {
    for (const reading of outbox.filter((one) => parseInt(one, 10) > sent)) {
      if (!isConnected || unsent.length > 0) return;
      sent = parseInt(reading, 10);
      unsent = encode(`${reading}\n`);
      sendRest();
    }
  }

  /** Sends what is left of a reading; FD_WRITE signals when there is room again. */
  function sendRest(): void {
    while (unsent.length > 0) {
      const count = ws2.send(s, unsent, unsent.length, 0);
      if (count === SOCKET_ERROR) {
        if (ws2.WSAGetLastError() !== WSAEWOULDBLOCK) {
          failed("send");
          return;
        }
        giveUpAt = Math.min(giveUpAt, platform.now() + PATIENCE);
        return;
      }
      unsent = unsent.slice(count);
    }
    giveUpAt = Infinity;
  }

  function acknowledge(): void {
    const count = ws2.recv(s, chunk, chunk.length, 0);
    if (count === SOCKET_ERROR) {
      if (ws2.WSAGetLastError() !== WSAEWOULDBLOCK) failed("recv");
      return;
    }
    const parts = (line + decode(chunk.subarray(0, count))).split("\n");
    line = parts.pop() as string;
    for (const number of parts) {
      const at = outbox.findIndex((reading) => reading.startsWith(`${number} `));
      if (at >= 0) outbox.splice(0, at + 1);
      stored = Math.max(stored, Number(number));
    }
  }

  function failed(call: string): void {
    lose(`${call} failed: ${ws2.WSAGetLastError()}`);
  }

  function lose(why: string): void {
    if (s !== INVALID_SOCKET) ws2.closesocket(s);
    s = INVALID_SOCKET;
    isConnected = false;
    unsent = new Uint8Array(0);
    line = "";
    giveUpAt = Infinity;
    connectAt = platform.now() + 1000;
    platform.log(`${why}; next attempt in a second`);
  }
}
