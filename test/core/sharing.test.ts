import {
  FIONBIO,
  INVALID_SOCKET,
  newWSAPROTOCOL_INFOW,
  ref,
  type SOCKET,
  WSAEFAULT,
  WSAEINVAL,
  WSAENOTSOCK,
  WSAEWOULDBLOCK,
  WSASYSCALLFAILURE,
} from "@ws2kit/spi";
import { assert } from "chai";
import { Computer, type Program } from "../fixture/computer.js";
import { conversation } from "../fixture/conversation.js";
import { CE, DESKTOP, extending } from "../fixture/systems.js";

/** Duplicates a socket of `from`, and opens the duplicate in `to`. */
function share(
  from: Program,
  s: SOCKET,
  to: Program,
): { duplicate: SOCKET; info: ReturnType<typeof newWSAPROTOCOL_INFOW> } {
  const info = newWSAPROTOCOL_INFOW();
  assert.equal(from.WSADuplicateSocketW(s, to.processId, info), 0);
  return { duplicate: to.WSASocketW(-1, -1, -1, info, 4711, 0xff), info };
}

describe("desktop: a socket that two processes share", () => {
  it("is one socket: both descriptors have the same data, options and modes", () => {
    const computer = new Computer(DESKTOP);
    const [one, other] = [computer.program(), computer.program()];
    const { client, server } = conversation(one);
    const { duplicate } = share(one, server, other);
    assert.notEqual(duplicate, INVALID_SOCKET);
    one.send(client, new Uint8Array([1, 2]), 2, 0);
    const got = new Uint8Array(1);
    assert.equal(one.recv(server, got, 1, 0), 1);
    assert.equal(other.recv(duplicate, got, 1, 0), 1);
    assert.equal(got[0], 2);
    one.ioctlsocket(server, FIONBIO, ref(1));
    assert.equal(other.recv(duplicate, got, 1, 0), -1);
    assert.equal(other.WSAGetLastError(), WSAEWOULDBLOCK);
  });

  it("lives until its last descriptor closes", () => {
    const computer = new Computer(DESKTOP);
    const [one, other] = [computer.program(), computer.program()];
    const { client, server } = conversation(one);
    const { duplicate } = share(one, server, other);
    one.WSACleanup();
    assert.equal(other.send(duplicate, new Uint8Array(1), 1, 0), -1, "its peer was reset with the process");
    const again = conversation(other, 4001);
    const third = computer.program();
    const second = share(other, again.server, third);
    other.closesocket(again.server);
    assert.equal(third.send(second.duplicate, new Uint8Array(3), 3, 0), 3);
    assert.equal(other.recv(again.client, new Uint8Array(3), 3, 0), 3);
    third.terminate();
    assert.equal(other.recv(again.client, new Uint8Array(3), 3, 0), 0);
    assert.equal(client % 4, 0);
  });

  it("sharing/import: a duplicate is opened once, and only by its target process", () => {
    const computer = new Computer(DESKTOP);
    const [one, other] = [computer.program(), computer.program()];
    const { server } = conversation(one);
    const { info } = share(one, server, other);
    assert.equal(other.WSASocketW(-1, -1, -1, info, 0, 0), INVALID_SOCKET);
    assert.equal(other.WSAGetLastError(), WSAEINVAL);
    assert.equal(one.WSADuplicateSocketW(server, other.processId, info), 0);
    assert.equal(one.WSASocketW(-1, -1, -1, info, 0, 0), INVALID_SOCKET);
    assert.equal(one.WSAGetLastError(), WSAEINVAL);
    assert.notEqual(other.WSASocketW(-1, -1, -1, info, 0, 0), INVALID_SOCKET);
  });

  it("may be duplicated in its own process, and is counted twice there", () => {
    const computer = new Computer(DESKTOP);
    const ws2 = computer.program();
    const { client, server } = conversation(ws2);
    const { duplicate } = share(ws2, server, ws2);
    ws2.closesocket(server);
    assert.equal(ws2.send(client, new Uint8Array(1), 1, 0), 1);
    assert.equal(ws2.recv(duplicate, new Uint8Array(1), 1, 0), 1);
    ws2.WSACleanup();
    assert.equal(computer.machine.counters.handles, 0);
  });

  it("that no process opens ends with its target process, or with the last WSACleanup there", () => {
    const computer = new Computer(DESKTOP);
    const [one, other] = [computer.program(), computer.program()];
    const { client, server } = conversation(one);
    const offer = (s: SOCKET, to: Program) =>
      assert.equal(one.WSADuplicateSocketW(s, to.processId, newWSAPROTOCOL_INFOW()), 0);
    offer(client, one);
    offer(client, other);
    offer(server, one);
    one.WSACleanup();
    assert.equal(computer.platform.openSockets, 1);
    other.terminate();
    assert.equal(computer.platform.openSockets, 0);
  });

  it("WSADuplicateSocketW/socket-first: tests the socket first, then the process, then the info", () => {
    const ws2 = new Computer(DESKTOP).program();
    const { client } = conversation(ws2);
    const duplicate = (s: SOCKET, id: number) => {
      assert.equal(ws2.WSADuplicateSocketW(s, id, null as never), -1);
      return ws2.WSAGetLastError();
    };
    assert.equal(duplicate(4444 as SOCKET, 0), WSAENOTSOCK);
    assert.equal(duplicate(client, 0), WSAEINVAL);
    assert.equal(duplicate(client, ws2.processId), WSAEFAULT);
  });
});

for (const system of extending(CE)) {
  describe(`${system.name}: the shipped provider`, () => {
    it("does not share sockets: WSASYSCALLFAILURE for duplicating and for opening", () => {
      const ws2 = new Computer(system).program();
      const { client } = conversation(ws2);
      const info = newWSAPROTOCOL_INFOW();
      assert.equal(ws2.WSADuplicateSocketW(client, ws2.processId, info), -1);
      assert.equal(ws2.WSAGetLastError(), WSASYSCALLFAILURE);
      const { entry } = ws2.explainSocket(2, 1, 6);
      const used = { ...newWSAPROTOCOL_INFOW(), ...entry, dwProviderReserved: 1 };
      assert.equal(ws2.WSASocketW(-1, -1, -1, used, 0, 0), INVALID_SOCKET);
      assert.equal(ws2.WSAGetLastError(), WSASYSCALLFAILURE);
    });
  });
}
