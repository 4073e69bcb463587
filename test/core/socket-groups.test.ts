import {
  INVALID_SOCKET,
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
  WSAEINVAL,
} from "@ws2kit/spi";
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

  it("die with their last member", () => {
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

  it("that are constrained take streams of one protocol alone", () => {
    const ws2 = new Computer(DESKTOP).program();
    assert.equal(inGroup(ws2, SG_CONSTRAINED_GROUP, SOCK_DGRAM), INVALID_SOCKET);
    const g = groupOf(ws2, inGroup(ws2, SG_CONSTRAINED_GROUP));
    assert.equal(inGroup(ws2, g, SOCK_DGRAM), INVALID_SOCKET);
    assert.equal(ws2.WSAGetLastError(), WSAEINVAL);
    assert.notEqual(inGroup(ws2, g), INVALID_SOCKET);
  });

  it("that are constrained connect to one host, which the first to connect chooses", () => {
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

for (const system of extending(CE)) {
  describe(`${system.name}: the provider in the box`, () => {
    it("has no groups: any g but 0 is WSAEINVAL", () => {
      const ws2 = new Computer(system).program();
      for (const g of [SG_UNCONSTRAINED_GROUP, SG_CONSTRAINED_GROUP, 0x100]) {
        assert.equal(inGroup(ws2, g), INVALID_SOCKET);
        assert.equal(ws2.WSAGetLastError(), WSAEINVAL);
      }
      assert.notEqual(inGroup(ws2, 0), INVALID_SOCKET);
    });
  });
}
