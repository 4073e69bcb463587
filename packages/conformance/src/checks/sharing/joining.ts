import {
  AF_INET,
  FROM_PROTOCOL_INFO,
  INVALID_SOCKET,
  JL_BOTH,
  JL_RECEIVER_ONLY,
  JL_SENDER_ONLY,
  SOCK_DGRAM,
  type SOCKET,
  SOCKET_ERROR,
  sockaddr_in,
  WSA_FLAG_MULTIPOINT_C_LEAF,
  WSA_FLAG_MULTIPOINT_C_ROOT,
  WSA_FLAG_MULTIPOINT_D_LEAF,
  WSAEINVAL,
  type WSPPROC_TABLE,
  XP1_MULTIPOINT_CONTROL_PLANE,
  XP1_SUPPORT_MULTIPOINT,
} from "@ws2kit/spi";
import type { Bench } from "../../bench/bench.js";
import { bytes, unblock } from "../../bench/pairs.js";
import type { Program } from "../../bench/program.js";
import { row, STUB_FAMILY, StubProvider } from "../../bench/stub-provider.js";
import { equal, holds, sameList } from "../../findings/finding.js";
import type { Check } from "../../running/check.js";

const LEAF = WSA_FLAG_MULTIPOINT_C_LEAF | WSA_FLAG_MULTIPOINT_D_LEAF;
const GROUP = sockaddr_in("239.1.2.3", 5000);

function leaf(program: Program): SOCKET {
  return program.must(program.ws2.WSASocketW(AF_INET, SOCK_DGRAM, 0, null, 0, LEAF));
}

function join({ ws2 }: Program, s: SOCKET, name = GROUP, flags = JL_BOTH): SOCKET {
  return ws2.WSAJoinLeaf(s, name, name.length, null, null, null, null, flags);
}

/** If the provider has no multipoint, WSAJoinLeaf fails. */
function refusesJoining(bench: Bench): void {
  const program = bench.program();
  const joined = join(program, program.socket());
  holds(joined === INVALID_SOCKET && program.ws2.WSAGetLastError() !== 0, "whether WSAJoinLeaf fails with a code");
}

const BODIES: readonly (readonly [Check["rule"], (program: Program) => void])[] = [
  ["WSPJoinLeaf/needs-multipoint-socket", (program) => program.fails(join(program, program.datagram()), WSAEINVAL)],
  [
    "WSPJoinLeaf/c-leaf/same-descriptor",
    (program) => {
      const s = leaf(program);
      program.answers(join(program, s), s);
    },
  ],
  [
    "WSPJoinLeaf/binds",
    (program) => {
      const s = leaf(program);
      program.works(join(program, s));
      equal(program.portOf(s), 5000, "the port of the leaf");
    },
  ],
  [
    "WSPJoinLeaf/receives",
    (program) => {
      const s = leaf(program);
      program.works(join(program, s, GROUP, JL_RECEIVER_ONLY));
      program.must(program.sendTo(program.datagram(), bytes("all"), GROUP));
      sameList(program.receive(s) ?? [], bytes("all"), "what the leaf receives");
    },
  ],
  [
    "WSPJoinLeaf/sender-only",
    (program) => {
      const s = leaf(program);
      program.works(join(program, s, GROUP, JL_SENDER_ONLY));
      unblock(program, s);
      program.must(program.sendTo(program.datagram(), bytes("all"), GROUP));
      equal(program.receive(s), null, "what the leaf receives");
      program.works(program.sendTo(s, bytes("out"), GROUP), "the error of sendto");
    },
  ],
  [
    "WSPJoinLeaf/bad-direction",
    (program) => {
      for (const flags of [0, 3, 8]) program.fails(join(program, leaf(program), GROUP, flags), WSAEINVAL);
    },
  ],
];

const ROOTED = XP1_SUPPORT_MULTIPOINT | XP1_MULTIPOINT_CONTROL_PLANE;

/** A provider with a rooted control plane: a join from its root makes a new leaf. */
function rooted(bench: Bench) {
  const slots: Partial<WSPPROC_TABLE> = {
    WSPJoinLeaf: (...args) => stub.upcalls.WPUCreateSocketHandle(entry.dwCatalogEntryId, "leaf", args[8]),
  };
  const protocols = [row({ dwServiceFlags1: ROOTED })];
  const stub = new StubProvider({ slots, protocols, supports: { multipoint: true } }, bench.trace);
  const [entry] = bench.machine.install(stub);
  return { stub, program: bench.program() };
}

const FROM = FROM_PROTOCOL_INFO;

const roots: readonly Check[] = [
  {
    rule: "WSPJoinLeaf/c-root/new-descriptor",
    brings: ["multipoint"],
    run(bench) {
      const { stub, program } = rooted(bench);
      const flags = WSA_FLAG_MULTIPOINT_C_ROOT | WSA_FLAG_MULTIPOINT_D_LEAF;
      const s = program.works(program.ws2.WSASocketW(STUB_FAMILY, 0, 0, null, 0, flags));
      const made = program.works(join(program, s));
      holds(made !== s && made !== SOCKET_ERROR, "whether the leaf has another descriptor");
      equal(stub.callsOf("WSPJoinLeaf")[0].args[7], JL_BOTH, "dwFlags at WSPJoinLeaf");
      program.works(program.ws2.closesocket(made), "the error of closing the leaf");
    },
  },
  {
    rule: "multipoint/leaf-in-rooted-plane",
    brings: ["multipoint"],
    run(bench) {
      const { stub, program } = rooted(bench);
      program.works(program.ws2.WSASocketW(STUB_FAMILY, 0, 0, null, 0, LEAF));
      equal(stub.callsOf("WSPSocket")[0].args[5], LEAF, "dwFlags at WSPSocket");
    },
  },
  {
    rule: "multipoint/leaf-in-rooted-plane",
    of: "of datagrams",
    needs: ["IPv4 datagram"],
    run(bench) {
      const program = bench.program();
      const udp = bench.machine.machine.catalog.entries.find((entry) => entry.iSocketType === SOCK_DGRAM);
      if (udp === undefined) return bench.inapplicable("the provider has no datagrams");
      // the same flags, with an info whose control plane is rooted
      const info = { ...udp, dwServiceFlags1: udp.dwServiceFlags1 | XP1_MULTIPOINT_CONTROL_PLANE };
      program.works(program.ws2.WSASocketW(FROM, FROM, FROM, info, 0, LEAF));
    },
  },
];

/** WSAJoinLeaf: leaves of a session without a root, and of a provider with one. */
export const JOINING_CHECKS: readonly Check[] = [
  ...BODIES.map(
    ([rule, body]): Check => ({
      rule,
      needs: ["IPv4 datagram"],
      run: (bench) => body(bench.program()),
      opposite: refusesJoining,
    }),
  ),
  ...roots,
];
