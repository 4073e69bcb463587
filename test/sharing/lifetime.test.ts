import { INVALID_SOCKET, SOCK_DGRAM, type SOCKET, sockaddr_in, WSAEINVAL } from "@ws2kit/spi";
import { assert } from "chai";
import { Computer, type Program } from "../fixture/computer.js";
import { DESKTOP } from "../fixture/systems.js";
import { duplicate, offer } from "./duplicate.js";

const PORT = 4000;

function bound(ws2: Program): SOCKET {
  const s = ws2.socket(2, SOCK_DGRAM, 0);
  assert.equal(ws2.bind(s, sockaddr_in(0, PORT), 16), 0);
  return s;
}

/** Whether the port is free again. */
function isFree(ws2: Program): boolean {
  const s = ws2.socket(2, SOCK_DGRAM, 0);
  const result = ws2.bind(s, sockaddr_in(0, PORT), 16);
  ws2.closesocket(s);
  return result === 0;
}

type Departure = (ws2: Program, s: SOCKET) => void;

const DEPARTURES: readonly (readonly [name: string, leave: Departure])[] = [
  ["closesocket", (ws2, s) => assert.equal(ws2.closesocket(s), 0)],
  ["WSACleanup", (ws2) => assert.equal(ws2.WSACleanup(), 0)],
  ["a crash", (ws2) => ws2.terminate()],
];

describe("desktop: a shared socket exists until its last descriptor is closed", () => {
  for (const [first, leaveFirst] of DEPARTURES) {
    for (const [last, leaveLast] of DEPARTURES) {
      it(`after ${first} of one process it still exists, and ${last} of the other ends it`, () => {
        const computer = new Computer(DESKTOP, { descriptors: 2 });
        const [one, other, witness] = [computer.program(), computer.program(), computer.program()];
        const s = bound(one);
        const second = duplicate(one, s, other);
        leaveFirst(one, s);
        assert.isFalse(isFree(witness));
        leaveLast(other, second);
        assert.isTrue(isFree(witness));
        assert.equal(computer.machine.counters.sockets, 0);
      });
    }
  }

  it("a duplicate that is not opened yet holds the socket open", () => {
    const computer = new Computer(DESKTOP);
    const [one, other] = [computer.program(), computer.program()];
    const s = bound(one);
    const info = offer(one, s, other);
    one.terminate();
    assert.isFalse(isFree(other));
    assert.notEqual(other.WSASocketW(-1, -1, -1, info, 0, 0), INVALID_SOCKET);
  });

  for (const hasLoaded of [true, false]) {
    it(`a duplicate ends with its target process, which ${hasLoaded ? "had" : "had not"} started ws2`, () => {
      const computer = new Computer(DESKTOP);
      const [one, other, witness] = [computer.program(), computer.program(), computer.program()];
      if (hasLoaded) other.closesocket(other.socket(2, SOCK_DGRAM, 0));
      const s = bound(one);
      offer(one, s, other);
      other.terminate();
      one.closesocket(s);
      assert.isTrue(isFree(witness));
    });
  }

  it("sharing/import/once: two duplicates make two descriptors, each once", () => {
    const computer = new Computer(DESKTOP);
    const [one, other] = [computer.program(), computer.program()];
    const s = bound(one);
    const infos = [offer(one, s, other), offer(one, s, other)];
    assert.notEqual(infos[0].dwProviderReserved, infos[1].dwProviderReserved);
    const taken = infos.map((info) => other.WSASocketW(-1, -1, -1, info, 0, 0));
    assert.equal(new Set(taken).size, 2);
    assert.equal(other.WSASocketW(-1, -1, -1, infos[0], 0, 0), INVALID_SOCKET);
    assert.equal(other.WSAGetLastError(), WSAEINVAL);
  });
});
