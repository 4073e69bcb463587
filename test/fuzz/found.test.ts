import {
  DWORD,
  FD_ACCEPT,
  FD_CLOSE,
  FD_WRITE,
  fd_set,
  LINGER,
  MSG_WAITALL,
  newWSABUF,
  newWSAOVERLAPPED,
  ref,
  SD_SEND,
  SO_LINGER,
  SO_RCVBUF,
  SO_SNDBUF,
  SOCK_DGRAM,
  SOL_SOCKET,
  sockaddr_in,
  WSA_WAIT_TIMEOUT,
  WSAECONNRESET,
} from "@ws2kit/spi";
import { assert } from "chai";
import { Computer, type Program } from "../fixture/computer.js";
import { conversation, streamSocket } from "../fixture/conversation.js";
import { ALL_SYSTEMS } from "../fixture/systems.js";

/** Fails if a timed wait loops without time passing. */
function waitQuietly(computer: Computer, ws2: Program): void {
  const { platform } = computer;
  const { wait } = platform;
  let waits = 0;
  platform.wait = (ms) => {
    if (++waits > 100) throw new Error("a wait that never ends");
    return wait.call(platform, ms);
  };
  assert.equal(ws2.WSAWaitForMultipleEvents(1, [ws2.WSACreateEvent()], false, 10, false), WSA_WAIT_TIMEOUT);
}

for (const system of ALL_SYSTEMS) {
  describe(`${system.name}: faults that random calls have found`, () => {
    it("select does not report bytes that an overlapped receive has received", () => {
      const ws2 = new Computer(system).program();
      const { client, server } = conversation(ws2);
      const buffer = newWSABUF(new Uint8Array(8));
      ws2.WSARecv(client, [buffer], 1, null, ref(0), newWSAOVERLAPPED(), null);
      ws2.send(server, new Uint8Array(4), 4, 0);
      const readable = fd_set(client);
      assert.equal(ws2.select(0, readable, null, null, { tv_sec: 0, tv_usec: 0 }), 0);
      assert.equal(readable.fd_count, 0);
    });

    it("select reports the bytes that an overlapped receive has left", () => {
      const ws2 = new Computer(system).program();
      const { client, server } = conversation(ws2);
      ws2.WSARecv(client, [newWSABUF(new Uint8Array(3))], 1, null, ref(0), newWSAOVERLAPPED(), null);
      ws2.send(server, new Uint8Array(4), 4, 0);
      assert.equal(ws2.select(0, fd_set(client), null, null, { tv_sec: 0, tv_usec: 0 }), 1);
    });

    it("a reset connection whose FD_WRITE was not reported yet does not end another wait", () => {
      const computer = new Computer(system);
      const ws2 = computer.program();
      const { client, server } = conversation(ws2);
      ws2.setsockopt(server, SOL_SOCKET, SO_LINGER, LINGER(1, 0), 4);
      ws2.closesocket(server);
      assert.equal(ws2.WSAEventSelect(client, ws2.WSACreateEvent(), FD_WRITE | FD_CLOSE), 0);
      waitQuietly(computer, ws2);
    });

    it("a connection in the queue after an accepted connection does not end another wait", () => {
      const computer = new Computer(system);
      const ws2 = computer.program();
      const { listener } = conversation(ws2, 4000, false);
      assert.equal(ws2.connect(streamSocket(ws2), sockaddr_in("127.0.0.1", 4000), 16), 0);
      assert.notEqual(ws2.accept(listener, null, null), -1);
      waitQuietly(computer, ws2);
    });

    it("closing a listener resets the connections that FD_ACCEPT has reported", () => {
      const ws2 = new Computer(system).program();
      const listener = streamSocket(ws2);
      ws2.bind(listener, sockaddr_in("127.0.0.1", 4000), 16);
      ws2.listen(listener, 5);
      assert.equal(ws2.WSAEventSelect(listener, ws2.WSACreateEvent(), FD_ACCEPT), 0);
      const client = streamSocket(ws2);
      assert.equal(ws2.connect(client, sockaddr_in("127.0.0.1", 4000), 16), 0);
      ws2.closesocket(listener);
      assert.equal(ws2.recv(client, new Uint8Array(1), 1, 0), -1);
      assert.equal(ws2.WSAGetLastError(), WSAECONNRESET);
    });

    it("shutdown ends a stream after its pending overlapped sends", () => {
      const ws2 = new Computer(system).program();
      const { client, server } = conversation(ws2);
      ws2.setsockopt(client, SOL_SOCKET, SO_SNDBUF, DWORD(64), 4);
      ws2.setsockopt(server, SOL_SOCKET, SO_RCVBUF, DWORD(64), 4);
      const overlapped = newWSAOVERLAPPED();
      assert.equal(ws2.WSASend(client, [newWSABUF(new Uint8Array(500))], 1, null, 0, overlapped, null), -1);
      assert.equal(ws2.shutdown(client, SD_SEND), 0);
      assert.equal(ws2.recv(server, new Uint8Array(600), 600, MSG_WAITALL), 500);
      assert.equal(overlapped.InternalHigh, 500);
      assert.equal(ws2.recv(server, new Uint8Array(1), 1, 0), 0);
    });

    it("an aborted MSG_WAITALL receive contains the bytes that it reports", () => {
      const computer = new Computer(system);
      const ws2 = computer.program();
      const { client, server } = conversation(ws2);
      const [first, second] = [new Uint8Array(2), new Uint8Array(2)];
      const overlapped = newWSAOVERLAPPED();
      const buffers = [newWSABUF(first), newWSABUF(second)];
      ws2.WSARecv(client, buffers, 2, null, ref(MSG_WAITALL), overlapped, null);
      ws2.send(server, new Uint8Array([7, 8, 9]), 3, 0);
      ws2.WSAWaitForMultipleEvents(1, [ws2.WSACreateEvent()], false, 0, false);
      ws2.closesocket(client);
      // through a layer the end comes in the next turn
      computer.machine.turn();
      assert.equal(overlapped.InternalHigh, 3);
      assert.deepEqual([...first, ...second], [7, 8, 9, 0]);
    });

    it("no completion routine runs in a process that has crashed", () => {
      const computer = new Computer(system);
      const [one, other] = [computer.program(), computer.program()];
      const s = one.socket(2, SOCK_DGRAM, 0);
      const buffer = newWSABUF(new Uint8Array(3));
      const to = sockaddr_in("127.0.0.1", 4000);
      let calls = 0;
      const routine = () => void calls++;
      assert.equal(one.WSASendTo(s, [buffer], 1, ref(0), 0, to, 16, newWSAOVERLAPPED(), routine), 0);
      one.terminate();
      waitQuietly(computer, other);
      assert.equal(calls, 0);
    });
  });
}
