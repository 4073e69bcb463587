import { memoryNetwork, memoryPlatform } from "@ws2kit/platform-memory";
import {
  DWORD,
  IP_MULTICAST_LOOP,
  IPPROTO_IP,
  MAKEWORD,
  newWSADATA,
  ref,
  SIO_ADDRESS_LIST_QUERY,
  SIO_ENABLE_CIRCULAR_QUEUEING,
  SIO_GET_BROADCAST_ADDRESS,
  SIO_MULTICAST_SCOPE,
  SIOCATMARK,
  SO_CONDITIONAL_ACCEPT,
  SO_GROUP_PRIORITY,
  SO_PROTOCOL_INFOA,
  SOCK_DGRAM,
  SOCK_STREAM,
  SOL_SOCKET,
  sockaddr_in,
} from "@ws2kit/spi";
import type * as ce from "@ws2kit/target-ce";
import type * as desktop from "@ws2kit/target-desktop";
import { assert } from "chai";
import { ALL_SYSTEMS, CE, DESKTOP } from "../fixture/systems.js";
import { errorName } from "./answer.js";

type Ws2 = desktop.Ws2 | ce.Ws2;

type Row = readonly [name: string, desktop: string, ce: string, run: (ws2: Ws2) => number];

/**
 * The results of each system: [desktop, Windows CE and the targets that extend it]. Source: reference §4.2, §12;
 * design rulings.
 */
const ANSWERS: readonly Row[] = [
  ["IP_MULTICAST_LOOP set", "0", "WSAENOPROTOOPT", (ws2) => set(ws2, SOCK_DGRAM, IPPROTO_IP, IP_MULTICAST_LOOP)],
  ["SO_CONDITIONAL_ACCEPT before listen", "0", "0", (ws2) => set(ws2, SOCK_STREAM, SOL_SOCKET, SO_CONDITIONAL_ACCEPT)],
  ["SO_CONDITIONAL_ACCEPT after listen", "WSAEINVAL", "WSAEINVAL", conditionalAfterListen],
  ["SO_GROUP_PRIORITY", "0", "0", (ws2) => set(ws2, SOCK_STREAM, SOL_SOCKET, SO_GROUP_PRIORITY)],
  ["SO_PROTOCOL_INFOA", "0", "WSAENOPROTOOPT", (ws2) => get(ws2, SOCK_STREAM, SOL_SOCKET, SO_PROTOCOL_INFOA)],
  ["SIOCATMARK", "0", "WSAEOPNOTSUPP", (ws2) => ws2.ioctlsocket(ws2.socket(2, SOCK_STREAM, 0), SIOCATMARK, ref(0))],
  ["SIO_GET_BROADCAST_ADDRESS", "WSAEOPNOTSUPP", "0", (ws2) => control(ws2, SIO_GET_BROADCAST_ADDRESS)],
  ["SIO_MULTICAST_SCOPE", "WSAEOPNOTSUPP", "0", (ws2) => control(ws2, SIO_MULTICAST_SCOPE)],
  ["SIO_ENABLE_CIRCULAR_QUEUEING", "0", "WSAEOPNOTSUPP", (ws2) => control(ws2, SIO_ENABLE_CIRCULAR_QUEUEING)],
  ["SIO_ADDRESS_LIST_QUERY", "0", "0", (ws2) => control(ws2, SIO_ADDRESS_LIST_QUERY)],
];

/** The same for desktop and Windows CE only: a target that extends one of them may have the option. */
const OWN_ANSWERS: readonly Row[] = [
  ["IP_MULTICAST_LOOP read", "0", "WSAENOPROTOOPT", (ws2) => get(ws2, SOCK_DGRAM, IPPROTO_IP, IP_MULTICAST_LOOP)],
];

function get(ws2: Ws2, type: number, level: number, optname: number): number {
  return ws2.getsockopt(ws2.socket(2, type, 0), level, optname, new Uint8Array(628), ref(628));
}

function set(ws2: Ws2, type: number, level: number, optname: number): number {
  return ws2.setsockopt(ws2.socket(2, type, 0), level, optname, DWORD(1), 4);
}

function conditionalAfterListen(ws2: Ws2): number {
  const s = ws2.socket(2, SOCK_STREAM, 0);
  ws2.bind(s, sockaddr_in("127.0.0.1", 0), 16);
  ws2.listen(s, 1);
  return ws2.setsockopt(s, SOL_SOCKET, SO_CONDITIONAL_ACCEPT, DWORD(1), 4);
}

function control(ws2: Ws2, code: number): number {
  const s = ws2.socket(2, SOCK_DGRAM, 0);
  return ws2.WSAIoctl(s, code, DWORD(1), 4, new Uint8Array(128), 128, ref(0), null, null);
}

function started(open: typeof desktop.openMachine | typeof ce.openMachine): Ws2 {
  const ws2 = open({ platform: memoryPlatform({ network: memoryNetwork() }) }).openProcess();
  ws2.WSAStartup(MAKEWORD(2, 2), newWSADATA());
  return ws2;
}

describe("options and control codes of each target", () => {
  for (const target of ALL_SYSTEMS) {
    const column = target === DESKTOP ? 1 : 2;
    for (const row of target === DESKTOP || target === CE ? [...ANSWERS, ...OWN_ANSWERS] : ANSWERS) {
      const [name, , , run] = row;
      it(`${target.name}: ${name}`, () => {
        const ws2 = started(target.openMachine);
        const result = run(ws2);
        const answer = result === 0 ? "0" : errorName(ws2.WSAGetLastError());
        assert.equal(answer, row[column]);
      });
    }
  }
});
