import {
  decodeProtocolInfo,
  encodeProtocolInfo,
  FIONBIO,
  INVALID_SOCKET,
  newWSAPROTOCOL_INFOW,
  ref,
  SOCK_DGRAM,
  type SOCKET,
  sockaddr_in,
  sockaddrPort,
  WSAEINVAL,
  WSAENOTSOCK,
  WSAEWOULDBLOCK,
  type WSAPROTOCOL_INFOW,
} from "@ws2kit/spi";
import { assert } from "chai";
import { Computer, type Program } from "../fixture/computer.js";
import { SYSTEMS, type System } from "../fixture/systems.js";
import { install } from "./installed.js";
import { MAILBOX_FAMILY, MAILBOX_PATH, mailbox } from "./mailbox.js";

const PORT = 77;

/** Two processes of a machine with the provider, and a socket of the first. */
function sharers(system: System): { computer: Computer; one: Program; other: Program; s: SOCKET } {
  const computer = new Computer(system);
  install(computer, MAILBOX_PATH, mailbox);
  const [one, other] = [computer.program(), computer.program()];
  const s = one.socket(MAILBOX_FAMILY, SOCK_DGRAM, 1);
  assert.notEqual(s, INVALID_SOCKET);
  assert.equal(one.bind(s, sockaddr_in(0, PORT), 16), 0);
  return { computer, one, other, s };
}

/** The info of a duplicate, after encoding to 628 bytes and decoding. */
function duplicate(from: Program, s: SOCKET, to: Program): WSAPROTOCOL_INFOW {
  const info = newWSAPROTOCOL_INFOW();
  assert.equal(from.WSADuplicateSocketW(s, to.processId, info), 0);
  return decodeProtocolInfo(encodeProtocolInfo(info));
}

const take = (ws2: Program, info: WSAPROTOCOL_INFOW, g = 0, dwFlags = 0) =>
  ws2.WSASocketW(-1, -1, -1, info, g, dwFlags);

function write(ws2: Program, s: SOCKET, byte: number): void {
  assert.equal(ws2.sendto(s, new Uint8Array([byte]), 1, 0, sockaddr_in(0, PORT), 16), 1);
}

function read(ws2: Program, s: SOCKET): number {
  const one = new Uint8Array(1);
  assert.equal(ws2.recvfrom(s, one, 1, 0, null, null), 1);
  return one[0];
}

/** Whether another socket can bind the port: then no socket has it. */
function isFree(ws2: Program): boolean {
  const s = ws2.socket(MAILBOX_FAMILY, SOCK_DGRAM, 1);
  const result = ws2.bind(s, sockaddr_in(0, PORT), 16);
  ws2.closesocket(s);
  return result === 0;
}

for (const system of SYSTEMS) {
  describe(`${system.name}: a third party's provider that shares`, () => {
    it("sharing/import/another-descriptor: the other process has the same socket", () => {
      const { one, other, s } = sharers(system);
      const second = take(other, duplicate(one, s, other), 4711, 0x1e);
      assert.notEqual(second, INVALID_SOCKET);
      const name = new Uint8Array(16);
      assert.equal(other.getsockname(second, name, ref(16)), 0);
      assert.equal(sockaddrPort(name), PORT);
      for (const byte of [1, 2]) write(one, s, byte);
      assert.equal(read(other, second), 1);
      assert.equal(read(one, s), 2);
    });

    it("sharing/state/one: descriptors of a socket share its blocking mode", () => {
      const { one, other, s } = sharers(system);
      const second = take(other, duplicate(one, s, other));
      one.ioctlsocket(s, FIONBIO, ref(1));
      assert.equal(other.recvfrom(second, new Uint8Array(1), 1, 0, null, null), -1);
      assert.equal(other.WSAGetLastError(), WSAEWOULDBLOCK);
    });

    it("sharing/import/once, sharing/import/unknown-token: a token can be used once, by its target process", () => {
      const { one, other, s } = sharers(system);
      const info = duplicate(one, s, other);
      const refused = (ws2: Program, with_: WSAPROTOCOL_INFOW) => {
        assert.equal(take(ws2, with_), INVALID_SOCKET);
        assert.equal(ws2.WSAGetLastError(), WSAEINVAL);
      };
      refused(one, info);
      assert.notEqual(take(other, info), INVALID_SOCKET);
      refused(other, info);
      refused(other, { ...info, dwProviderReserved: 0x7777 });
    });

    it("WSADuplicateSocketW/process: an unknown process", () => {
      const { one, s } = sharers(system);
      assert.equal(one.WSADuplicateSocketW(s, 4711, newWSAPROTOCOL_INFOW()), -1);
      assert.equal(one.WSAGetLastError(), WSAEINVAL);
    });

    it("sharing/close/last-frees: the socket lives until both have closed", () => {
      const { computer, one, other, s } = sharers(system);
      const second = take(other, duplicate(one, s, other));
      assert.equal(one.closesocket(s), 0);
      assert.equal(one.closesocket(s), -1);
      assert.equal(one.WSAGetLastError(), WSAENOTSOCK);
      assert.isFalse(isFree(one));
      write(other, second, 5);
      assert.equal(read(other, second), 5);
      assert.equal(other.closesocket(second), 0);
      assert.isTrue(isFree(one));
      assert.equal(computer.machine.counters.sockets, 0);
    });

    const DEPARTURES: readonly (readonly [string, (ws2: Program) => void])[] = [
      ["terminates", (ws2) => ws2.terminate()],
      ["calls WSACleanup", (ws2) => assert.equal(ws2.WSACleanup(), 0)],
    ];
    for (const [leaves, leave] of DEPARTURES) {
      it(`a sharer that ${leaves} releases only its descriptor`, () => {
        const { computer, one, other, s } = sharers(system);
        const second = take(other, duplicate(one, s, other));
        leave(one);
        write(other, second, 6);
        assert.equal(read(other, second), 6);
        assert.isFalse(isFree(other));
        leave(other);
        assert.isTrue(isFree(computer.program()));
        assert.equal(computer.machine.counters.sockets, 0);
      });

      it(`a duplicate whose target process ${leaves} before it opens the duplicate leaves nothing open`, () => {
        const { one, other, s } = sharers(system);
        assert.notEqual(other.socket(MAILBOX_FAMILY, SOCK_DGRAM, 1), INVALID_SOCKET);
        duplicate(one, s, other);
        leave(other);
        one.closesocket(s);
        assert.isTrue(isFree(one));
      });
    }
  });
}
