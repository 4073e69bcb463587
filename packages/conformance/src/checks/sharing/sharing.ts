import {
  copyProtocolInfo,
  DWORD,
  FIONBIO,
  newWSAPROTOCOL_INFOW,
  readDWORD,
  ref,
  SO_RCVBUF,
  SOCK_DGRAM,
  type SOCKET,
  SOCKET_ERROR,
  SOL_SOCKET,
  sockaddr_in,
  WSAEINVAL,
  WSAENOTSOCK,
  WSAEWOULDBLOCK,
  type WSAPROTOCOL_INFOW,
} from "@ws2kit/spi";
import type { Bench } from "../../bench/bench.js";
import { SpiSession } from "../../bench/spi-session.js";
import { STUB_FAMILY, StubProvider } from "../../bench/stub-provider.js";
import { equal, holds } from "../../findings/finding.js";
import type { Need } from "../../findings/need.js";
import type { Check } from "../../running/check.js";

/** A socket of the provider, and the info that makes another descriptor of it in its own process. */
function duplicated(bench: Bench): { spi: SpiSession; s: SOCKET; info: WSAPROTOCOL_INFOW } {
  const spi = new SpiSession(bench);
  const s = spi.works(spi.openAny());
  const info = newWSAPROTOCOL_INFOW();
  const { processId } = spi.program.control;
  spi.works(spi.slots.WSPDuplicateSocket(s, processId, info, spi.lpErrno), "WSPDuplicateSocket's error");
  return { spi, s, info };
}

/** Where sockets cannot be shared, none is duplicated. */
function refusesSharing(bench: Bench): void {
  const spi = new SpiSession(bench);
  const s = spi.works(spi.openAny());
  const { processId } = spi.program.control;
  const info = newWSAPROTOCOL_INFOW();
  const result = spi.slots.WSPDuplicateSocket(s, processId, info, spi.lpErrno);
  holds(result === SOCKET_ERROR && spi.lpErrno.value !== 0, "whether WSPDuplicateSocket fails with a code");
}

type Body = (shared: ReturnType<typeof duplicated>) => void;

const BODIES: readonly (readonly [Check["rule"], Body, of?: string, needs?: readonly Need[]])[] = [
  ["sharing/import/g-ignored", ({ spi, info }) => void spi.works(spi.open(info, 77))],
  ["sharing/import/flags-ignored", ({ spi, info }) => void spi.works(spi.open(info, 0, 0x1e))],
  [
    "sharing/import/another-descriptor",
    ({ spi, s, info }) => {
      const second = spi.works(spi.open(info));
      equal(second !== s, true, "whether it is another descriptor");
      spi.works(spi.slots.WSPBind(s, sockaddr_in("0.0.0.0", 4001), 16, spi.lpErrno));
      const name: Uint8Array = new Uint8Array(16);
      spi.works(spi.slots.WSPGetSockName(second, name, ref(16), spi.lpErrno));
      equal((name[2] << 8) | name[3], 4001, "the port that the other descriptor sees");
    },
    undefined,
    ["IPv4"],
  ],
  [
    "sharing/import/once",
    ({ spi, info }) => {
      spi.works(spi.open(info));
      spi.fails(spi.open(info), WSAEINVAL, "the second use's error");
    },
  ],
  [
    "sharing/import/unknown-token",
    ({ spi, info }) => {
      spi.fails(spi.open({ ...info, dwProviderReserved: info.dwProviderReserved + 1000 }), WSAEINVAL);
    },
  ],
  [
    "sharing/close/last-frees",
    ({ spi, s, info }) => {
      const second = spi.works(spi.open(info));
      spi.works(spi.slots.WSPBind(s, sockaddr_in("0.0.0.0", 4001), 16, spi.lpErrno));
      spi.works(spi.slots.WSPCloseSocket(s, spi.lpErrno));
      spi.fails(spi.slots.WSPShutdown(s, 1, spi.lpErrno), WSAENOTSOCK, "the closed descriptor's error");
      const third = spi.works(spi.openAny());
      const bind = () => spi.slots.WSPBind(third, sockaddr_in("0.0.0.0", 4001), 16, spi.lpErrno);
      equal(bind(), -1, "whether the port is free while the second descriptor is open");
      spi.works(spi.slots.WSPCloseSocket(second, spi.lpErrno));
      spi.works(bind(), "WSPBind's error once both are closed");
    },
    undefined,
    ["IPv4"],
  ],
  [
    "sharing/state/one",
    ({ spi, s, info }) => {
      const second = spi.works(spi.open(info));
      spi.works(spi.slots.WSPSetSockOpt(s, SOL_SOCKET, SO_RCVBUF, DWORD(4321), 4, spi.lpErrno));
      const value: Uint8Array = new Uint8Array(4);
      spi.works(spi.slots.WSPGetSockOpt(second, SOL_SOCKET, SO_RCVBUF, value, ref(4), spi.lpErrno));
      equal(readDWORD(value), 4321, "SO_RCVBUF through the other descriptor");
    },
    undefined,
    ["option SO_RCVBUF"],
  ],
  [
    "sharing/state/one",
    ({ spi }) => {
      const s = spi.works(spi.open(spi.entryOf(SOCK_DGRAM)));
      // WSADuplicateSocketW/bound-later: a descriptor receives only if it was made after the bind
      spi.works(spi.slots.WSPBind(s, sockaddr_in("0.0.0.0", 0), 16, spi.lpErrno));
      const info = newWSAPROTOCOL_INFOW();
      spi.works(spi.slots.WSPDuplicateSocket(s, spi.program.control.processId, info, spi.lpErrno));
      const second = spi.works(spi.open(info));
      const one = DWORD(1);
      const { WSPIoctl, WSPRecv } = spi.slots;
      spi.works(WSPIoctl(s, FIONBIO, one, 4, one, 4, ref(0), null, null, null, spi.lpErrno));
      const buffer = { len: 4, buf: new Uint8Array(4), off: 0 };
      spi.fails(WSPRecv(second, [buffer], 1, ref(0), ref(0), null, null, null, spi.lpErrno), WSAEWOULDBLOCK);
    },
    "blocking mode",
    ["IPv4 datagram"],
  ],
];

/** Shared sockets, where the provider has them; their refusal, where it has not. */
export const SHARING_CHECKS: readonly Check[] = [
  ...BODIES.map(
    ([rule, body, of, needs = []]): Check => ({
      rule,
      of,
      needs,
      run: (bench) => body(duplicated(bench)),
      opposite: refusesSharing,
    }),
  ),
  {
    rule: "sharing/ce/third-party",
    brings: ["sharing"],
    run(bench) {
      const stub = new StubProvider({ supports: { sharing: true } }, bench.trace);
      const [entry] = bench.machine.install(stub);
      const program = bench.program();
      const info = { ...copyProtocolInfo(entry), dwProviderReserved: 99 };
      program.works(program.ws2.WSASocketW(STUB_FAMILY, -1, -1, info, 5, 6));
      const { args } = stub.callsOf("WSPSocket")[0];
      equal((args[3] as WSAPROTOCOL_INFOW).dwProviderReserved, 99, "the token at the provider");
    },
  },
];
