import {
  AF_INET,
  FIONREAD,
  IPPROTO_TCP,
  newWSABUF,
  newWSAOVERLAPPED,
  ref,
  SOCK_STREAM,
  type SOCKET,
  WSA_IO_PENDING,
  WSA_WAIT_EVENT_0,
  WSA_WAIT_TIMEOUT,
  WSAEINVAL,
  WSAEOPNOTSUPP,
  type WSAOVERLAPPED,
} from "@ws2kit/spi";
import { assert } from "chai";
import { Computer, type Program } from "../fixture/computer.js";
import { conversation } from "../fixture/conversation.js";
import { ScriptedProvider } from "../fixture/scripted-provider.js";
import { CE, extending } from "../fixture/systems.js";

/** A receive with a completion routine that counts its calls. */
function receiveWithRoutine(ws2: Program, s: SOCKET) {
  const seen = { calls: 0, result: 0, thread: null as unknown };
  const before = ws2.WSAGetLastError();
  const overlapped = newWSAOVERLAPPED();
  seen.result = ws2.WSARecv(s, [newWSABUF(new Uint8Array(9))], 1, ref(0), ref(0), overlapped, () => {
    seen.calls++;
    ws2.WSASetLastError(before + 1);
  });
  return seen;
}

/** A receive with an event, whose data has already arrived. */
function immediateReceive(ws2: Program, s: SOCKET): WSAOVERLAPPED {
  const overlapped = newWSAOVERLAPPED(ws2.WSACreateEvent());
  assert.equal(ws2.WSARecv(s, [newWSABUF(new Uint8Array(9))], 1, ref(0), ref(0), overlapped, null), 0);
  return overlapped;
}

const isSignalled = (ws2: Program, { hEvent }: WSAOVERLAPPED, ms = 0) =>
  ws2.WSAWaitForMultipleEvents(1, [hEvent as never], true, ms, false);

// reference §8: CE5:ms885823, CE6:ee493295, CENET 2006-04-29
for (const system of extending(CE)) {
  describe(`${system.name}: how overlapped operations end`, () => {
    it("signal no event if they complete at once, and signal it if they were pending", () => {
      const ws2 = new Computer(system).program();
      const { client, server } = conversation(ws2);
      ws2.send(client, Uint8Array.of(1, 2), 2, 0);
      const immediate = immediateReceive(ws2, server);
      assert.equal(isSignalled(ws2, immediate, 20), WSA_WAIT_TIMEOUT);
      const transferred = ref(0);
      assert.isTrue(ws2.WSAGetOverlappedResult(server, immediate, transferred, false, ref(0)));
      assert.equal(transferred.value, 2);

      const later = newWSAOVERLAPPED(ws2.WSACreateEvent());
      assert.equal(ws2.WSARecv(server, [newWSABUF(new Uint8Array(9))], 1, ref(0), ref(0), later, null), -1);
      assert.equal(ws2.WSAGetLastError(), WSA_IO_PENDING);
      ws2.send(client, Uint8Array.of(3), 1, 0);
      assert.equal(isSignalled(ws2, later, 20), WSA_WAIT_EVENT_0);
    });

    it("run their routines in a turn, never inside a call that does not wait", () => {
      const computer = new Computer(system);
      const ws2 = computer.program();
      const { client, server } = conversation(ws2);
      ws2.send(client, Uint8Array.of(1), 1, 0);
      const seen = receiveWithRoutine(ws2, server);
      assert.deepEqual([seen.result, seen.calls], [0, 0], "not before the call has returned");
      ws2.ioctlsocket(server, FIONREAD, ref(0));
      ws2.send(client, Uint8Array.of(2), 1, 0);
      assert.equal(seen.calls, 0, "not in calls that do not wait");
      computer.machine.turn();
      assert.equal(seen.calls, 1);
      computer.machine.turn();
      assert.equal(seen.calls, 1, "once");
    });

    it("run their routines inside a wait that is not alertable, on a thread of the provider", () => {
      const ws2 = new Computer(system).program();
      const { client, server } = conversation(ws2);
      const seen = receiveWithRoutine(ws2, server);
      assert.equal(seen.result, -1);
      ws2.send(client, Uint8Array.of(1), 1, 0);
      ws2.WSASetLastError(77);
      const event = ws2.WSACreateEvent();
      ws2.WSAWaitForMultipleEvents(1, [event], true, 20, false);
      assert.equal(seen.calls, 1);
      assert.equal(ws2.WSAGetLastError(), 77, "the last error of the thread that waits does not change");
    });

    it("need the overlapped attribute", () => {
      const ws2 = new Computer(system).program();
      const { listener } = conversation(ws2);
      const s = ws2.WSASocketW(AF_INET, SOCK_STREAM, IPPROTO_TCP, null, 0, 0);
      const name = new Uint8Array(16);
      ws2.getsockname(listener, name, ref(16));
      assert.equal(ws2.connect(s, name, 16), 0);
      const buffers = [newWSABUF(new Uint8Array(1))];
      const calls = [
        () => ws2.WSARecv(s, buffers, 1, ref(0), ref(0), newWSAOVERLAPPED(), null),
        () => ws2.WSASend(s, buffers, 1, ref(0), 0, newWSAOVERLAPPED(), null),
        () => ws2.WSARecvFrom(s, buffers, 1, ref(0), ref(0), null, null, newWSAOVERLAPPED(), null),
        () => ws2.WSASendTo(s, buffers, 1, ref(0), 0, null, 0, newWSAOVERLAPPED(), null),
      ];
      for (const call of calls) assert.deepEqual([call(), ws2.WSAGetLastError()], [-1, WSAEINVAL]);
    });
  });

  describe(`${system.name}: what it does not have`, () => {
    it("offers no kernel32 and no mswsock", () => {
      const ws2 = new Computer(system).program();
      for (const absent of ["kernel32", "mswsock", "WSAPoll"]) assert.notProperty(ws2, absent);
    });

    it("refuses a provider's APC", () => {
      const computer = new Computer(system);
      const ws2 = computer.program();
      const provider = new ScriptedProvider();
      assert.equal(provider.install(computer.machine, ws2), 0);
      assert.notEqual(ws2.socket(provider.protocols[0].iAddressFamily, SOCK_STREAM, 1), -1);
      const errno = ref(0);
      const thread = { ThreadHandle: null, Reserved: null };
      assert.equal(
        provider.upcalls?.WPUQueueApc(thread, () => assert.fail("it ran"), null, errno),
        -1,
      );
      assert.equal(errno.value, WSAEOPNOTSUPP);
    });
  });
}
