import {
  DWORD,
  FD_CLOSE,
  FD_READ,
  newWSABUF,
  newWSANETWORKEVENTS,
  newWSAOVERLAPPED,
  readDWORD,
  ref,
  SD_SEND,
  SO_KEEPALIVE,
  type SOCKET,
  SOL_SOCKET,
  WSA_IO_PENDING,
  WSA_WAIT_EVENT_0,
  WSAENOTSOCK,
  WSAESHUTDOWN,
} from "@ws2kit/spi";
import { assert } from "chai";
import { Computer, type Program } from "../fixture/computer.js";
import { conversation } from "../fixture/conversation.js";
import { DESKTOP } from "../fixture/systems.js";
import { duplicate } from "./duplicate.js";

/** A stream whose server end two processes share, and the client end in the first. */
function shared() {
  const computer = new Computer(DESKTOP);
  const [one, other] = [computer.program(), computer.program()];
  const { client, server, listener } = conversation(one);
  return { computer, one, other, client, server, listener, second: duplicate(one, server, other) };
}

function send(ws2: Program, s: SOCKET, ...bytes: number[]): void {
  assert.equal(ws2.send(s, new Uint8Array(bytes), bytes.length, 0), bytes.length);
}

function isSignalled(ws2: Program, hEvent: ReturnType<Program["WSACreateEvent"]>): boolean {
  return ws2.WSAWaitForMultipleEvents(1, [hEvent], false, 0, false) === WSA_WAIT_EVENT_0;
}

describe("desktop: what descriptors of one socket share", () => {
  it("options", () => {
    const { one, other, server, second } = shared();
    assert.equal(one.setsockopt(server, SOL_SOCKET, SO_KEEPALIVE, DWORD(1), 4), 0);
    const value: Uint8Array = new Uint8Array(4);
    assert.equal(other.getsockopt(second, SOL_SOCKET, SO_KEEPALIVE, value, ref(4)), 0);
    assert.equal(readDWORD(value), 1);
  });

  it("shutdown", () => {
    const { one, other, client, server, second } = shared();
    assert.equal(other.shutdown(second, SD_SEND), 0);
    assert.equal(one.send(server, new Uint8Array(1), 1, 0), -1);
    assert.equal(one.WSAGetLastError(), WSAESHUTDOWN);
    assert.equal(one.recv(client, new Uint8Array(1), 1, 0), 0);
  });

  it("a listener: either process accepts", () => {
    const { one, other, listener, client } = shared();
    const theirs = duplicate(one, listener, other);
    const caller = one.socket(2, 1, 6);
    const name = new Uint8Array(16);
    one.getpeername(client, name, ref(16));
    assert.equal(one.connect(caller, name, 16), 0);
    const accepted = other.accept(theirs, null, null);
    send(other, accepted, 5);
    assert.equal(one.recv(caller, new Uint8Array(1), 1, 0), 1);
  });

  it("the selection of events: the latest replaces the others", () => {
    const { one, other, client, server, second } = shared();
    const [first, latest] = [one.WSACreateEvent(), other.WSACreateEvent()];
    assert.equal(one.WSAEventSelect(server, first, FD_READ), 0);
    assert.equal(other.WSAEventSelect(second, latest, FD_READ | FD_CLOSE), 0);
    send(one, client, 1);
    assert.isTrue(isSignalled(other, latest));
    assert.isFalse(isSignalled(one, first));
    const events = newWSANETWORKEVENTS();
    assert.equal(one.WSAEnumNetworkEvents(server, null, events), 0);
    assert.equal(events.lNetworkEvents, FD_READ);
  });

  it("the order of overlapped receives, of either process", () => {
    const { one, other, client, server, second } = shared();
    const start = (ws2: Program, s: SOCKET) => {
      const [buffer, overlapped] = [new Uint8Array(1), newWSAOVERLAPPED()];
      assert.equal(ws2.WSARecv(s, [newWSABUF(buffer)], 1, null, ref(0), overlapped, null), -1);
      assert.equal(ws2.WSAGetLastError(), WSA_IO_PENDING);
      return { buffer, overlapped };
    };
    const [a, b] = [start(one, server), start(other, second)];
    send(one, client, 1, 2);
    isSignalled(one, one.WSACreateEvent());
    assert.deepEqual([a.buffer[0], b.buffer[0]], [1, 2]);
    const bytes = ref(0);
    assert.isTrue(other.WSAGetOverlappedResult(second, b.overlapped, bytes, false, ref(0)));
    assert.equal(bytes.value, 1);
  });
});

describe("desktop: what each descriptor of a socket does not share", () => {
  it("its handle, and its close: operations on the socket continue", () => {
    const { one, other, client, server, second } = shared();
    const start = (ws2: Program, s: SOCKET) => {
      const hEvent = ws2.WSACreateEvent();
      const [buffer, overlapped] = [new Uint8Array(1), newWSAOVERLAPPED(hEvent)];
      ws2.WSARecv(s, [newWSABUF(buffer)], 1, null, ref(0), overlapped, null);
      return { buffer, overlapped, hEvent };
    };
    const [mine, theirs] = [start(one, server), start(other, second)];
    assert.equal(one.closesocket(server), 0);
    assert.isFalse(isSignalled(one, mine.hEvent));
    assert.isFalse(isSignalled(other, theirs.hEvent));
    assert.equal(one.closesocket(server), -1);
    assert.equal(one.WSAGetLastError(), WSAENOTSOCK);
    send(one, client, 7, 8);
    assert.isTrue(isSignalled(one, mine.hEvent));
    assert.isTrue(isSignalled(other, theirs.hEvent));
    assert.deepEqual([mine.buffer[0], theirs.buffer[0]], [7, 8]);
  });
});
