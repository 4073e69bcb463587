import {
  AF_INET,
  INVALID_SOCKET,
  LINGER,
  MSG_WAITALL,
  newWSABUF,
  newWSANETWORKEVENTS,
  newWSAOVERLAPPED,
  ref,
  SO_LINGER,
  SOCK_DGRAM,
  type SOCKET,
  SOL_SOCKET,
  sockaddr_in,
  sockaddrText,
  WSA_IO_INCOMPLETE,
  WSA_IO_PENDING,
  WSA_OPERATION_ABORTED,
  WSA_WAIT_IO_COMPLETION,
  WSA_WAIT_TIMEOUT,
  WSAECONNRESET,
  WSAEMSGSIZE,
} from "@ws2kit/spi";
import { assert } from "chai";
import { Computer, type Program } from "../fixture/computer.js";
import { conversation } from "../fixture/conversation.js";
import { SYSTEMS } from "../fixture/systems.js";

const bytes = (...values: number[]) => Uint8Array.from(values);

/** Starts an overlapped receive, which must be pending. */
function pend(ws2: Program, s: SOCKET, buffers: ReturnType<typeof newWSABUF>[], flags = 0) {
  const overlapped = newWSAOVERLAPPED(ws2.WSACreateEvent());
  assert.equal(ws2.WSARecv(s, buffers, buffers.length, null, ref(flags), overlapped, null), -1);
  assert.equal(ws2.WSAGetLastError(), WSA_IO_PENDING);
  return overlapped;
}

/** The outcome of an operation: its bytes, or the code. */
function outcome(ws2: Program, s: SOCKET, overlapped: ReturnType<typeof newWSAOVERLAPPED>, wait = true): number {
  const transferred = ref(0);
  const isDone = ws2.WSAGetOverlappedResult(s, overlapped, transferred, wait, ref(0));
  return isDone ? transferred.value : -ws2.WSAGetLastError();
}

for (const system of SYSTEMS) {
  describe(`${system.name}: overlapped transfers`, () => {
    it("complete in the order of their start", () => {
      const ws2 = new Computer(system).program();
      const { client, server } = conversation(ws2);
      const buffers = [new Uint8Array(2), new Uint8Array(2)];
      const [first, second] = buffers.map((buffer) => pend(ws2, server, [newWSABUF(buffer)]));
      assert.equal(outcome(ws2, server, first, false), -WSA_IO_INCOMPLETE);
      ws2.send(client, bytes(1, 2, 3), 3, 0);
      assert.equal(outcome(ws2, server, first), 2);
      assert.equal(outcome(ws2, server, second), 1);
      assert.deepEqual([[...buffers[0]], buffers[1][0]], [[1, 2], 3]);
    });

    it("scatter over their buffers, and wait for all with MSG_WAITALL", () => {
      const ws2 = new Computer(system).program();
      const { client, server } = conversation(ws2);
      const [a, b] = [new Uint8Array(2), new Uint8Array(3)];
      const overlapped = pend(ws2, server, [newWSABUF(a), newWSABUF(b)], MSG_WAITALL);
      ws2.send(client, bytes(1, 2, 3), 3, 0);
      assert.equal(outcome(ws2, server, overlapped, false), -WSA_IO_INCOMPLETE);
      ws2.send(client, bytes(4, 5), 2, 0);
      assert.equal(outcome(ws2, server, overlapped), 5);
      assert.deepEqual([...a, ...b], [1, 2, 3, 4, 5]);
    });

    it("report the bytes of MSG_WAITALL before a reset, and the reset by the next call", () => {
      const ws2 = new Computer(system).program();
      const { client, server } = conversation(ws2);
      const buffer = new Uint8Array(5);
      const overlapped = pend(ws2, server, [newWSABUF(buffer)], MSG_WAITALL);
      ws2.send(client, bytes(1, 2, 3), 3, 0);
      assert.equal(outcome(ws2, server, overlapped, false), -WSA_IO_INCOMPLETE);
      ws2.setsockopt(client, SOL_SOCKET, SO_LINGER, LINGER(1, 0), 4);
      ws2.closesocket(client);
      assert.equal(outcome(ws2, server, overlapped), 3);
      assert.deepEqual([...buffer], [1, 2, 3, 0, 0]);
      assert.equal(ws2.recv(server, buffer, 5, 0), -1);
      assert.equal(ws2.WSAGetLastError(), WSAECONNRESET);
    });

    it("of 0 bytes wait for data, and receive no bytes", () => {
      const ws2 = new Computer(system).program();
      const { client, server } = conversation(ws2);
      const overlapped = pend(ws2, server, [newWSABUF(new Uint8Array(0))]);
      ws2.send(client, bytes(7), 1, 0);
      assert.equal(outcome(ws2, server, overlapped), 0);
      assert.equal(ws2.recv(server, new Uint8Array(9), 9, 0), 1);
    });

    it("send more bytes whenever there is room", () => {
      const ws2 = new Computer(system).program();
      const { client, server } = conversation(ws2);
      const much = new Uint8Array(400_000);
      const overlapped = newWSAOVERLAPPED(ws2.WSACreateEvent());
      const half = newWSABUF(much, much.length / 2);
      assert.equal(ws2.WSASend(client, [half, half], 2, null, 0, overlapped, null), -1);
      assert.equal(ws2.WSAGetLastError(), WSA_IO_PENDING);
      let got = 0;
      while (got < much.length) got += ws2.recv(server, much, much.length, 0);
      assert.equal(outcome(ws2, client, overlapped), much.length);
    });

    it("transfer datagrams with their sender, and report which were cut", () => {
      const ws2 = new Computer(system).program();
      const s = ws2.socket(AF_INET, SOCK_DGRAM, 0);
      const here = sockaddr_in("127.0.0.1", 4000);
      ws2.bind(s, here, 16);
      const [name, length] = [new Uint8Array(16), ref(16)];
      const receive = (room: number) => {
        const overlapped = newWSAOVERLAPPED(ws2.WSACreateEvent());
        const buffer = [newWSABUF(new Uint8Array(room))];
        assert.equal(ws2.WSARecvFrom(s, buffer, 1, null, ref(0), name, length, overlapped, null), -1);
        return overlapped;
      };
      const [whole, cut] = [receive(9), receive(2)];
      const sent = newWSAOVERLAPPED(ws2.WSACreateEvent());
      for (let i = 0; i < 2; i++) {
        assert.equal(ws2.WSASendTo(s, [newWSABUF(bytes(1, 2, 3))], 1, ref(0), 0, here, 16, sent, null), 0);
      }
      assert.equal(outcome(ws2, s, sent), 3);
      assert.equal(outcome(ws2, s, whole), 3);
      assert.equal(outcome(ws2, s, cut), -WSAEMSGSIZE);
      assert.equal(sockaddrText(name), "127.0.0.1:4000");
    });

    it("receive a datagram before a plain receive that was called after them", () => {
      const ws2 = new Computer(system).program();
      const here = sockaddr_in("127.0.0.1", 4100);
      const s = ws2.socket(AF_INET, SOCK_DGRAM, 0);
      assert.equal(ws2.bind(s, here, here.length), 0);
      const buffer = new Uint8Array(4);
      const overlapped = pend(ws2, s, [newWSABUF(buffer)]);
      ws2.sendto(s, bytes(1), 1, 0, here, here.length);
      ws2.sendto(s, bytes(2), 1, 0, here, here.length);
      const plain = new Uint8Array(4);
      assert.equal(ws2.recv(s, plain, 4, 0), 1);
      assert.equal(outcome(ws2, s, overlapped), 1);
      assert.deepEqual([buffer[0], plain[0]], [1, 2]);
    });

    it("are aborted when their socket closes, and fail when the peer resets", () => {
      const ws2 = new Computer(system).program();
      const { server } = conversation(ws2);
      const closed = pend(ws2, server, [newWSABUF(new Uint8Array(2))]);
      ws2.closesocket(server);
      const again = conversation(ws2, 4001);
      assert.equal(outcome(ws2, again.server, closed), -WSA_OPERATION_ABORTED);
      const reset = pend(ws2, again.server, [newWSABUF(new Uint8Array(2))]);
      ws2.setsockopt(again.client, 0xffff, 0x80, bytes(1, 0, 0, 0), 4);
      ws2.closesocket(again.client);
      assert.equal(outcome(ws2, again.server, reset), -WSAECONNRESET);
    });

    it("run their routines in an alertable wait on the desktop, in any wait on Windows CE", () => {
      const ws2 = new Computer(system).program();
      const { client, server } = conversation(ws2);
      const told: unknown[] = [];
      const overlapped = newWSAOVERLAPPED();
      const routine = (error: number, count: number, one: unknown) => void told.push(error, count, one === overlapped);
      const event = ws2.WSACreateEvent();
      ws2.WSARecv(server, [newWSABUF(new Uint8Array(9))], 1, null, ref(0), overlapped, routine);
      ws2.send(client, bytes(1, 2), 2, 0);
      assert.deepEqual(told, []);
      assert.equal(ws2.WSAWaitForMultipleEvents(1, [event], false, 10, false), WSA_WAIT_TIMEOUT);
      const alerted = ws2.WSAWaitForMultipleEvents(1, [event], false, 10, true);
      assert.equal(alerted, system.name === "desktop" ? WSA_WAIT_IO_COMPLETION : WSA_WAIT_TIMEOUT);
      assert.deepEqual(told, [0, 2, true]);
    });

    it("are dropped without a report at the last cleanup", () => {
      const computer = new Computer(system);
      const ws2 = computer.program();
      const { server } = conversation(ws2);
      let isTold = false;
      const overlapped = newWSAOVERLAPPED();
      const routine = () => {
        isTold = true;
      };
      ws2.WSARecv(server, [newWSABUF(new Uint8Array(9))], 1, null, ref(0), overlapped, routine);
      ws2.WSACleanup();
      computer.machine.turn();
      assert.isFalse(isTold);
    });
  });

  describe(`${system.name}: network events`, () => {
    /** The events recorded on a socket, and their codes. */
    function recorded(ws2: Program, s: SOCKET): number {
      const events = newWSANETWORKEVENTS();
      assert.equal(ws2.WSAEnumNetworkEvents(s, null, events), 0);
      return events.lNetworkEvents;
    }

    it("are recorded once, until the call that enables them again", () => {
      const computer = new Computer(system);
      const ws2 = computer.program();
      const { client, server, listener } = conversation(ws2);
      const event = ws2.WSACreateEvent();
      assert.equal(ws2.WSAEventSelect(server, event, 0x21), 0);
      ws2.send(client, bytes(1, 2), 2, 0);
      assert.equal(ws2.WSAWaitForMultipleEvents(1, [event], true, 100, false), 0);
      assert.equal(recorded(ws2, server), 1);
      computer.machine.turn();
      assert.equal(recorded(ws2, server), 0);
      ws2.recv(server, new Uint8Array(1), 1, 0);
      computer.machine.turn();
      assert.equal(recorded(ws2, server), 1);
      ws2.recv(server, new Uint8Array(1), 1, 0);
      ws2.closesocket(client);
      computer.machine.turn();
      assert.equal(recorded(ws2, server), 0x20);
      assert.equal(ws2.WSAEventSelect(listener, event, 8), 0);
      ws2.connect(ws2.socket(AF_INET, 1, 0), sockaddr_in("127.0.0.1", 4000), 16);
      computer.machine.turn();
      assert.equal(recorded(ws2, listener), 8);
      assert.notEqual(ws2.accept(listener, null, null), INVALID_SOCKET);
    });

    it("report a connect, room to send and urgent data", () => {
      const computer = new Computer(system);
      const ws2 = computer.program();
      const { listener, server, client } = conversation(ws2);
      const event = ws2.WSACreateEvent();
      const s = ws2.socket(AF_INET, 1, 0);
      assert.equal(ws2.WSAEventSelect(s, event, 0x12), 0);
      ws2.connect(s, sockaddr_in("127.0.0.1", 4000), 16);
      computer.machine.turn();
      assert.equal(recorded(ws2, s), 0x12);
      ws2.WSAEventSelect(server, event, 4);
      ws2.send(client, bytes(1), 1, 1);
      computer.machine.turn();
      assert.equal(recorded(ws2, server), 4);
      const refused = ws2.socket(AF_INET, 1, 0);
      ws2.WSAEventSelect(refused, event, 0x10);
      ws2.closesocket(listener);
      ws2.connect(refused, sockaddr_in("127.0.0.1", 9), 16);
      computer.machine.turn();
      const events = newWSANETWORKEVENTS();
      ws2.WSAEnumNetworkEvents(refused, event, events);
      assert.equal(events.lNetworkEvents, 0x10);
      assert.equal(events.iErrorCode[4], 10061);
    });
  });
}
