import {
  AF_INET,
  AF_INET6,
  DWORD,
  INVALID_SOCKET,
  readDWORD,
  ref,
  SG_CONSTRAINED_GROUP,
  SG_UNCONSTRAINED_GROUP,
  SO_GROUP_ID,
  SO_GROUP_PRIORITY,
  SOCK_DGRAM,
  SOCK_STREAM,
  type SOCKET,
  SOL_SOCKET,
  sockaddr_in,
  WSAEINVAL,
  WSAENOPROTOOPT,
} from "@ws2kit/spi";
import { assert } from "chai";
import { Computer, type Program } from "../fixture/computer.js";
import { DESKTOP } from "../fixture/systems.js";
import { duplicate } from "./duplicate.js";

const open = (ws2: Program, g: number, type = SOCK_STREAM, family = AF_INET) =>
  ws2.WSASocketW(family, type, 0, null, g, 0);

function option(ws2: Program, s: SOCKET, optname: number): number {
  const value: Uint8Array = new Uint8Array(4);
  assert.equal(ws2.getsockopt(s, SOL_SOCKET, optname, value, ref(4)), 0);
  return readDWORD(value);
}

function refuses(ws2: Program, result: number, code = WSAEINVAL): void {
  assert.equal(result, -1);
  assert.equal(ws2.WSAGetLastError(), code);
}

/** Two processes, a socket with which the first has made a group, and the group. */
function founded(kind = SG_UNCONSTRAINED_GROUP) {
  const computer = new Computer(DESKTOP);
  const [one, other] = [computer.program(), computer.program()];
  const s = open(one, kind);
  return { computer, one, other, s, id: option(one, s, SO_GROUP_ID) };
}

describe("desktop: socket groups across processes", () => {
  it("groups/id/unique-across-processes: no two groups have the same id, and no group has 0, 1 or 2", () => {
    const { one, other } = founded();
    const ids = [one, other, one, other].map((ws2) => option(ws2, open(ws2, SG_UNCONSTRAINED_GROUP), SO_GROUP_ID));
    assert.equal(new Set(ids).size, 4);
    for (const id of ids) assert.isAbove(id, 2);
  });

  it("groups/one-provider: a socket of another ProviderId cannot join", () => {
    const { one, id } = founded();
    refuses(one, open(one, id, SOCK_STREAM, AF_INET6));
    assert.notEqual(open(one, id, SOCK_DGRAM), INVALID_SOCKET);
  });

  it("groups/lifetime: a duplicate holds the group open after the process that made it has ended", () => {
    const { one, other, s, id } = founded();
    const second = duplicate(one, s, other);
    one.terminate();
    assert.equal(option(other, second, SO_GROUP_ID), id);
    const member = open(other, id);
    assert.notEqual(member, INVALID_SOCKET);
    other.closesocket(member);
    other.closesocket(second);
    refuses(other, open(other, id));
  });

  const DEPARTURES: readonly (readonly [string, (ws2: Program) => void])[] = [
    ["a crash", (ws2) => ws2.terminate()],
    ["WSACleanup", (ws2) => assert.equal(ws2.WSACleanup(), 0)],
  ];
  for (const [name, leave] of DEPARTURES) {
    it(`groups/lifetime: ${name} of the last member's process ends the group`, () => {
      const { one, other, id } = founded();
      leave(one);
      refuses(other, open(other, id));
    });
  }

  it("groups/import: a duplicate stays in its socket's group, for any g", () => {
    const { one, other, s, id } = founded();
    const second = duplicate(one, s, other);
    assert.equal(option(other, second, SO_GROUP_ID), id);
  });

  it("groups/constrained/one-destination: the first connect decides for other processes too", () => {
    const { one, other, s, id } = founded(SG_CONSTRAINED_GROUP);
    const listener = open(one, 0);
    one.bind(listener, sockaddr_in("0.0.0.0", 4000), 16);
    one.listen(listener, 5);
    assert.equal(one.connect(s, sockaddr_in("127.0.0.1", 4000), 16), 0);
    const second = open(other, id);
    refuses(other, other.connect(second, sockaddr_in("10.0.0.1", 4000), 16));
    assert.equal(other.connect(second, sockaddr_in("127.0.0.1", 4000), 16), 0);
  });

  it("groups/id/get-only: SO_GROUP_ID cannot be set", () => {
    const { one, s, id } = founded();
    refuses(one, one.setsockopt(s, SOL_SOCKET, SO_GROUP_ID, DWORD(id + 1), 4), WSAENOPROTOOPT);
    assert.equal(option(one, s, SO_GROUP_ID), id);
  });

  it("groups/priority: it is 0 at first, and the same for every descriptor of a socket", () => {
    const { one, other, s } = founded();
    assert.equal(option(one, s, SO_GROUP_PRIORITY), 0);
    const second = duplicate(one, s, other);
    assert.equal(one.setsockopt(s, SOL_SOCKET, SO_GROUP_PRIORITY, DWORD(3), 4), 0);
    assert.equal(option(other, second, SO_GROUP_PRIORITY), 3);
  });
});
