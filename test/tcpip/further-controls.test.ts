import {
  AF_INET,
  DWORD,
  INVALID_SOCKET,
  newWSAOVERLAPPED,
  readDWORD,
  ref,
  SIO_BASE_HANDLE,
  SIO_FLUSH,
  SIO_IDEAL_SEND_BACKLOG_QUERY,
  SIO_KEEPALIVE_VALS,
  SIO_UDP_CONNRESET,
  SO_KEEPALIVE,
  SO_RCVTIMEO,
  SOCK_DGRAM,
  SOCK_STREAM,
  type SOCKET,
  SOL_SOCKET,
  sockaddr_in,
  WSA_IO_PENDING,
  WSAECONNRESET,
  WSAEFAULT,
  WSAENOTCONN,
  WSAEOPNOTSUPP,
  WSAETIMEDOUT,
  type WSAOVERLAPPED,
} from "@ws2kit/spi";
import { assert } from "chai";
import { Computer, type Program } from "../fixture/computer.js";
import { conversation } from "../fixture/conversation.js";
import { DESKTOP } from "../fixture/systems.js";

/** A datagram socket that has sent to an unreachable port, with a receive time-out. */
function unheard(ws2: Program): SOCKET {
  const s = ws2.socket(AF_INET, SOCK_DGRAM, 0);
  assert.notEqual(s, INVALID_SOCKET);
  const nobody = sockaddr_in("127.0.0.1", 9);
  assert.equal(ws2.connect(s, nobody, nobody.length), 0);
  ws2.setsockopt(s, SOL_SOCKET, SO_RCVTIMEO, DWORD(20), 4);
  return s;
}

function receive(ws2: Program, s: SOCKET): number {
  ws2.send(s, Uint8Array.of(1), 1, 0);
  return ws2.recv(s, new Uint8Array(9), 9, 0) === -1 ? ws2.WSAGetLastError() : 0;
}

const control = (ws2: Program, s: SOCKET, code: number, input: Uint8Array) =>
  ws2.WSAIoctl(s, code, input, input.length, null, 0, ref(0), null, null);

// oracle ioctl; Microsoft's pages on the two codes
describe("desktop: control codes of later systems", () => {
  it("SIO_UDP_CONNRESET disables the report of an unreachable port, and enables it again", () => {
    const ws2 = new Computer(DESKTOP).program();
    const s = unheard(ws2);
    assert.equal(receive(ws2, s), WSAECONNRESET, "told of by default");
    assert.equal(control(ws2, s, SIO_UDP_CONNRESET, DWORD(0)), 0);
    assert.equal(receive(ws2, s), WSAETIMEDOUT);
    assert.equal(control(ws2, s, SIO_UDP_CONNRESET, DWORD(1)), 0);
    assert.equal(receive(ws2, s), WSAECONNRESET);
  });

  it("SIO_KEEPALIVE_VALS turns SO_KEEPALIVE on and off", () => {
    const ws2 = new Computer(DESKTOP).program();
    const { client } = conversation(ws2);
    for (const on of [1, 0]) {
      const values = new Uint8Array(12);
      values.set(DWORD(on));
      values.set(DWORD(5000), 4);
      values.set(DWORD(1000), 8);
      assert.equal(control(ws2, client, SIO_KEEPALIVE_VALS, values), 0);
      const option = DWORD(7);
      assert.equal(ws2.getsockopt(client, SOL_SOCKET, SO_KEEPALIVE, option, ref(4)), 0);
      assert.equal(option[0], on);
    }
  });

  it("SIO_IDEAL_SEND_BACKLOG_QUERY is 64 KiB of a connection, WSAENOTCONN before, and unknown to datagram sockets", () => {
    const ws2 = new Computer(DESKTOP).program();
    const { client } = conversation(ws2);
    const ask = (s: SOCKET) => {
      const value = new Uint8Array(4);
      const result = ws2.WSAIoctl(s, SIO_IDEAL_SEND_BACKLOG_QUERY, null, 0, value, 4, ref(0), null, null);
      return result === 0 ? readDWORD(value) : -ws2.WSAGetLastError();
    };
    assert.equal(ask(client), 0x10000);
    assert.equal(ask(ws2.socket(AF_INET, SOCK_STREAM, 0)), -WSAENOTCONN);
    assert.equal(ask(ws2.socket(AF_INET, SOCK_DGRAM, 0)), -WSAEOPNOTSUPP);
  });

  it("an overlapped call with an unknown code, or for SIO_BASE_HANDLE, is pending, reports 0 bytes and completes with WSAEOPNOTSUPP", () => {
    const ws2 = new Computer(DESKTOP).program();
    const s = ws2.socket(AF_INET, SOCK_STREAM, 0);
    for (const code of [0x667e, SIO_FLUSH, SIO_BASE_HANDLE]) {
      const [overlapped, returned, value] = [newWSAOVERLAPPED(), ref(9), new Uint8Array(4)];
      assert.equal(ws2.WSAIoctl(s, code, null, 0, value, 4, returned, overlapped, null), -1);
      assert.deepEqual([ws2.WSAGetLastError(), returned.value, readDWORD(value)], [WSA_IO_PENDING, 9, 0]);
      assert.equal(ws2.WSAGetOverlappedResult(s, overlapped, ref(0), false, ref(0)), false);
      assert.equal(ws2.WSAGetLastError(), WSAEOPNOTSUPP);
    }
    assert.equal(ws2.WSAIoctl(s, SIO_BASE_HANDLE, null, 0, new Uint8Array(4), 4, ref(0), null, null), 0);
  });

  it("SIO_KEEPALIVE_VALS reports 0 bytes if it completes by event; with a buffer that is too short, its structure stays pending", () => {
    const ws2 = new Computer(DESKTOP).program();
    const { client } = conversation(ws2);
    const call = (length: number, overlapped: WSAOVERLAPPED | null, routine: (() => void) | null = null) => {
      const returned = ref(9);
      const values = new Uint8Array(12);
      const result = ws2.WSAIoctl(client, SIO_KEEPALIVE_VALS, values, length, null, 0, returned, overlapped, routine);
      return [result === 0 ? 0 : ws2.WSAGetLastError(), returned.value];
    };
    const overlapped = newWSAOVERLAPPED();
    assert.deepEqual(call(12, null), [0, 0]);
    assert.deepEqual(call(11, overlapped), [WSAEFAULT, 9]);
    assert.equal(overlapped.Internal, 0x103);
    assert.deepEqual(call(12, overlapped), [0, 9]);
    assert.equal(overlapped.Internal, 0);
    assert.deepEqual(
      call(12, newWSAOVERLAPPED(), () => {}),
      [0, 0],
    );
  });
});
