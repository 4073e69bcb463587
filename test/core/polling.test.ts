import {
  FIONBIO,
  MSG_OOB,
  newWSABUF,
  newWSAOVERLAPPED,
  POLLERR,
  POLLHUP,
  POLLIN,
  POLLNVAL,
  POLLOUT,
  POLLPRI,
  POLLRDBAND,
  POLLRDNORM,
  ref,
  SOCK_DGRAM,
  type SOCKET,
  sockaddr_in,
  WSAENOTSOCK,
} from "@ws2kit/spi";
import type { Ws2 } from "@ws2kit/target-desktop";
import { assert } from "chai";
import { Computer, type Program } from "../fixture/computer.js";
import { conversation, streamSocket } from "../fixture/conversation.js";
import { DESKTOP } from "../fixture/systems.js";

type DesktopProgram = Program & Ws2;

/** Polls one socket: what WSAPoll answers, and its row's events. */
function poll(ws2: DesktopProgram, fd: SOCKET, events: number, timeout = 0): [number, number] {
  const row = { fd, events, revents: -1 };
  return [ws2.WSAPoll([row], 1, timeout), row.revents];
}

const bytes = new Uint8Array(10);

describe("desktop: WSAPoll", () => {
  it("tells room to send, data, the end and urgent data", () => {
    const ws2 = new Computer(DESKTOP).program() as DesktopProgram;
    const { client, server } = conversation(ws2);
    assert.deepEqual(poll(ws2, client, POLLOUT), [1, POLLOUT]);
    assert.deepEqual(poll(ws2, client, POLLIN), [0, 0]);
    ws2.send(server, bytes, 10, 0);
    assert.deepEqual(poll(ws2, client, POLLRDNORM), [1, POLLRDNORM]);
    assert.deepEqual(poll(ws2, client, POLLRDBAND), [1, POLLRDBAND]);
    ws2.recv(client, bytes, 10, 0);
    ws2.send(server, bytes, 1, MSG_OOB);
    assert.deepEqual(poll(ws2, client, POLLPRI), [1, POLLPRI]);
    const other = conversation(ws2, 4001);
    ws2.closesocket(other.server);
    assert.deepEqual(poll(ws2, other.client, POLLIN), [1, POLLHUP]);
  });

  it("tells a listener's connection, and that an idle stream is none", () => {
    const ws2 = new Computer(DESKTOP).program() as DesktopProgram;
    const { listener } = conversation(ws2, 4000, false);
    assert.deepEqual(poll(ws2, listener, POLLIN), [1, POLLRDNORM | POLLRDBAND]);
    const idle = streamSocket(ws2);
    assert.deepEqual(poll(ws2, idle, POLLIN), [1, POLLHUP]);
    assert.deepEqual(poll(ws2, idle, POLLOUT), [1, POLLHUP | POLLOUT]);
  });

  it("tells a connect that failed", () => {
    const ws2 = new Computer(DESKTOP).program() as DesktopProgram;
    const s = streamSocket(ws2);
    ws2.ioctlsocket(s, FIONBIO, ref(1));
    ws2.connect(s, sockaddr_in("127.0.0.1", 9), 16);
    const [count, revents] = poll(ws2, s, POLLOUT, 100);
    assert.equal(count, 1);
    assert.equal(revents & (POLLERR | POLLHUP), POLLERR | POLLHUP);
  });

  it("waits for as long as it is told", () => {
    const computer = new Computer(DESKTOP);
    const ws2 = computer.program() as DesktopProgram;
    const s = ws2.socket(2, SOCK_DGRAM, 0);
    ws2.bind(s, sockaddr_in("127.0.0.1", 4000), 16);
    const begin = computer.network.now();
    assert.deepEqual(poll(ws2, s, POLLIN, 1500), [0, 0]);
    assert.equal(computer.network.now() - begin, 1500);
    ws2.sendto(s, bytes, 3, 0, sockaddr_in("127.0.0.1", 4000), 16);
    assert.deepEqual(poll(ws2, s, POLLIN, -1), [1, POLLRDNORM | POLLRDBAND]);
  });

  // oracle poll: POLLHUP comes unasked
  it("waits for a stream's end unasked, and not for data that nobody asked for", () => {
    const ws2 = new Computer(DESKTOP).program() as DesktopProgram;
    const { client, server } = conversation(ws2);
    const other = conversation(ws2, 4001);
    const later = (run: () => void) =>
      ws2.WSASend(other.client, [newWSABUF(bytes)], 1, null, 0, newWSAOVERLAPPED(), run);
    later(() => ws2.closesocket(server));
    assert.deepEqual(poll(ws2, client, 0, 100), [1, POLLHUP]);
    later(() => ws2.send(other.server, bytes, 1, 0));
    assert.deepEqual(poll(ws2, other.client, 0, 100), [0, 0]);
    assert.deepEqual(poll(ws2, other.client, POLLIN), [1, POLLRDNORM | POLLRDBAND]);
  });

  it("marks rows that name no socket, and fails where none does", () => {
    const ws2 = new Computer(DESKTOP).program() as DesktopProgram;
    const { client } = conversation(ws2);
    const rows = [
      { fd: 4444 as SOCKET, events: POLLIN, revents: 0 },
      { fd: client, events: POLLOUT, revents: 0 },
    ];
    assert.equal(ws2.WSAPoll(rows, 2, -1), 2);
    assert.deepEqual(
      rows.map(({ revents }) => revents),
      [POLLNVAL, POLLOUT],
    );
    assert.equal(ws2.WSAPoll(rows, 1, 0), -1);
    assert.equal(ws2.WSAGetLastError(), WSAENOTSOCK);
  });
});
