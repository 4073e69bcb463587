import * as spi from "@ws2kit/spi";
import {
  AF_INET,
  AF_INET6,
  DWORD,
  IPPROTO_IP,
  IPPROTO_IPV6,
  IPPROTO_TCP,
  ref,
  SOCK_DGRAM,
  SOCK_STREAM,
  SOL_SOCKET,
} from "@ws2kit/spi";
import type { Ws2 as DesktopWs2 } from "@ws2kit/target-desktop";
import { assert } from "chai";
import { type Desk, holds, inMemory, onDesktop } from "../fixture/places.js";

/**
 * How values of up to four bytes are set and read: the lengths that getsockopt reports for buffers of 1, 2 and 4
 * bytes; 0 if it fails and reports 0. Source: test_set_getsockopt.
 */
interface Row {
  readonly option: keyof typeof spi;
  readonly af?: number;
  readonly type?: number;
  readonly level?: number;
  readonly takesFew?: false;
  /** A short buffer is filled with zeros; otherwise it is not changed. */
  readonly clearsFew?: true;
  readonly sizes: readonly [number, number, number];
  readonly isBool?: true;
  readonly isOctet?: true;
}

const udp = { type: SOCK_DGRAM };
const ip = { type: SOCK_DGRAM, level: IPPROTO_IP };
const ip6 = { af: AF_INET6, type: SOCK_DGRAM, level: IPPROTO_IPV6 };
const tcp = { level: IPPROTO_TCP };
const ROWS: readonly Row[] = [
  { option: "SO_BROADCAST", ...udp, sizes: [1, 1, 4], isBool: true },
  { option: "SO_DONTLINGER", sizes: [1, 1, 4], isBool: true },
  { option: "SO_OOBINLINE", sizes: [1, 1, 4], isBool: true },
  { option: "SO_LINGER", takesFew: false, clearsFew: true, sizes: [1, 2, 4] },
  { option: "SO_RCVBUF", takesFew: false, clearsFew: true, sizes: [1, 2, 4] },
  { option: "SO_KEEPALIVE", sizes: [1, 1, 1] },
  { option: "SO_DONTROUTE", sizes: [1, 1, 1] },
  { option: "SO_RCVTIMEO", takesFew: false, sizes: [1, 2, 4] },
  { option: "SO_REUSEADDR", sizes: [1, 1, 4], isBool: true },
  { option: "SO_EXCLUSIVEADDRUSE", sizes: [1, 1, 4], isBool: true },
  { option: "SO_SNDBUF", takesFew: false, clearsFew: true, sizes: [1, 2, 4] },
  { option: "SO_SNDTIMEO", takesFew: false, sizes: [1, 2, 4] },
  { option: "TCP_NODELAY", ...tcp, sizes: [1, 1, 1] },
  { option: "TCP_KEEPALIVE", ...tcp, takesFew: false, sizes: [0, 0, 4] },
  { option: "TCP_KEEPCNT", ...tcp, takesFew: false, sizes: [0, 0, 4], isOctet: true },
  { option: "TCP_KEEPINTVL", ...tcp, takesFew: false, sizes: [0, 0, 4] },
  { option: "IP_MULTICAST_LOOP", ...ip, sizes: [1, 1, 4], isBool: true },
  { option: "IP_MULTICAST_TTL", ...ip, sizes: [1, 1, 4], isOctet: true },
  { option: "IP_PKTINFO", ...ip, takesFew: false, sizes: [0, 0, 4], isBool: true },
  { option: "IP_RECVTOS", ...ip, takesFew: false, sizes: [0, 0, 4], isBool: true },
  { option: "IP_RECVTTL", ...ip, takesFew: false, sizes: [0, 0, 4], isBool: true },
  { option: "IP_TOS", ...ip, sizes: [1, 1, 4], isOctet: true },
  { option: "IP_TTL", ...ip, sizes: [1, 1, 4], isOctet: true },
  { option: "IPV6_DONTFRAG", af: AF_INET6, level: IPPROTO_IPV6, sizes: [1, 1, 4], isBool: true },
  { option: "IPV6_HOPLIMIT", ...ip6, takesFew: false, sizes: [0, 0, 4], isBool: true },
  { option: "IPV6_MULTICAST_HOPS", ...ip6, sizes: [1, 1, 4], isOctet: true },
  { option: "IPV6_MULTICAST_LOOP", ...ip6, sizes: [1, 1, 4], isBool: true },
  { option: "IPV6_PKTINFO", ...ip6, takesFew: false, sizes: [0, 0, 4], isBool: true },
  { option: "IPV6_RECVTCLASS", ...ip6, takesFew: false, sizes: [0, 0, 4], isBool: true },
  { option: "IPV6_UNICAST_HOPS", ...ip6, sizes: [1, 1, 4], isOctet: true },
  { option: "IPV6_V6ONLY", ...ip6, sizes: [1, 1, 1] },
];

const NUMBERS: ReadonlyMap<string, unknown> = new Map(Object.entries(spi));
/** The bits of the first bytes of a DWORD. */
const mask = (bytes: number) => (bytes === 4 ? -1 : (1 << (8 * bytes)) - 1);
const word = (value: number) => spi.DWORD(value >>> 0);

function holdsOf(desk: Desk, { option, af = AF_INET, type = SOCK_STREAM, level = SOL_SOCKET, ...row }: Row): void {
  const { ws2 } = desk;
  const s = desk.must(ws2.socket(af, type, 0));
  const optname = NUMBERS.get(option) as number;
  const set = (value: number, size: number) => desk.told(ws2.setsockopt(s, level, optname, word(value), size));
  const get = (size: number) => {
    const [bytes, length] = [word(0xdeadbeef), ref(size)];
    const answer = desk.told(ws2.getsockopt(s, level, optname, bytes, length));
    return { answer, size: length.value, value: spi.readDWORD(bytes) };
  };
  const whole = row.sizes[2] === 4;
  // 0x100: a BOOL is TRUE, one byte of it is not, and a number of one byte is too large
  assert.equal(set(0x100, 4), row.isOctet ? "WSAEINVAL" : 0, "set to 0x100");
  const large = whole ? (row.isBool ? 1 : 0x100) : 0xdeadbe00;
  if (!row.isOctet) assert.deepEqual(get(4), { answer: 0, size: row.sizes[2], value: large });
  assert.equal(set(1, 0), level === SOL_SOCKET && row.isBool ? 0 : "WSAEFAULT", "set from no bytes");
  assert.equal(get(0).answer, "WSAEFAULT", "read into no bytes");
  [1, 2, 4].forEach((size, i) => {
    const fails = row.takesFew === false && size < 4;
    assert.equal(set(1, size), fails ? "WSAEFAULT" : 0, `set from ${size}`);
    const found = get(size);
    assert.equal(found.answer, fails ? "WSAEFAULT" : 0, `read into ${size}`);
    assert.equal(found.size, row.sizes[i], `the size reported of ${size}`);
    // all bytes of a BOOL of SOL_SOCKET are written, although a length of one is reported
    const written = level === SOL_SOCKET && row.isBool ? size : row.sizes[i];
    const left = fails && !row.clearsFew ? 0xdeadbeef : (0xdeadbeef & ~mask(fails ? size : written)) | Number(!fails);
    assert.equal(found.value, left >>> 0, `what is in the buffer after reading into ${size}`);
  });
}

describe("options", () => {
  for (const row of ROWS) {
    holds(`${row.option} is set and read by its sizes`, (desk) => holdsOf(desk, row), onDesktop);
  }

  holds("SO_DEBUG reads as 1 if it was set to another value than 0", (desk) => {
    const s = desk.tcp();
    for (const [value, found] of [
      [2, 1],
      [0, 0],
      [0x100, 1],
    ]) {
      desk.set(s, SOL_SOCKET, spi.SO_DEBUG, value);
      assert.equal(desk.get(s, SOL_SOCKET, spi.SO_DEBUG), found);
    }
  });

  holds(
    "IP_DONTFRAGMENT and IPV6_DONTFRAG are 1 of TCP, 0 of UDP, and can be set",
    (desk) => {
      for (const [af, level] of [
        [AF_INET, IPPROTO_IP],
        [AF_INET6, IPPROTO_IPV6],
      ]) {
        const [stream, datagram] = [SOCK_STREAM, SOCK_DGRAM].map((type) => desk.must(desk.ws2.socket(af, type, 0)));
        const look = (s: spi.SOCKET) => desk.get(s, level, spi.IP_DONTFRAGMENT);
        assert.deepEqual([look(stream), look(datagram)], [1, 0]);
        desk.set(stream, level, spi.IP_DONTFRAGMENT, 0);
        desk.set(datagram, level, spi.IP_DONTFRAGMENT, 0xdead);
        assert.deepEqual([look(stream), look(datagram)], [0, 1]);
      }
    },
    onDesktop,
  );

  holds(
    "SO_LINGER reads as it was set: l_onoff may be any number but 0, and turning it off leaves l_linger",
    (desk) => {
      const s = desk.tcp();
      for (const value of [spi.LINGER(5, 189), spi.LINGER(0x100, 0), spi.LINGER(1, -1), spi.LINGER(0, 73)]) {
        assert.equal(desk.set(s, SOL_SOCKET, spi.SO_LINGER, value), 0);
        assert.equal(desk.get(s, SOL_SOCKET, spi.SO_LINGER), spi.readDWORD(value));
      }
      assert.equal(desk.set(s, SOL_SOCKET, spi.SO_DONTLINGER, 0), 0);
      assert.equal(desk.get(s, SOL_SOCKET, spi.SO_LINGER), 1, "on, and no time");
      for (const room of [1, 2, 3]) {
        assert.equal(desk.told(desk.ws2.setsockopt(s, SOL_SOCKET, spi.SO_LINGER, spi.LINGER(1, 1), room)), "WSAEFAULT");
        assert.equal(
          desk.told(desk.ws2.getsockopt(s, SOL_SOCKET, spi.SO_LINGER, new Uint8Array(4), ref(room))),
          "WSAEFAULT",
        );
      }
    },
  );

  holds(
    "SO_TYPE cannot be set: WSAENOPROTOOPT of a stream, WSAEINVAL of a datagram socket",
    (desk) => {
      for (const type of [SOCK_STREAM, SOCK_DGRAM]) {
        assert.equal(desk.set(desk.tcp(), SOL_SOCKET, spi.SO_TYPE, type), "WSAENOPROTOOPT");
        assert.equal(desk.set(desk.udp(), SOL_SOCKET, spi.SO_TYPE, type), "WSAEINVAL");
      }
      assert.equal(desk.get(desk.udp(), SOL_SOCKET, spi.SO_TYPE), SOCK_DGRAM);
    },
    onDesktop,
  );

  for (const [name, optname, size, where] of [
    ["SO_PROTOCOL_INFOW", spi.SO_PROTOCOL_INFOW, spi.WSAPROTOCOL_INFOW_SIZE, undefined],
    ["SO_PROTOCOL_INFOA", spi.SO_PROTOCOL_INFOA, spi.WSAPROTOCOL_INFOA_SIZE, onDesktop],
  ] as const) {
    holds(
      `${name} reports a caller's longer length back, and the size where there is too little room`,
      (desk) => {
        const s = desk.tcp();
        for (const [room, answer, reported] of [
          [2 * size, 0, 2 * size],
          [size, 0, size],
          [size - 1, "WSAEFAULT", size],
        ]) {
          const length = ref(room as number);
          const result = desk.ws2.getsockopt(s, SOL_SOCKET, optname, new Uint8Array(2 * size), length);
          assert.deepEqual([desk.told(result), length.value], [answer, reported]);
        }
      },
      where,
    );
  }

  /** SIO_ROUTING_INTERFACE_QUERY: the result, and the count of bytes. */
  function query(desk: Desk, to: Uint8Array, room: Uint8Array | null = new Uint8Array(16)): [number | string, number] {
    const returned = ref(7);
    const code = spi.SIO_ROUTING_INTERFACE_QUERY;
    const s = desk.udp();
    const result = desk.ws2.WSAIoctl(s, code, to, to.length, room, room?.length ?? 0, returned, null, null);
    return [desk.told(result), returned.value];
  }

  // test_sioRoutingInterfaceQuery
  holds(
    "SIO_ROUTING_INTERFACE_QUERY counts its bytes where it has a place for them, and names what is wrong",
    (desk) => {
      const there = spi.sockaddr_in("127.0.0.1", 0);
      assert.deepEqual(query(desk, there), [0, 16]);
      assert.deepEqual(query(desk, there, new Uint8Array(15)), ["WSAEFAULT", 16]);
      assert.deepEqual(query(desk, there, null), ["WSAEFAULT", 7]);
      assert.equal(query(desk, spi.sockaddr_in("0.0.0.0", 0))[0], "WSAEINVAL");
      assert.equal(query(desk, there.subarray(0, 15))[0], "WSAEINVAL");
      assert.equal(query(desk, spi.sockaddr_in6("::1", 0))[0], "WSAEAFNOSUPPORT");
    },
  );

  holds(
    "SIO_ROUTING_INTERFACE_QUERY without a route is WSAEINVAL, and WSAENETDOWN while the network is down",
    (desk) => {
      const { network } = desk.platform;
      const connect = network.connect;
      for (const [code, answer] of [
        [spi.WSAENETUNREACH, "WSAEINVAL"],
        [spi.WSAENETDOWN, "WSAENETDOWN"],
      ] as const) {
        network.connect = () => -code;
        assert.equal(query(desk, spi.sockaddr_in("127.0.0.1", 0))[0], answer);
      }
      network.connect = connect;
    },
    inMemory,
  );

  holds("IPV6_V6ONLY cannot be set once the socket is bound, of either family", (desk) => {
    for (const af of [AF_INET, AF_INET6]) {
      const s = desk.must(desk.ws2.socket(af, SOCK_STREAM, 0));
      assert.equal(desk.set(s, IPPROTO_IPV6, spi.IPV6_V6ONLY, 0), 0);
      assert.equal(desk.set(s, IPPROTO_IPV6, spi.IPV6_V6ONLY, 1), 0);
      const name = af === AF_INET ? spi.sockaddr_in("127.0.0.1", 0) : spi.sockaddr_in6("::1", 0);
      desk.must(desk.ws2.bind(s, name, name.length));
      for (const value of [0, 1]) assert.equal(desk.set(s, IPPROTO_IPV6, spi.IPV6_V6ONLY, value), "WSAEINVAL");
      assert.equal((desk.get(s, IPPROTO_IPV6, spi.IPV6_V6ONLY) as number) & 0xff, 1);
    }
  });

  holds(
    "SO_BSP_STATE holds the names that the socket has, and needs room for them",
    (desk) => {
      const s = desk.tcp();
      const state = (room: number) => {
        const [value, length] = [new Uint8Array(128), ref(room)];
        const answer = desk.told(desk.ws2.getsockopt(s, SOL_SOCKET, spi.SO_BSP_STATE, value, length));
        assert.equal(length.value, room, "the caller's own length");
        const name = (at: number) => [
          ...value.subarray(spi.readDWORD(value, at)).subarray(0, spi.readDWORD(value, at + 4)),
        ];
        return { answer, local: name(0), remote: name(8), type: value[16], protocol: value[20] };
      };
      const none = { answer: 0, local: [], remote: [], type: SOCK_STREAM, protocol: IPPROTO_TCP };
      assert.deepEqual(state(128), none);
      desk.bound(s);
      const local = [...desk.name(s)];
      assert.deepEqual(state(128), { ...none, local });
      const listener = desk.listener();
      desk.connect(s, desk.name(listener));
      assert.deepEqual(state(56), { ...none, local, remote: [...desk.name(listener)] });
      assert.equal(state(55).answer, "WSAEFAULT");
    },
    onDesktop,
  );

  holds(
    "SO_ERROR is not set by a blocking connect; after a non-blocking connect, it reports the code until a connection is established",
    (desk) => {
      const nobody = desk.nobody();
      const blocking = desk.tcp();
      assert.equal(desk.connect(blocking, nobody), "WSAECONNREFUSED");
      assert.equal(desk.get(blocking, SOL_SOCKET, spi.SO_ERROR), 0);
      assert.equal(desk.select(null, null, [blocking]), 1, "select shows the failure");
      const s = desk.nonBlocking(desk.tcp());
      assert.equal(desk.connect(s, nobody), "WSAEWOULDBLOCK");
      desk.until(() => desk.select(null, null, [s]) === 1);
      for (let i = 0; i < 2; i++) assert.equal(desk.get(s, SOL_SOCKET, spi.SO_ERROR), spi.WSAECONNREFUSED);
      const somebody = desk.name(desk.listener());
      assert.equal(desk.connect(s, somebody), "WSAEWOULDBLOCK");
      desk.until(() => desk.select(null, [s], null) === 1);
      assert.equal(desk.get(s, SOL_SOCKET, spi.SO_ERROR), 0);
    },
  );

  holds(
    "the times of keep-alive reach the stack, each as a separate option",
    (desk) => {
      const s = desk.tcp();
      const set = new Map<number, number>();
      const { network } = desk.platform;
      const setsockopt = network.setsockopt.bind(network);
      network.setsockopt = (fd, level, optname, value, len) => {
        if (level === IPPROTO_TCP) set.set(optname, spi.readDWORD(value));
        return setsockopt(fd, level, optname, value, len);
      };
      const options = [spi.TCP_KEEPALIVE, spi.TCP_KEEPINTVL, spi.TCP_KEEPCNT];
      options.forEach((optname, i) => {
        assert.equal(desk.set(s, IPPROTO_TCP, optname, 5 + i), 0);
      });
      assert.deepEqual(
        [...set],
        [5, 6, 7].map((value, i) => [options[i], value]),
      );
      const values = new Uint8Array([...DWORD(1), ...DWORD(8000), ...DWORD(8999)]);
      assert.equal(desk.told(desk.ws2.WSAIoctl(s, spi.SIO_KEEPALIVE_VALS, values, 12, null, 0, ref(0), null, null)), 0);
      assert.deepEqual([...set.values()], [8, 9, 7]);
    },
    onDesktop,
  );

  holds("WSAIoctl needs a place for the count of bytes", (desk) => {
    const s = desk.tcp();
    for (const code of [spi.FIONREAD, 0xdeadbeef]) {
      for (const overlapped of [null, spi.newWSAOVERLAPPED()]) {
        const result = desk.ws2.WSAIoctl(s, code, null, 0, new Uint8Array(4), 4, null as never, overlapped, null);
        assert.equal(desk.told(result), "WSAEFAULT");
      }
    }
  });

  holds("SIO_ADDRESS_LIST_CHANGE and SIO_ROUTING_INTERFACE_CHANGE pend until the socket is closed", (desk) => {
    for (const code of [spi.SIO_ADDRESS_LIST_CHANGE, spi.SIO_ROUTING_INTERFACE_CHANGE]) {
      const s = desk.bound(desk.must(desk.ws2.WSASocketW(AF_INET, SOCK_STREAM, 0, null, 0, spi.WSA_FLAG_OVERLAPPED)));
      const overlapped = spi.newWSAOVERLAPPED(desk.event());
      const change = (structure: spi.WSAOVERLAPPED | null) =>
        desk.told(desk.ws2.WSAIoctl(s, code, desk.name(s), 16, null, 0, ref(0), structure, null));
      assert.equal(change(overlapped), "WSA_IO_PENDING");
      assert.isFalse(desk.isSignalled(overlapped.hEvent as never, 20));
      desk.nonBlocking(s);
      assert.equal(change(null), "WSAEWOULDBLOCK");
      desk.must(desk.ws2.closesocket(s));
      assert.isTrue(desk.isSignalled(overlapped.hEvent as never, 20));
    }
  });

  holds(
    "SIO_ADDRESS_LIST_CHANGE that is cancelled ends once",
    (desk) => {
      const ws2 = desk.ws2 as object as DesktopWs2;
      const s = desk.must(ws2.WSASocketW(AF_INET, SOCK_STREAM, 0, null, 0, spi.WSA_FLAG_OVERLAPPED));
      let ends = 0;
      const routine = () => void ends++;
      ws2.WSAIoctl(s, spi.SIO_ADDRESS_LIST_CHANGE, null, 0, null, 0, ref(0), spi.newWSAOVERLAPPED(), routine);
      assert.isTrue(ws2.kernel32.CancelIoEx(s, null));
      assert.isFalse(ws2.kernel32.CancelIoEx(s, null));
      desk.must(ws2.closesocket(s));
      ws2.kernel32.SleepEx(0, true);
      assert.equal(ends, 1);
    },
    onDesktop,
  );
});
