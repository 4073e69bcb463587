import {
  AF_INET,
  copyProtocolInfo,
  FROM_PROTOCOL_INFO,
  IPPROTO_UDP,
  SOCK_DGRAM,
  SOCK_STREAM,
  SOCKET_ERROR,
  setErrno,
  WSA_FLAG_OVERLAPPED,
  WSAEFAULT,
  WSAEINVAL,
  WSAEMFILE,
  WSAENETDOWN,
  WSAENOBUFS,
  WSAEPROTOTYPE,
  type WSAPROTOCOL_INFOW,
} from "@ws2kit/spi";
import type { Bench } from "../../bench/bench.js";
import type { Program } from "../../bench/program.js";
import { row, STUB_FAMILY, StubProvider } from "../../bench/stub-provider.js";
import { equal, sameList } from "../../findings/finding.js";
import type { Check } from "../../running/check.js";

const ALL = FROM_PROTOCOL_INFO;
const F = STUB_FAMILY;
/** The stub's protocol, outside the range of any other entry. */
const OWN = 700;

/** A program, a stub with one stream entry, and the arguments of the stub's first WSPSocket call. */
function withStub(bench: Bench, fields: Partial<WSAPROTOCOL_INFOW> = {}) {
  const stub = new StubProvider(
    { protocols: [row({ iProtocol: OWN, iProtocolMaxOffset: 3, ...fields })] },
    bench.trace,
  );
  const [entry] = bench.machine.install(stub);
  const program: Program = bench.program();
  const asked = () => {
    const { args } = stub.callsOf("WSPSocket")[0];
    return { triple: args.slice(0, 3) as number[], info: args[3] as WSAPROTOCOL_INFOW, g: args[4], flags: args[5] };
  };
  return { stub, entry, program, asked };
}

/** Arguments of an application. ws2 passes them to WSPSocket unchanged, however it selected the provider. */
const GIVEN: readonly (readonly [af: number, type: number, protocol: number, hasInfo: boolean])[] = [
  [F, SOCK_STREAM, OWN, false],
  [0, 0, OWN + 3, false],
  [F, 0, 0, false],
  [0, 0, 0, true],
  [ALL, ALL, ALL, true],
  [ALL, SOCK_DGRAM, 0, true],
  [AF_INET, ALL, IPPROTO_UDP, true],
  [4242, 17, -5, true],
];

const unmodified: readonly Check[] = GIVEN.flatMap(([af, type, protocol, hasInfo]) =>
  (["WSASocketW/arguments/unmodified", "WSPSocket/arguments/as-supplied"] as const).map((rule) => ({
    rule,
    of: `${af}, ${type}, ${protocol}${hasInfo ? " with an info" : ""}`,
    run(bench: Bench) {
      const { program, entry, asked } = withStub(bench);
      const bySocket = rule === "WSPSocket/arguments/as-supplied" && !hasInfo;
      program.works(
        bySocket
          ? program.ws2.socket(af, type, protocol)
          : program.ws2.WSASocketW(af, type, protocol, hasInfo ? entry : null, 0, 0),
      );
      sameList(asked().triple, [af, type, protocol], "af, type and protocol at WSPSocket");
    },
  })),
);

const fromInfo: readonly Check[] = (["af", "type", "protocol"] as const).map((position, i) => ({
  rule: "WSASocketW/from-protocol-info",
  of: position,
  needs: ["IPv4 datagram"],
  run(bench) {
    const program = bench.program();
    const entry = bench.machine.machine.catalog.entries.find((each) => each.iSocketType === SOCK_DGRAM);
    if (entry === undefined) return bench.inapplicable("no entry has datagrams");
    const triple: [number, number, number] = [entry.iAddressFamily, entry.iSocketType, entry.iProtocol];
    triple[i] = ALL;
    const s = program.works(program.ws2.WSASocketW(...triple, entry, 0, 0));
    program.works(program.ws2.closesocket(s));
  },
}));

/** Infos with a valid id and otherwise invalid members. Only the id counts. */
const SPOILT: readonly Partial<WSAPROTOCOL_INFOW>[] = [
  { ProviderId: "00000000-0000-0000-0000-000000000000" },
  { iAddressFamily: 9999, iSocketType: 9999, iProtocol: 9999 },
  { ProtocolChain: { ChainLen: 0, ChainEntries: [] } },
  { szProtocol: "", iVersion: 0, dwServiceFlags1: 0 },
];

const idAlone: readonly Check[] = SPOILT.map((spoilt) => ({
  rule: "WSASocketW/selection/catalog-id-alone",
  of: Object.keys(spoilt).join(" "),
  run(bench) {
    const { program, entry, stub } = withStub(bench);
    program.works(program.ws2.WSASocketW(AF_INET, SOCK_STREAM, 0, { ...copyProtocolInfo(entry), ...spoilt }, 0, 0));
    equal(stub.callsOf("WSPSocket").length, 1, "WSPSocket calls of the provider that the id names");
  },
}));

/** ws2 returns the provider's result to the application. */
const PASSED_ON: readonly (readonly [Check["rule"], number])[] = [
  ["WSASocketW/error/protocol-of-other-type", WSAEPROTOTYPE],
  ["WSASocketW/error/no-descriptors", WSAEMFILE],
  ["WSASocketW/error/no-buffers", WSAENOBUFS],
  ["WSASocketW/error/network-down", WSAENETDOWN],
  ["WSASocketW/error/group", WSAEINVAL],
];

const passedOn: readonly Check[] = PASSED_ON.map(([rule, code]) => ({
  rule,
  of: "passed on",
  run(bench) {
    const slots: StubSlots = {
      WSPSocket(_af, _type, _protocol, _info, _g, _flags, lpErrno) {
        setErrno(lpErrno, code);
        return SOCKET_ERROR as never;
      },
    };
    bench.machine.install(new StubProvider({ slots }, bench.trace));
    const program = bench.program();
    program.fails(program.ws2.WSASocketW(F, 0, 0, null, 0, 0), code);
  },
}));

type StubSlots = NonNullable<ConstructorParameters<typeof StubProvider>[0]>["slots"];

const others: readonly Check[] = [
  {
    rule: "WSASocketW/selection/unknown-catalog-id",
    run(bench) {
      const { program, entry, stub } = withStub(bench);
      const info = { ...copyProtocolInfo(entry), dwCatalogEntryId: entry.dwCatalogEntryId + 1000 };
      program.fails(program.ws2.WSASocketW(F, SOCK_STREAM, OWN, info, 0, 0), WSAEINVAL);
      equal(stub.loads, 0, "providers loaded for it");
    },
  },
  {
    rule: "WSASocketW/selection/catalog-id-needed",
    run(bench) {
      const { program, entry } = withStub(bench);
      const info = { ...copyProtocolInfo(entry), dwCatalogEntryId: 0 };
      program.fails(program.ws2.WSASocketW(F, SOCK_STREAM, OWN, info, 0, 0), WSAEINVAL);
    },
  },
  {
    rule: "WSASocketW/protocol-info/passed-whole",
    run(bench) {
      const { program, entry, asked } = withStub(bench);
      const given = { ...copyProtocolInfo(entry), dwProviderReserved: 77, szProtocol: "Mine", dwServiceFlags4: 5 };
      program.works(program.ws2.WSASocketW(ALL, ALL, ALL, given, 0, 0));
      equal(asked().info.dwProviderReserved, 77, "dwProviderReserved at WSPSocket");
      equal(asked().info.szProtocol, "Mine", "szProtocol at WSPSocket");
      equal(asked().info.dwServiceFlags4, 5, "dwServiceFlags4 at WSPSocket");
    },
  },
  {
    rule: "WSASocketW/protocol-info/matched-entry",
    run(bench) {
      const { program, entry, asked } = withStub(bench);
      program.works(program.ws2.WSASocketW(F, 0, OWN + 1, null, 0, 0));
      equal(asked().info.dwCatalogEntryId, entry.dwCatalogEntryId, "the info's id at WSPSocket");
      equal(asked().info.iProtocol, OWN, "the info's iProtocol at WSPSocket");
    },
  },
  {
    rule: "WSASocketW/protocol-info/pointer",
    run(bench) {
      const { program } = withStub(bench);
      for (const pointer of [7, "info", new Uint8Array(628)]) {
        program.fails(program.ws2.WSASocketW(ALL, ALL, ALL, pointer as never, 0, 0), WSAEFAULT);
      }
    },
  },
  {
    rule: "WSASocketW/protocol-info/invalid",
    run(bench) {
      const { program } = withStub(bench);
      program.fails(program.ws2.WSASocketW(ALL, ALL, ALL, {} as never, 0, 0), WSAEINVAL);
    },
  },
  {
    rule: "WSASocketW/not-overlapped-by-default",
    run(bench) {
      const { program, asked } = withStub(bench);
      program.works(program.ws2.WSASocketW(F, 0, 0, null, 0, 0));
      equal(asked().flags, 0, "dwFlags at WSPSocket");
    },
  },
  {
    rule: "socket/overlapped",
    run(bench) {
      const { program, asked, entry } = withStub(bench);
      program.works(program.ws2.socket(F, 0, 0));
      equal(asked().flags, WSA_FLAG_OVERLAPPED, "dwFlags at WSPSocket");
      equal(asked().g, 0, "g at WSPSocket");
      equal(asked().info.dwCatalogEntryId, entry.dwCatalogEntryId, "the info's id at WSPSocket");
    },
  },
  {
    rule: "WSASocketW/bound-to-provider",
    run(bench) {
      const { program, stub } = withStub(bench);
      const s = program.works(program.ws2.socket(F, 0, 0));
      program.works(program.ws2.listen(s, 3));
      program.works(program.ws2.shutdown(s, 1));
      program.works(program.ws2.closesocket(s));
      const slots = stub.calls.map((call) => `${call.slot} ${call.args[0]}`).slice(1);
      equal(slots.join(), [`WSPListen ${s}`, `WSPShutdown ${s}`, `WSPCloseSocket ${s}`].join(), "the slots called");
    },
  },
  {
    rule: "WSASocketW/success/descriptor",
    needs: ["IPv4 stream"],
    run(bench) {
      const program = bench.program();
      const [a, b] = [program.stream(), program.stream()];
      equal(a !== b, true, "whether two sockets differ");
      program.bind(a);
      program.works(program.ws2.listen(a, 1));
      program.fails(program.ws2.listen(b, 1), WSAEINVAL, "listen on the other, unbound socket");
    },
  },
  {
    rule: "waiting/slot-called-once",
    run(bench) {
      const { program, stub } = withStub(bench);
      const s = program.must(program.ws2.socket(F, 0, 0));
      program.ws2.recv(s, new Uint8Array(8), 8, 0);
      program.ws2.send(s, new Uint8Array(8), 8, 0);
      program.ws2.connect(s, new Uint8Array(16), 16);
      for (const slot of ["WSPSocket", "WSPRecv", "WSPSend", "WSPConnect"] as const) {
        equal(stub.callsOf(slot).length, 1, `calls of ${slot}`);
      }
    },
  },
];

/** socket and WSASocketW, once a provider is found. */
export const CREATION_CHECKS: readonly Check[] = [...unmodified, ...fromInfo, ...idAlone, ...passedOn, ...others];
