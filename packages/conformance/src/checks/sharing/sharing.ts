import {
  copyProtocolInfo,
  newWSAPROTOCOL_INFOW,
  ref,
  type SOCKET,
  SOCKET_ERROR,
  sockaddr_in,
  WSAEINVAL,
  WSAENOTSOCK,
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

/** If the provider cannot share sockets, WSPDuplicateSocket fails. */
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
      equal(second !== s, true, "whether the descriptors differ");
      const port = spi.program.bench.freePort();
      spi.works(spi.slots.WSPBind(s, sockaddr_in("0.0.0.0", port), 16, spi.lpErrno));
      const name: Uint8Array = new Uint8Array(16);
      spi.works(spi.slots.WSPGetSockName(second, name, ref(16), spi.lpErrno));
      equal((name[2] << 8) | name[3], port, "the port that the other descriptor sees");
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
      const name = sockaddr_in("0.0.0.0", spi.program.bench.freePort());
      spi.works(spi.slots.WSPBind(s, name, 16, spi.lpErrno));
      spi.works(spi.slots.WSPCloseSocket(s, spi.lpErrno));
      spi.fails(spi.slots.WSPShutdown(s, 1, spi.lpErrno), WSAENOTSOCK, "the closed descriptor's error");
      const third = spi.works(spi.openAny());
      const bind = () => spi.slots.WSPBind(third, name, 16, spi.lpErrno);
      equal(bind(), -1, "whether the port is free while the second descriptor is open");
      spi.works(spi.slots.WSPCloseSocket(second, spi.lpErrno));
      spi.works(bind(), "WSPBind's error once both are closed");
    },
    undefined,
    ["IPv4"],
  ],
];

/** Shared sockets if the provider supports them; otherwise, their refusal. */
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
