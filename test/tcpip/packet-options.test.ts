import { memoryNetwork, memoryPlatform } from "@ws2kit/platform-memory";
import { nodePlatform } from "@ws2kit/platform-node";
import {
  AF_INET,
  AF_INET6,
  DWORD,
  IPPROTO_IP,
  IPPROTO_IPV6,
  IPPROTO_UDP,
  MAKEWORD,
  newWSADATA,
  type Platform,
  ref,
  SOCK_DGRAM,
  SOCK_STREAM,
  sockaddr_in,
} from "@ws2kit/spi";
import * as desktop from "@ws2kit/target-desktop";
import { assert } from "chai";
import { errorName } from "../oracle/answer.js";

/** Every number by its name. */
const NUMBERS: Readonly<Record<string, unknown>> = { ...desktop };

/** The results of getsockopt on TCP and on UDP, and of setsockopt with the value read: one word if all are equal. */
const IPV4: Readonly<Record<string, readonly [tcp: string, udp: string, set?: string]>> = {
  IP_OPTIONS: ["0", "0"],
  IP_HDRINCL: ["WSAEINVAL", "WSAEINVAL"],
  IP_TOS: ["0", "0"],
  IP_TTL: ["0", "0"],
  IP_MULTICAST_IF: ["WSAEINVAL", "0"],
  IP_MULTICAST_TTL: ["WSAEINVAL", "0"],
  IP_MULTICAST_LOOP: ["WSAEINVAL", "0"],
  IP_ADD_MEMBERSHIP: ["WSAENOPROTOOPT", "WSAENOPROTOOPT"],
  IP_DROP_MEMBERSHIP: ["WSAENOPROTOOPT", "WSAENOPROTOOPT"],
  IP_DONTFRAGMENT: ["0", "0"],
  IP_PKTINFO: ["WSAEINVAL", "0"],
  IP_RECVTTL: ["WSAEINVAL", "0"],
  IP_RECEIVE_BROADCAST: ["WSAEINVAL", "0"],
  IP_RECVIF: ["WSAEINVAL", "0"],
  IP_RECVDSTADDR: ["WSAEINVAL", "0"],
  IP_IFLIST: ["0", "0"],
  IP_UNICAST_IF: ["0", "0"],
  IP_RTHDR: ["0", "0"],
  IP_GET_IFLIST: ["WSAEINVAL", "WSAEINVAL"],
  IP_RECVRTHDR: ["WSAEINVAL", "0"],
  IP_RECVTOS: ["WSAEINVAL", "0"],
  IP_ORIGINAL_ARRIVAL_IF: ["WSAEINVAL", "0"],
  IP_ECN: ["WSAEINVAL", "0"],
  IP_PKTINFO_EX: ["WSAEINVAL", "0"],
  IP_WFP_REDIRECT_RECORDS: ["WSAEINVAL", "0"],
  IP_WFP_REDIRECT_CONTEXT: ["WSAEINVAL", "0"],
  IP_MTU_DISCOVER: ["0", "0", "WSAEINVAL"],
  IP_MTU: ["WSAENOTCONN", "WSAENOTCONN"],
  IP_RECVERR: ["WSAEINVAL", "0"],
  IP_USER_MTU: ["0", "0"],
};

const IPV6: typeof IPV4 = {
  IPV6_HOPOPTS: ["0", "0"],
  IPV6_HDRINCL: ["WSAEINVAL", "WSAEINVAL"],
  IPV6_UNICAST_HOPS: ["0", "0"],
  IPV6_MULTICAST_IF: ["WSAEINVAL", "0"],
  IPV6_MULTICAST_HOPS: ["WSAEINVAL", "0"],
  IPV6_MULTICAST_LOOP: ["WSAEINVAL", "0"],
  IPV6_ADD_MEMBERSHIP: ["WSAENOPROTOOPT", "WSAENOPROTOOPT"],
  IPV6_DROP_MEMBERSHIP: ["WSAENOPROTOOPT", "WSAENOPROTOOPT"],
  IPV6_DONTFRAG: ["0", "0"],
  IPV6_PKTINFO: ["WSAEINVAL", "0"],
  IPV6_HOPLIMIT: ["WSAEINVAL", "0"],
  IPV6_PROTECTION_LEVEL: ["0", "0"],
  IPV6_RECVIF: ["WSAEINVAL", "0"],
  IPV6_RECVDSTADDR: ["WSAEINVAL", "0"],
  IPV6_V6ONLY: ["0", "0"],
  IPV6_IFLIST: ["0", "0"],
  IPV6_UNICAST_IF: ["0", "0"],
  IPV6_RTHDR: ["0", "0"],
  IPV6_GET_IFLIST: ["WSAEINVAL", "WSAEINVAL"],
  IPV6_RECVRTHDR: ["WSAEINVAL", "0"],
  IPV6_RECVTCLASS: ["WSAEINVAL", "0"],
  IPV6_ORIGINAL_ARRIVAL_IF: ["WSAEINVAL", "0"],
  IPV6_ECN: ["WSAEINVAL", "0"],
  IPV6_PKTINFO_EX: ["WSAEINVAL", "0"],
  IPV6_WFP_REDIRECT_RECORDS: ["WSAEINVAL", "0"],
  IPV6_WFP_REDIRECT_CONTEXT: ["WSAEINVAL", "0"],
  IPV6_MTU_DISCOVER: ["0", "0", "WSAEINVAL"],
  IPV6_MTU: ["WSAENOTCONN", "WSAENOTCONN"],
  IPV6_RECVERR: ["WSAEINVAL", "0"],
  IPV6_USER_MTU: ["0", "0"],
};

function program(platform: Platform): desktop.Ws2 {
  const ws2 = desktop.openMachine({ platform }).openProcess();
  ws2.WSAStartup(MAKEWORD(2, 2), newWSADATA());
  return ws2;
}

const PLATFORMS: readonly (readonly [string, () => Platform])[] = [
  ["memory", () => memoryPlatform({ network: memoryNetwork() })],
  ["node", nodePlatform],
];

for (const [where, platform] of PLATFORMS) {
  describe(`${where}: each option of IP and IPv6 is supported by the sockets that Windows documents (test_sockopt_validity)`, () => {
    for (const [af, level, table] of [
      [AF_INET, IPPROTO_IP, IPV4],
      [AF_INET6, IPPROTO_IPV6, IPV6],
    ] as const) {
      for (const [name, [tcp, udp, set]] of Object.entries(table)) {
        it(name, () => {
          const ws2 = program(platform());
          for (const [type, expected] of [
            [SOCK_STREAM, tcp],
            [SOCK_DGRAM, udp],
          ] as const) {
            const s = ws2.socket(af, type, 0);
            const optname = NUMBERS[name] as number;
            const [value, length] = [new Uint8Array(256), ref(256)];
            const answer = (result: number) => (result === 0 ? "0" : errorName(ws2.WSAGetLastError()));
            assert.equal(answer(ws2.getsockopt(s, level, optname, value, length)), expected, `type ${type}`);
            if (expected !== "0") continue;
            const written = answer(ws2.setsockopt(s, level, optname, value, length.value));
            assert.equal(written, set ?? "0", `setting it, type ${type}`);
          }
          ws2.WSACleanup();
        });
      }
    }
  });

  it(`${where}: UDP_SEND_MSG_SIZE divides what is sent, and 0 ends it`, () => {
    const ws2 = program(platform());
    const s = ws2.socket(AF_INET, SOCK_DGRAM, 0);
    ws2.bind(s, sockaddr_in("127.0.0.1", 0), 16);
    const name = new Uint8Array(16);
    ws2.getsockname(s, name, ref(16));
    const data = new Uint8Array(2500).map((_, i) => i);
    const lengths = [];
    for (const size of [1000, 0]) {
      assert.equal(ws2.setsockopt(s, IPPROTO_UDP, desktop.UDP_SEND_MSG_SIZE, DWORD(size), 4), 0);
      assert.equal(ws2.sendto(s, data, data.length, 0, name, 16), data.length);
      const buf = new Uint8Array(4000);
      for (let at = 0; at < data.length; ) {
        const length = ws2.recv(s, buf, buf.length, 0);
        assert.deepEqual(buf.subarray(0, length), data.subarray(at, at + length));
        at += length;
        lengths.push(length);
      }
    }
    assert.deepEqual(lengths, [1000, 1000, 500, 2500]);
    ws2.WSACleanup();
  });
}
