import { nodePlatform } from "@ws2kit/platform-node";
import {
  DWORD,
  fd_set,
  IP_MULTICAST_IF,
  IP_MULTICAST_LOOP,
  IPPROTO_IP,
  MAKEWORD,
  newWSADATA,
  readDWORD,
  ref,
  SIO_MULTIPOINT_LOOPBACK,
  SO_REUSEADDR,
  SOL_SOCKET,
  sockaddr_in,
} from "@ws2kit/spi";
import { openMachine } from "@ws2kit/target-desktop";
import { assert } from "chai";
import { checked } from "../fixture/checked.js";
import type { Program } from "../fixture/computer.js";
import { join, leafSocket, sendToGroup, waiting } from "./leaf.js";

const LOOPBACK = new Uint8Array([127, 0, 0, 1]);

describe("desktop over platform-node: IP multicast by WSAJoinLeaf", () => {
  it("leaves of one process receive each other's datagrams over the loopback, and leave the group when they close", () => {
    const machine = openMachine({ platform: nodePlatform() });
    const ws2 = checked(machine.openProcess(), ["desktop"]) as unknown as Program;
    assert.equal(ws2.WSAStartup(MAKEWORD(2, 2), newWSADATA()), 0);
    const [one, other] = [leafSocket(ws2), leafSocket(ws2)];
    for (const s of [one, other]) {
      ws2.setsockopt(s, SOL_SOCKET, SO_REUSEADDR, DWORD(1), 4);
      assert.equal(ws2.setsockopt(s, IPPROTO_IP, IP_MULTICAST_IF, LOOPBACK, 4), 0);
      assert.equal(ws2.bind(s, sockaddr_in("0.0.0.0", 4000), 16), 0);
      assert.equal(join(ws2, s), s);
    }
    sendToGroup(ws2, one, 5);
    assert.equal(ws2.select(0, fd_set(other), null, null, { tv_sec: 5, tv_usec: 0 }), 1);
    assert.deepEqual(waiting(ws2, other), [5]);
    ws2.closesocket(other);
    sendToGroup(ws2, one, 6);
    assert.deepEqual(waiting(ws2, one), [5, 6]);
    assert.equal(ws2.WSACleanup(), 0);
    assert.equal(machine.counters.handles, 0);
  });

  // the loopback device brings back what it sends whatever the option says, so that only the option shows
  it("SIO_MULTIPOINT_LOOPBACK is IP_MULTICAST_LOOP of the system", () => {
    const ws2 = checked(openMachine({ platform: nodePlatform() }).openProcess(), ["desktop"]) as unknown as Program;
    assert.equal(ws2.WSAStartup(MAKEWORD(2, 2), newWSADATA()), 0);
    const s = leafSocket(ws2);
    for (const value of [0, 1]) {
      assert.equal(ws2.WSAIoctl(s, SIO_MULTIPOINT_LOOPBACK, DWORD(value), 4, null, 0, ref(0), null, null), 0);
      const got: Uint8Array = new Uint8Array(4);
      assert.equal(ws2.getsockopt(s, IPPROTO_IP, IP_MULTICAST_LOOP, got, ref(4)), 0);
      assert.equal(readDWORD(got), value);
    }
    assert.equal(ws2.WSACleanup(), 0);
  });
});
