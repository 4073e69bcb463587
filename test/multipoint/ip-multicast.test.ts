import { memoryNetwork } from "@ws2kit/platform-memory";
import {
  DWORD,
  INVALID_SOCKET,
  JL_BOTH,
  JL_RECEIVER_ONLY,
  JL_SENDER_ONLY,
  ref,
  SIO_MULTICAST_SCOPE,
  SIO_MULTIPOINT_LOOPBACK,
  SOCK_DGRAM,
  type SOCKET,
  sockaddr_in,
  sockaddrPort,
  WSAEINVAL,
  WSAEOPNOTSUPP,
} from "@ws2kit/spi";
import { assert } from "chai";
import { Computer, type Program } from "../fixture/computer.js";
import { DESKTOP } from "../fixture/systems.js";
import { join, joined, leafSocket, sendToGroup, waiting } from "./leaf.js";

/** Programs on hosts of one network, on which nothing takes time. */
function programs(count: number): Program[] {
  const network = memoryNetwork({ latency: 0 });
  return Array.from({ length: count }, () => new Computer(DESKTOP, { network }).program());
}

function control(ws2: Program, s: SOCKET, code: number, value: number): number {
  const result = ws2.WSAIoctl(s, code, DWORD(value), 4, null, 0, ref(0), null, null);
  return result === 0 ? 0 : ws2.WSAGetLastError();
}

describe("desktop: IP multicast by WSAJoinLeaf", () => {
  it("non-rooted data plane: a datagram of one leaf reaches every leaf on every host, including itself", () => {
    const [one, other, third] = programs(3);
    const leaves = [one, other, third].map((ws2) => [ws2, joined(ws2)] as const);
    sendToGroup(...leaves[0], 7);
    sendToGroup(...leaves[2], 8);
    assert.deepEqual(
      leaves.map(([ws2, s]) => waiting(ws2, s)),
      [
        [7, 8],
        [7, 8],
        [7, 8],
      ],
    );
  });

  it("WSPJoinLeaf/binds: an unbound leaf is bound to the group's port", () => {
    const [ws2] = programs(1);
    const s = joined(ws2);
    const name = new Uint8Array(16);
    assert.equal(ws2.getsockname(s, name, ref(16)), 0);
    assert.equal(sockaddrPort(name), 4000);
  });

  const KINDS: readonly (readonly [name: string, how: number, receives: boolean])[] = [
    ["JL_BOTH", JL_BOTH, true],
    ["JL_RECEIVER_ONLY", JL_RECEIVER_ONLY, true],
    ["JL_SENDER_ONLY", JL_SENDER_ONLY, false],
  ];
  for (const [name, how, receives] of KINDS) {
    it(`${name}: a leaf that ${receives ? "receives" : "does not receive"} the group's datagrams`, () => {
      const [one, other] = programs(2);
      const sender = joined(one, JL_SENDER_ONLY);
      const s = joined(other, how);
      sendToGroup(one, sender, 9);
      assert.deepEqual(waiting(other, s), receives ? [9] : []);
    });
  }

  it("WSPJoinLeaf/flags: exactly one JL_* flag is required", () => {
    const [ws2] = programs(1);
    const s = leafSocket(ws2);
    for (const how of [0, JL_SENDER_ONLY | JL_RECEIVER_ONLY, 8]) {
      assert.equal(join(ws2, s, undefined, how), INVALID_SOCKET);
      assert.equal(ws2.WSAGetLastError(), WSAEINVAL);
    }
  });

  it("WSPJoinLeaf/needs-multipoint-socket: a plain socket is refused", () => {
    const [ws2] = programs(1);
    const s = ws2.socket(2, SOCK_DGRAM, 0);
    assert.equal(join(ws2, s), INVALID_SOCKET);
    assert.equal(ws2.WSAGetLastError(), WSAEINVAL);
  });

  it("closesocket removes a leaf from the session", () => {
    const [one, other] = programs(2);
    const [sender, s] = [joined(one), joined(other)];
    assert.equal(other.closesocket(s), 0);
    const again = leafSocket(other);
    assert.equal(other.bind(again, sockaddr_in("0.0.0.0", 4000), 16), 0);
    sendToGroup(one, sender, 3);
    assert.deepEqual(waiting(other, again), []);
    assert.deepEqual(waiting(one, sender), [3]);
  });

  it("SIO_MULTIPOINT_LOOPBACK: decides whether a leaf's datagrams also reach sockets of its host", () => {
    const [one, other] = programs(2);
    const [s, far] = [joined(one), joined(other)];
    assert.equal(control(one, s, SIO_MULTIPOINT_LOOPBACK, 0), 0);
    sendToGroup(one, s, 1);
    assert.equal(control(one, s, SIO_MULTIPOINT_LOOPBACK, 1), 0);
    sendToGroup(one, s, 2);
    assert.deepEqual(waiting(one, s), [2]);
    assert.deepEqual(waiting(other, far), [1, 2]);
  });

  it("SIO_MULTICAST_SCOPE: with 0, a datagram does not leave its host", () => {
    const [one, other] = programs(2);
    const [s, far] = [joined(one), joined(other)];
    assert.equal(control(one, s, SIO_MULTICAST_SCOPE, 0), 0);
    sendToGroup(one, s, 1);
    assert.equal(control(one, s, SIO_MULTICAST_SCOPE, 1), 0);
    sendToGroup(one, s, 2);
    assert.deepEqual(waiting(one, s), [1, 2]);
    assert.deepEqual(waiting(other, far), [2]);
    assert.equal(control(one, s, SIO_MULTICAST_SCOPE, 256), WSAEINVAL);
  });

  it("a socket that is not a leaf supports neither control code", () => {
    const [ws2] = programs(1);
    const s = ws2.socket(2, SOCK_DGRAM, 0);
    for (const code of [SIO_MULTIPOINT_LOOPBACK, SIO_MULTICAST_SCOPE]) {
      assert.equal(control(ws2, s, code, 1), WSAEOPNOTSUPP);
    }
  });
});
