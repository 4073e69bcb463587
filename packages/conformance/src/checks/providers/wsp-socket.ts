import {
  AF_INET,
  AF_INET6,
  FROM_PROTOCOL_INFO,
  INVALID_SOCKET,
  IPPROTO_TCP,
  readDWORD,
  ref,
  SO_TYPE,
  SOCK_DGRAM,
  SOCK_RAW,
  SOCK_STREAM,
  type SOCKET,
  SOL_SOCKET,
  sockaddr_in,
  sockaddr_in6,
  WSAEAFNOSUPPORT,
  WSAEINVAL,
  WSAEMFILE,
  WSAENETDOWN,
  WSAENOTSOCK,
  WSAEPROTONOSUPPORT,
  WSAESOCKTNOSUPPORT,
  XP1_IFS_HANDLES,
} from "@ws2kit/spi";
import { SpiSession } from "../../bench/spi-session.js";
import { equal, holds, sameCode } from "../../findings/finding.js";
import type { Check } from "../../running/check.js";

const ALL = FROM_PROTOCOL_INFO;

/** SO_TYPE of a socket, from the provider's WSPGetSockOpt. */
function typeOf(spi: SpiSession, s: SOCKET): number {
  const value: Uint8Array = new Uint8Array(4);
  spi.works(spi.slots.WSPGetSockOpt(s, SOL_SOCKET, SO_TYPE, value, ref(4), spi.lpErrno), "WSPGetSockOpt's error");
  return readDWORD(value);
}

/** Stands for the entry's own value. */
const OWN = -2;

/** Valid af, type and protocol arguments of WSPSocket with an entry's info. The socket is of that entry. */
const ACCEPTED: readonly (readonly [Check["rule"], string, af: number, type: number, protocol: number])[] = [
  ["WSPSocket/wildcard/af", "type and protocol given", 0, OWN, OWN],
  ["WSPSocket/wildcard/af", "protocol given", 0, ALL, OWN],
  ["WSPSocket/wildcard/type", "af and protocol given", OWN, 0, OWN],
  ["WSPSocket/wildcard/type", "af given", OWN, 0, ALL],
  ["WSPSocket/from-protocol-info/af", "alone", ALL, OWN, OWN],
  ["WSPSocket/from-protocol-info/type", "alone", OWN, ALL, OWN],
  ["WSPSocket/from-protocol-info/protocol", "alone", OWN, OWN, ALL],
  ["WSPSocket/from-protocol-info/af", "with the others", ALL, ALL, ALL],
  ["WSPSocket/from-protocol-info/type", "with zeros", 0, ALL, 0],
  ["WSPSocket/from-protocol-info/protocol", "with zeros", 0, 0, ALL],
  ["WSPSocket/protocol-info/zero-is-the-infos", "three zeros", 0, 0, 0],
];

/** A name of a family to which any of its sockets can be bound; `null` for a family whose names are unknown here. */
function anyName(af: number): Uint8Array | null {
  if (af === AF_INET) return sockaddr_in("0.0.0.0", 0);
  return af === AF_INET6 ? sockaddr_in6("::", 0) : null;
}

/** The entries whose sockets any program may open: raw sockets need privileges. */
const usualEntries = (spi: SpiSession) => spi.entries.filter((entry) => entry.iSocketType !== SOCK_RAW);

const accepted: readonly Check[] = ACCEPTED.map(([rule, of, af, type, protocol]) => ({
  rule,
  of,
  needs: ["option SO_TYPE"],
  run(bench) {
    const spi = new SpiSession(bench);
    const given = (value: number, own: number) => (value === OWN ? own : value);
    for (const entry of usualEntries(spi)) {
      const { iAddressFamily, iSocketType, iProtocol, szProtocol } = entry;
      const triple = [given(af, iAddressFamily), given(type, iSocketType), given(protocol, iProtocol)] as const;
      const s = spi.works(bench.trace.ofAnyKind(() => spi.slots.WSPSocket(...triple, entry, 0, 0, spi.lpErrno)));
      equal(typeOf(spi, s), iSocketType, `SO_TYPE of ${szProtocol}`);
      const name = anyName(iAddressFamily);
      if (name === null) continue;
      const result = bench.trace.ofAnyKind(() => spi.slots.WSPBind(s, name, name.length, spi.lpErrno));
      spi.works(result, `WSPBind's error for ${szProtocol}`);
    }
  },
}));

/** Arguments that WSPSocket refuses with any entry's info. */
const REFUSED: readonly (readonly [
  Check["rule"],
  of: string,
  af: number,
  type: number,
  protocol: number,
  code: number,
])[] = [
  ["WSPSocket/error/family", "type and protocol given", 4242, OWN, OWN, WSAEAFNOSUPPORT],
  ["WSPSocket/error/family", "alone", 4242, 0, 0, WSAEAFNOSUPPORT],
  ["WSPSocket/error/type", "alone", OWN, 77, 0, WSAESOCKTNOSUPPORT],
  ["WSPSocket/error/type", "with a protocol", OWN, 77, OWN, WSAESOCKTNOSUPPORT],
  ["WSPSocket/error/protocol", "with the others", OWN, OWN, 999, WSAEPROTONOSUPPORT],
  ["WSPSocket/failure/invalid-socket", "a family", 4242, OWN, OWN, WSAEAFNOSUPPORT],
];

const refused: readonly Check[] = REFUSED.map(([rule, of, af, type, protocol, code]) => ({
  rule,
  of,
  run(bench) {
    const spi = new SpiSession(bench);
    const given = (value: number, own: number) => (value === OWN ? own : value);
    for (const entry of usualEntries(spi)) {
      const { iAddressFamily, iSocketType, iProtocol, szProtocol } = entry;
      const triple = [given(af, iAddressFamily), given(type, iSocketType), given(protocol, iProtocol)] as const;
      const s = spi.slots.WSPSocket(...triple, entry, 0, 0, spi.lpErrno);
      equal(s, INVALID_SOCKET, `WSPSocket's answer for ${szProtocol}`);
      sameCode(spi.lpErrno.value, code, "lpErrno");
    }
  },
}));

const others: readonly Check[] = [
  ...(["WSPSocket/allocates", "WSPSocket/success/descriptor"] as const).map(
    (rule): Check => ({
      rule,
      needs: ["option SO_TYPE"],
      run(bench) {
        const spi = new SpiSession(bench);
        const before = bench.machine.counters.sockets;
        const [first, last] = [usualEntries(spi)[0], usualEntries(spi).slice(-1)[0]];
        const open = (entry: typeof first) => spi.works(bench.trace.ofAnyKind(() => spi.open(entry)));
        const [a, b] = [open(first), open(last)];
        holds(bench.machine.counters.sockets >= before + 2, "whether the machine has two more sockets");
        equal(typeOf(spi, a), first.iSocketType, "SO_TYPE of the first");
        equal(typeOf(spi, b), last.iSocketType, "SO_TYPE of the second");
        spi.works(spi.slots.WSPCloseSocket(a, spi.lpErrno));
        spi.fails(spi.slots.WSPListen(a, 1, spi.lpErrno), WSAENOTSOCK, "WSPListen's error once closed");
        equal(typeOf(spi, b), last.iSocketType, "SO_TYPE of the other");
        spi.works(spi.slots.WSPCloseSocket(b, spi.lpErrno));
        equal(bench.machine.counters.sockets, before, "open sockets once both are closed");
      },
    }),
  ),
  {
    rule: "WSPSocket/ifs/modify-handle",
    run(bench) {
      const spi = new SpiSession(bench);
      const entry = spi.anyEntry;
      if ((entry.dwServiceFlags1 & XP1_IFS_HANDLES) === 0) bench.inapplicable("its sockets are not files");
      const s = spi.works(spi.openAny());
      const [call] = spi.upcallsOf("WPUModifyIFSHandle");
      equal(call?.result, s, "the result of WPUModifyIFSHandle");
      equal(call?.args[0], entry.dwCatalogEntryId, "its dwCatalogEntryId argument");
      equal(spi.upcallsOf("WPUCreateSocketHandle").length, 0, "calls of WPUCreateSocketHandle");
    },
  },
  {
    rule: "WSPSocket/non-ifs/create-handle",
    run(bench) {
      const spi = new SpiSession(bench);
      const entry = spi.anyEntry;
      if ((entry.dwServiceFlags1 & XP1_IFS_HANDLES) !== 0) bench.inapplicable("its sockets are files");
      const s = spi.works(spi.openAny());
      const [call] = spi.upcallsOf("WPUCreateSocketHandle");
      equal(call?.result, s, "the result of WPUCreateSocketHandle");
      equal(call?.args[0], entry.dwCatalogEntryId, "its dwCatalogEntryId argument");
      spi.works(spi.slots.WSPCloseSocket(s, spi.lpErrno));
      equal(spi.upcallsOf("WPUCloseSocketHandle")[0]?.args[0], s, "the handle argument of WPUCloseSocketHandle");
    },
  },
  {
    rule: "WPUCreateSocketHandle/not-ifs",
    run(bench) {
      const spi = new SpiSession(bench);
      spi.works(spi.openAny());
      const isIfs = (spi.anyEntry.dwServiceFlags1 & XP1_IFS_HANDLES) !== 0;
      equal(
        isIfs && spi.upcallsOf("WPUCreateSocketHandle").length > 0,
        false,
        "whether an IFS provider calls WPUCreateSocketHandle",
      );
    },
  },
  {
    rule: "WSPSocket/protocol-info/argument-wins",
    needs: ["IPv4 datagram", "option SO_TYPE"],
    run(bench) {
      const spi = new SpiSession(bench);
      const info = spi.entryOf(SOCK_DGRAM);
      const s = spi.works(spi.slots.WSPSocket(AF_INET, SOCK_STREAM, IPPROTO_TCP, info, 0, 0, spi.lpErrno));
      equal(typeOf(spi, s), SOCK_STREAM, "SO_TYPE");
    },
  },
  {
    rule: "WSPSocket/protocol-info/family-unknown",
    run(bench) {
      const spi = new SpiSession(bench);
      const { iSocketType, iProtocol } = spi.anyEntry;
      const info = { ...spi.anyEntry, iAddressFamily: -1 };
      spi.fails(spi.slots.WSPSocket(0, iSocketType, iProtocol, info, 0, 0, spi.lpErrno), WSAEAFNOSUPPORT);
    },
  },
  {
    rule: "WSPSocket/protocol-info/invalid-ce",
    run(bench) {
      const spi = new SpiSession(bench);
      const sound = spi.anyEntry;
      const { iAddressFamily, iSocketType, iProtocol } = sound;
      const infos = [{ iAddressFamily: -1 }, { iSocketType: 0 }, { iProtocol: iProtocol + 1 }];
      for (const wrong of infos) {
        const info = { ...sound, ...wrong };
        const what = JSON.stringify(wrong);
        spi.fails(spi.slots.WSPSocket(-1, -1, -1, info, 0, 0, spi.lpErrno), WSAEINVAL, `${what}, from the info`);
        const made = spi.slots.WSPSocket(iAddressFamily, iSocketType, iProtocol, info, 0, 0, spi.lpErrno);
        spi.fails(made, WSAEINVAL, `${what}, though the call asks for other values`);
      }
    },
  },
  {
    rule: "WSPSocket/overlapped/plain-calls",
    needs: ["IPv4 datagram"],
    run(bench) {
      const spi = new SpiSession(bench);
      const s = spi.works(spi.open(spi.entryOf(SOCK_DGRAM), 0, 1));
      const to = sockaddr_in("127.0.0.1", bench.freePort());
      spi.works(spi.slots.WSPBind(s, to, 16, spi.lpErrno));
      const buffer = { len: 3, buf: new Uint8Array([1, 2, 3]), off: 0 };
      const sent = ref(0);
      spi.works(spi.slots.WSPSendTo(s, [buffer], 1, sent, 0, to, 16, null, null, null, spi.lpErrno));
      equal(sent.value, 3, "bytes sent");
      const got = ref(0);
      const room = { len: 8, buf: new Uint8Array(8), off: 0 };
      spi.works(spi.slots.WSPRecv(s, [room], 1, got, ref(0), null, null, null, spi.lpErrno));
      equal(got.value, 3, "bytes received");
    },
  },
  {
    rule: "WSPSocket/error/network-down",
    needs: ["otherHosts", "network control"],
    run(bench) {
      const spi = new SpiSession(bench);
      bench.network.down("alpha");
      spi.fails(spi.openAny(), WSAENETDOWN);
      bench.network.up("alpha");
      spi.works(spi.openAny(), "WSPSocket's error once the network is up");
    },
  },
  {
    rule: "WSPSocket/error/no-descriptors",
    needs: ["otherHosts", "own limits"],
    run(bench) {
      bench.machineNamed("alpha", { descriptors: 3 });
      const program = bench.program();
      const sockets = [program.socket(), program.socket(), program.socket()];
      const [af, type, protocol] = program.anyKind;
      program.fails(program.ws2.socket(af, type, protocol), WSAEMFILE);
      program.must(program.ws2.closesocket(sockets[1]));
      program.works(program.socket(), "socket's error once one is closed");
    },
  },
  {
    rule: "WSPSocket/error/no-descriptors",
    of: "the handle table is full",
    run(bench) {
      const spi = new SpiSession(bench);
      spi.exhaustHandles();
      spi.fails(spi.openAny(), WSAEMFILE);
    },
  },
  ...(["WSPSocket/error/group", "WSPSocket/ce/g-reserved", "WSASocketW/ce/g-reserved"] as const).map(
    (rule): Check => ({
      rule,
      run(bench) {
        const program = bench.program();
        for (const g of [3, 77, 0xffffffff]) {
          program.fails(program.ws2.WSASocketW(...program.anyKind, null, g, 0), WSAEINVAL, `g ${g}`);
        }
      },
    }),
  ),
  ...(["WSPSocket/ce/exists", "WSASocketW/ce/exists"] as const).map(
    (rule): Check => ({
      rule,
      run(bench) {
        const program = bench.program();
        holds(program.works(program.socket(0)) > 0, "whether it works");
      },
    }),
  ),
  ...(["WSPSocket/raw/optional", "WSASocketW/raw/optional"] as const).map(
    (rule): Check => ({
      rule,
      run(bench) {
        const program = bench.program();
        const s = program.ws2.WSASocketW(AF_INET, SOCK_RAW, 1, null, 0, 0);
        if (s === INVALID_SOCKET) holds(program.ws2.WSAGetLastError() !== 0, "whether a refusal has its code");
        else program.works(program.ws2.closesocket(s));
      },
    }),
  ),
];

/** WSPSocket of the provider, called directly where ws2 would hide the difference. */
export const WSP_SOCKET_CHECKS: readonly Check[] = [...accepted, ...refused, ...others];
