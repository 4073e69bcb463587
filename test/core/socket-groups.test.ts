import { memoryNetwork } from "@ws2kit/platform-memory";
import {
  CF_ACCEPT,
  DWORD,
  FIONBIO,
  INVALID_SOCKET,
  IPPROTO_IPV6,
  IPV6_V6ONLY,
  type LPCONDITIONPROC,
  newWSAOVERLAPPED,
  readDWORD,
  ref,
  SG_CONSTRAINED_GROUP,
  SG_UNCONSTRAINED_GROUP,
  SO_GROUP_ID,
  SOCK_DGRAM,
  SOCK_STREAM,
  type SOCKET,
  SOL_SOCKET,
  sockaddr_in,
  sockaddr_in6,
  WSA_FLAG_OVERLAPPED,
  WSA_IO_PENDING,
  WSAECONNREFUSED,
  WSAEINVAL,
  WSAENETDOWN,
  WSAEWOULDBLOCK,
} from "@ws2kit/spi";
import type { Ws2 } from "@ws2kit/target-desktop";
import { assert } from "chai";
import { Computer, type Program } from "../fixture/computer.js";
import { CE, DESKTOP, extending } from "../fixture/systems.js";

const inGroup = (ws2: Program, g: number, type = SOCK_STREAM) => ws2.WSASocketW(2, type, 0, null, g, 0);

function groupOf(ws2: Program, s: SOCKET): number {
  const value = new Uint8Array(4);
  assert.equal(ws2.getsockopt(s, SOL_SOCKET, SO_GROUP_ID, value, ref(4)), 0);
  return readDWORD(value);
}

describe("desktop: socket groups", () => {
  it("are made, joined and left by closing; their ids are never 0, 1 or 2", () => {
    const ws2 = new Computer(DESKTOP).program();
    const first = inGroup(ws2, SG_UNCONSTRAINED_GROUP);
    const g = groupOf(ws2, first);
    assert.isAbove(g, 2);
    const second = inGroup(ws2, g, SOCK_DGRAM);
    assert.equal(groupOf(ws2, second), g);
    assert.notEqual(groupOf(ws2, inGroup(ws2, SG_UNCONSTRAINED_GROUP)), g);
    ws2.closesocket(first);
    assert.notEqual(inGroup(ws2, g), INVALID_SOCKET);
    assert.equal(groupOf(ws2, inGroup(ws2, 0)), 0);
  });

  it("end with their last member", () => {
    const ws2 = new Computer(DESKTOP).program();
    const s = inGroup(ws2, SG_UNCONSTRAINED_GROUP);
    const g = groupOf(ws2, s);
    ws2.closesocket(s);
    assert.equal(inGroup(ws2, g), INVALID_SOCKET);
    assert.equal(ws2.WSAGetLastError(), WSAEINVAL);
  });

  it("span the processes of a machine", () => {
    const computer = new Computer(DESKTOP);
    const [one, other] = [computer.program(), computer.program()];
    const g = groupOf(one, inGroup(one, SG_UNCONSTRAINED_GROUP));
    assert.equal(groupOf(other, inGroup(other, g)), g);
  });

  it("that are constrained accept only streams of one protocol", () => {
    const ws2 = new Computer(DESKTOP).program();
    assert.equal(inGroup(ws2, SG_CONSTRAINED_GROUP, SOCK_DGRAM), INVALID_SOCKET);
    const g = groupOf(ws2, inGroup(ws2, SG_CONSTRAINED_GROUP));
    assert.equal(inGroup(ws2, g, SOCK_DGRAM), INVALID_SOCKET);
    assert.equal(ws2.WSAGetLastError(), WSAEINVAL);
    assert.notEqual(inGroup(ws2, g), INVALID_SOCKET);
  });

  it("that are constrained connect to one host, which the first connect fixes", () => {
    const ws2 = new Computer(DESKTOP).program();
    const listener = inGroup(ws2, 0);
    ws2.bind(listener, sockaddr_in("0.0.0.0", 4000), 16);
    ws2.listen(listener, 5);
    const first = inGroup(ws2, SG_CONSTRAINED_GROUP);
    const second = inGroup(ws2, groupOf(ws2, first));
    assert.equal(ws2.connect(first, sockaddr_in("127.0.0.1", 4000), 16), 0);
    assert.equal(ws2.connect(second, sockaddr_in("10.0.0.1", 4000), 16), -1);
    assert.equal(ws2.WSAGetLastError(), WSAEINVAL);
    assert.equal(ws2.connect(second, sockaddr_in("127.0.0.1", 4000), 16), 0);
  });
});

describe("desktop: a constrained group's destination", () => {
  /** A program on one machine of three, and the addresses of the other two, which listen at port 80. */
  function world() {
    const network = memoryNetwork();
    const computers = [1, 2, 3].map(() => new Computer(DESKTOP, { network }));
    const [ws2] = computers.map((computer) => {
      const program = computer.program() as Program & Ws2;
      const listener = program.socket(2, SOCK_STREAM, 6);
      program.bind(listener, sockaddr_in("0.0.0.0", 80), 16);
      program.listen(listener, 5);
      return program;
    });
    const [, q, r] = computers.map(({ platform }) => platform.addresses[0]);
    const first = ws2.WSASocketW(2, SOCK_STREAM, 6, null, SG_CONSTRAINED_GROUP, WSA_FLAG_OVERLAPPED);
    const g = groupOf(ws2, first);
    const second = ws2.WSASocketW(2, SOCK_STREAM, 6, null, g, WSA_FLAG_OVERLAPPED);
    const connect = (s: SOCKET, name: Uint8Array) =>
      ws2.connect(s, name, name.length) === 0 ? 0 : ws2.WSAGetLastError();
    const connectEx = (s: SOCKET, name: Uint8Array) => {
      ws2.bind(s, sockaddr_in(0, 0), 16);
      const overlapped = newWSAOVERLAPPED(ws2.WSACreateEvent());
      ws2.mswsock.ConnectEx(s, name, name.length, null, 0, ref(0), overlapped);
      const code = ws2.WSAGetLastError();
      if (code !== WSA_IO_PENDING) return code;
      return ws2.WSAGetOverlappedResult(s, overlapped, ref(0), true, ref(0)) ? 0 : ws2.WSAGetLastError();
    };
    const [{ host }] = computers.map(({ platform }) => platform);
    return { ws2, network, host, q, r, g, first, second, ways: { connect, connectEx } };
  }

  for (const way of ["connect", "connectEx"] as const) {
    it(`is set by the first ${way} that succeeds, for connect and ConnectEx alike`, () => {
      const { q, r, first, second, ways } = world();
      assert.equal(ways[way](first, sockaddr_in(q, 80)), 0);
      assert.equal(ways.connect(second, sockaddr_in(r, 80)), WSAEINVAL);
      assert.equal(ways.connectEx(second, sockaddr_in(r, 80)), WSAEINVAL);
      assert.equal(ways[way](second, sockaddr_in(q, 80)), 0);
    });

    it(`is not fixed by a ${way} that is refused`, () => {
      const { q, r, first, second, ways } = world();
      assert.equal(ways[way](first, sockaddr_in(q, 99)), WSAECONNREFUSED);
      assert.equal(ways[way](first, sockaddr_in(r, 80)), 0);
      assert.equal(ways[way](second, sockaddr_in(q, 80)), WSAEINVAL);
    });
  }

  it("is not fixed by a connect that cannot begin", () => {
    const { network, host, q, r, first, second, ways } = world();
    network.down(host);
    assert.equal(ways.connect(first, sockaddr_in(q, 80)), WSAENETDOWN);
    network.up(host);
    assert.equal(ways.connect(second, sockaddr_in(r, 80)), 0);
  });

  it("is fixed while a connect is pending, and after the socket that connected was closed", () => {
    const { ws2, q, r, g, first, second, ways } = world();
    ws2.ioctlsocket(first, FIONBIO, ref(1));
    assert.equal(ways.connect(first, sockaddr_in(q, 99)), WSAEWOULDBLOCK);
    assert.equal(ways.connect(second, sockaddr_in(r, 80)), WSAEINVAL);
    ws2.closesocket(first);
    assert.equal(ways.connect(second, sockaddr_in(r, 80)), 0);
    const third = ws2.WSASocketW(2, SOCK_STREAM, 6, null, g, 0);
    ws2.closesocket(second);
    assert.equal(ways.connect(third, sockaddr_in(q, 80)), WSAEINVAL);
    assert.equal(ways.connect(third, sockaddr_in(r, 80)), 0);
  });

  it("is an address: port, padding and the length argument do not count", () => {
    const { q, first, second, ways } = world();
    const storage = new Uint8Array(128).fill(7);
    storage.set(sockaddr_in(q, 80).subarray(0, 8));
    assert.equal(ways.connect(first, storage), 0);
    assert.equal(ways.connect(second, sockaddr_in(q, 80)), 0);
  });

  it("is an IPv6 address, without its flow information", () => {
    const { ws2, q, ways } = world();
    const six = (g: number) => {
      const s = ws2.WSASocketW(23, SOCK_STREAM, 6, null, g, 0);
      ws2.setsockopt(s, IPPROTO_IPV6, IPV6_V6ONLY, DWORD(0), 4);
      return s;
    };
    const first = six(SG_CONSTRAINED_GROUP);
    const g = groupOf(ws2, first);
    const name = sockaddr_in6(`::ffff:${q}`, 80);
    name[4] = 9;
    assert.equal(ways.connect(first, name), 0);
    assert.equal(ways.connect(six(g), sockaddr_in6(`::ffff:${q}`, 80)), 0);
    assert.equal(ways.connect(six(g), sockaddr_in6("::ffff:127.0.0.1", 80)), WSAEINVAL);
  });

  it("applies to connections that are accepted into the group too", () => {
    const { ws2, q, r, g, first, second, ways } = world();
    assert.equal(ways.connect(first, sockaddr_in(q, 80)), 0);
    const here = sockaddr_in("127.0.0.1", 81);
    const listener = ws2.socket(2, SOCK_STREAM, 6);
    ws2.bind(listener, here, 16);
    ws2.listen(listener, 5);
    const client = ws2.socket(2, SOCK_STREAM, 6);
    ws2.connect(client, here, 16);
    const overlapped = newWSAOVERLAPPED(ws2.WSACreateEvent());
    assert.isFalse(ws2.mswsock.AcceptEx(listener, second, new Uint8Array(64), 0, 32, 32, ref(0), overlapped));
    const code = ws2.WSAGetLastError();
    const ended = code === WSA_IO_PENDING && ws2.WSAGetOverlappedResult(listener, overlapped, ref(0), true, ref(0));
    assert.isFalse(ended);
    assert.equal(ws2.WSAGetLastError(), WSAEINVAL);
    // the connection waits for the next accept
    const join: LPCONDITIONPROC = (...args) => {
      (args[6] as { value: number }).value = g;
      return CF_ACCEPT;
    };
    assert.equal(ws2.WSAAccept(listener, null, null, join, 0), INVALID_SOCKET);
    assert.equal(ws2.WSAGetLastError(), WSAEINVAL);
    assert.notEqual(q, r);
  });
});

for (const system of extending(CE)) {
  describe(`${system.name}: the shipped provider`, () => {
    it("has no groups: any g except 0 is WSAEINVAL", () => {
      const ws2 = new Computer(system).program();
      for (const g of [SG_UNCONSTRAINED_GROUP, SG_CONSTRAINED_GROUP, 0x100]) {
        assert.equal(inGroup(ws2, g), INVALID_SOCKET);
        assert.equal(ws2.WSAGetLastError(), WSAEINVAL);
      }
      assert.notEqual(inGroup(ws2, 0), INVALID_SOCKET);
    });
  });
}
