import {
  AF_INET,
  AF_INET6,
  FIONBIO,
  IPPROTO_UDP,
  JL_BOTH,
  JL_RECEIVER_ONLY,
  JL_SENDER_ONLY,
  newWSABUF,
  ref,
  SIO_ADDRESS_LIST_QUERY,
  SIO_ROUTING_INTERFACE_QUERY,
  SOCK_DGRAM,
  type SOCKET,
  sockaddr_in,
  sockaddr_in6,
  sockaddrText,
  WSA_FLAG_MULTIPOINT_C_LEAF,
  WSA_FLAG_MULTIPOINT_C_ROOT,
  WSA_FLAG_MULTIPOINT_D_LEAF,
  WSA_FLAG_OVERLAPPED,
  WSAEADDRNOTAVAIL,
  WSAEAFNOSUPPORT,
  WSAEFAULT,
  WSAEINVAL,
  WSAEOPNOTSUPP,
  WSAEPROTONOSUPPORT,
  WSASYSCALLFAILURE,
} from "@ws2kit/spi";
import { assert } from "chai";
import { Computer, type Program } from "../fixture/computer.js";
import { CE, DESKTOP, extending } from "../fixture/systems.js";

const LEAF = WSA_FLAG_OVERLAPPED | WSA_FLAG_MULTIPOINT_C_LEAF | WSA_FLAG_MULTIPOINT_D_LEAF;
const GROUP = sockaddr_in("224.1.2.3", 5000);

function leaf(ws2: Program, af = AF_INET, flags = LEAF): SOCKET {
  return ws2.WSASocketW(af, SOCK_DGRAM, IPPROTO_UDP, null, 0, flags);
}

function join(ws2: Program, s: SOCKET, name = GROUP, flags = JL_BOTH): SOCKET {
  return ws2.WSAJoinLeaf(s, name, name.length, null, null, null, null, flags);
}

describe("desktop: leaves of a multicast group", () => {
  for (const { af, group } of [
    { af: AF_INET, group: GROUP },
    { af: AF_INET6, group: sockaddr_in6("ff02::5", 5000) },
  ]) {
    it(`join it on the same socket, and receive its datagrams (${sockaddrText(group)})`, () => {
      const computer = new Computer(DESKTOP);
      const ws2 = computer.program();
      const s = leaf(ws2, af);
      assert.equal(join(ws2, s, group, JL_RECEIVER_ONLY), s);
      const sender = ws2.socket(af, SOCK_DGRAM, 0);
      assert.equal(ws2.sendto(sender, new Uint8Array(3), 3, 0, group, group.length), 3);
      assert.equal(ws2.recv(s, new Uint8Array(9), 9, 0), 3);
    });
  }

  it("that only send are bound to the group's port, and receive nothing", () => {
    const ws2 = new Computer(DESKTOP).program();
    const s = leaf(ws2);
    assert.equal(join(ws2, s, GROUP, JL_SENDER_ONLY), s);
    const name = new Uint8Array(16);
    assert.equal(ws2.getsockname(s, name, ref(16)), 0);
    assert.equal(sockaddrText(name), "0.0.0.0:5000");
    ws2.ioctlsocket(s, FIONBIO, ref(1));
    ws2.sendto(ws2.socket(AF_INET, SOCK_DGRAM, 0), new Uint8Array(3), 3, 0, GROUP, 16);
    assert.equal(ws2.recv(s, new Uint8Array(9), 9, 0), -1);
  });

  it("need the flags of a leaf, a group, and a role", () => {
    const ws2 = new Computer(DESKTOP).program();
    const s = leaf(ws2);
    const refused = (code: number, joined: number) => {
      assert.equal(joined, -1);
      assert.equal(ws2.WSAGetLastError(), code);
    };
    refused(WSAEINVAL, join(ws2, leaf(ws2, AF_INET, WSA_FLAG_OVERLAPPED)));
    refused(WSAEINVAL, join(ws2, s, GROUP, 0));
    refused(WSAEADDRNOTAVAIL, join(ws2, s, sockaddr_in("10.0.0.1", 5000)));
    refused(WSAEFAULT, join(ws2, s, new Uint8Array(4)));
    refused(WSAEOPNOTSUPP, ws2.WSAJoinLeaf(s, GROUP, 16, null, null, {} as never, null, JL_BOTH));
    refused(WSAEPROTONOSUPPORT, ws2.WSAJoinLeaf(s, GROUP, 16, newWSABUF(new Uint8Array(1)), null, null, null, JL_BOTH));
  });

  it("need one role in each plane that the protocol supports", () => {
    const ws2 = new Computer(DESKTOP).program();
    for (const flags of [
      WSA_FLAG_MULTIPOINT_C_LEAF,
      WSA_FLAG_MULTIPOINT_D_LEAF,
      WSA_FLAG_MULTIPOINT_C_ROOT | WSA_FLAG_MULTIPOINT_D_LEAF,
      LEAF | WSA_FLAG_MULTIPOINT_C_ROOT,
    ]) {
      assert.equal(leaf(ws2, AF_INET, flags), -1);
      assert.equal(ws2.WSAGetLastError(), WSAEINVAL);
    }
  });
});

for (const system of extending(CE)) {
  describe(`${system.name}: the shipped provider`, () => {
    it("supports neither leaf sockets nor WSPJoinLeaf", () => {
      const ws2 = new Computer(system).program();
      assert.equal(leaf(ws2), -1);
      assert.equal(ws2.WSAGetLastError(), WSAEINVAL);
      const s = ws2.socket(AF_INET, SOCK_DGRAM, 0);
      assert.equal(join(ws2, s), -1);
      assert.equal(ws2.WSAGetLastError(), WSASYSCALLFAILURE);
    });
  });
}

describe("desktop: queries about interfaces", () => {
  /** The result of a query: its bytes, or the code. */
  function query(ws2: Program, s: SOCKET, code: number, input: Uint8Array | null, room: number): Uint8Array | number {
    const [output, returned] = [new Uint8Array(room), ref(0)];
    const result = ws2.WSAIoctl(s, code, input, input?.length ?? 0, output, room, returned, null, null);
    return result === 0 ? output.subarray(0, returned.value) : ws2.WSAGetLastError();
  }

  it("report the source address of packets to a destination", () => {
    const computer = new Computer(DESKTOP);
    const ws2 = computer.program();
    const s = ws2.socket(AF_INET, SOCK_DGRAM, 0);
    const to = sockaddr_in("10.0.0.99", 0);
    const name = query(ws2, s, SIO_ROUTING_INTERFACE_QUERY, to, 16) as Uint8Array;
    assert.equal(sockaddrText(name), `${computer.platform.addresses[0]}:0`);
    assert.equal(query(ws2, s, SIO_ROUTING_INTERFACE_QUERY, to, 4), WSAEFAULT);
    for (const short of [null, new Uint8Array(4), to.subarray(0, 15), sockaddr_in("0.0.0.0", 0)]) {
      assert.equal(query(ws2, s, SIO_ROUTING_INTERFACE_QUERY, short, 16), WSAEINVAL);
    }
    assert.equal(query(ws2, s, SIO_ROUTING_INTERFACE_QUERY, new Uint8Array(16), 16), WSAEAFNOSUPPORT);
    // test_sioRoutingInterfaceQuery: the count is written for a buffer that is too small, but not for a null buffer
    const returned = ref(7);
    for (const [output, count] of [
      [null, 7],
      [new Uint8Array(16), 16],
    ] as const) {
      assert.equal(ws2.WSAIoctl(s, SIO_ROUTING_INTERFACE_QUERY, to, 16, output, 15, returned, null, null), -1);
      assert.deepEqual([ws2.WSAGetLastError(), returned.value], [WSAEFAULT, count]);
    }
  });

  it("list the machine's own addresses", () => {
    const computer = new Computer(DESKTOP);
    const ws2 = computer.program();
    const s = ws2.socket(AF_INET, SOCK_DGRAM, 0);
    const list = query(ws2, s, SIO_ADDRESS_LIST_QUERY, null, 200);
    assert.instanceOf(list, Uint8Array);
    const [count] = list as Uint8Array;
    assert.equal((list as Uint8Array).length, 4 + count * 24);
    assert.equal(query(ws2, s, SIO_ADDRESS_LIST_QUERY, null, 4), WSAEINVAL);
  });
});
