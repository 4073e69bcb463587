import {
  AF_INET,
  DWORD,
  readDWORD,
  ref,
  SG_CONSTRAINED_GROUP,
  SG_UNCONSTRAINED_GROUP,
  SO_GROUP_ID,
  SO_GROUP_PRIORITY,
  SOCK_DGRAM,
  SOCK_RAW,
  SOCK_STREAM,
  type SOCKET,
  SOL_SOCKET,
  sockaddr_in,
  WSAEINVAL,
  WSAENOPROTOOPT,
} from "@ws2kit/spi";
import type { Bench } from "../../bench/bench.js";
import type { Program } from "../../bench/program.js";
import { equal, holds } from "../../findings/finding.js";
import type { Need } from "../../findings/need.js";
import type { Check } from "../../running/check.js";

/** Stands for any kind of socket that the provider supports. */
const ANY_KIND = 0;

function open(program: Program, type: number, g: number): SOCKET {
  if (type !== ANY_KIND) return program.ws2.WSASocketW(AF_INET, type, 0, null, g, 0);
  return program.bench.trace.ofAnyKind(() => program.ws2.WSASocketW(...program.anyKind, null, g, 0));
}

/** A socket in a new group, and the group's id. */
function founded(program: Program, kind: number, type = ANY_KIND): { s: SOCKET; id: number } {
  const s = program.works(open(program, type, kind));
  return { s, id: groupOf(program, s) };
}

function option(program: Program, s: SOCKET, optname: number): number {
  const value: Uint8Array = new Uint8Array(4);
  program.works(program.ws2.getsockopt(s, SOL_SOCKET, optname, value, ref(4)));
  return readDWORD(value);
}

const groupOf = (program: Program, s: SOCKET) => option(program, s, SO_GROUP_ID);

/** If the provider has no groups, every g other than 0 is invalid. */
function refusesGroups(bench: Bench): void {
  const program = bench.program();
  for (const g of [SG_UNCONSTRAINED_GROUP, SG_CONSTRAINED_GROUP, 0x100]) {
    program.fails(open(program, ANY_KIND, g), WSAEINVAL, `g ${g}`);
  }
}

type Body = (program: Program, bench: Bench) => void;

const STREAMS: readonly Need[] = ["IPv4 stream"];
const BOTH: readonly Need[] = ["IPv4 datagram", "IPv4 stream"];

/** What groups are, rule by rule. */
const BODIES: readonly (readonly [Check["rule"], Body, needs?: readonly Need[]])[] = [
  [
    "groups/join",
    (program) => {
      const { id } = founded(program, SG_UNCONSTRAINED_GROUP);
      equal(groupOf(program, program.works(open(program, ANY_KIND, id))), id, "the joining socket's group");
    },
  ],
  [
    "groups/new-unconstrained",
    (program) => {
      const { id } = founded(program, SG_UNCONSTRAINED_GROUP, SOCK_STREAM);
      program.works(open(program, SOCK_DGRAM, id), "the error of a datagram socket that joins the group");
    },
    BOTH,
  ],
  [
    "groups/new-constrained",
    (program) => {
      const { id } = founded(program, SG_CONSTRAINED_GROUP, SOCK_STREAM);
      program.works(open(program, SOCK_STREAM, id), "the error of a stream that joins the group");
    },
    STREAMS,
  ],
  ["groups/zero", (program) => equal(groupOf(program, program.socket()), 0, "SO_GROUP_ID")],
  [
    "groups/unconstrained/any-sockets",
    (program) => {
      const { id } = founded(program, SG_UNCONSTRAINED_GROUP, SOCK_DGRAM);
      program.works(open(program, SOCK_STREAM, id));
      program.works(open(program, SOCK_DGRAM, id));
    },
    BOTH,
  ],
  [
    "groups/constrained/connection-oriented",
    (program) => {
      program.fails(open(program, SOCK_DGRAM, SG_CONSTRAINED_GROUP), WSAEINVAL, "a datagram socket that founds");
      const { id } = founded(program, SG_CONSTRAINED_GROUP, SOCK_STREAM);
      program.fails(open(program, SOCK_DGRAM, id), WSAEINVAL, "a datagram socket that joins");
    },
    BOTH,
  ],
  [
    "groups/constrained/one-destination",
    (program, bench) => {
      const near = bench.neighbour.program().listener();
      const far = bench.machineNamed("gamma").program().listener();
      const { s, id } = founded(program, SG_CONSTRAINED_GROUP, SOCK_STREAM);
      program.works(program.connect(s, near.name), "the first connect");
      const second = program.works(open(program, SOCK_STREAM, id));
      program.fails(program.connect(second, far.name), WSAEINVAL, "the error of a connect to another host");
      program.works(program.connect(second, near.name), "the error of a connect to the same host");
    },
    ["IPv4 stream", "otherHosts", "two addresses"],
  ],
  [
    "groups/one-provider",
    (program, bench) => {
      const { s, id } = founded(program, SG_UNCONSTRAINED_GROUP);
      const { entries } = bench.machine.machine.catalog;
      const [af, type] = program.anyKind;
      const own = entries.find((entry) => entry.iAddressFamily === af && entry.iSocketType === type)?.ProviderId;
      const isOther = (entry: (typeof entries)[number]) => entry.ProviderId !== own && entry.iAddressFamily !== af;
      const other = entries.find((entry) => isOther(entry) && entry.iSocketType === SOCK_STREAM);
      if (other === undefined) return bench.inapplicable("one provider serves all of the catalog");
      const { iAddressFamily, iSocketType, iProtocol } = other;
      const join = () => program.ws2.WSASocketW(iAddressFamily, iSocketType, iProtocol, other, id, 0);
      program.fails(join(), WSAEINVAL, "the error of another provider's socket that joins");
      equal(groupOf(program, s), id, "the group of the socket that founded it");
    },
  ],
  [
    "groups/id/readable",
    (program) => holds(founded(program, SG_UNCONSTRAINED_GROUP).id !== 0, "whether the founding socket has a group id"),
  ],
  [
    "groups/id/unique-across-processes",
    (program, bench) => {
      const other = bench.program();
      const { id } = founded(program, SG_UNCONSTRAINED_GROUP);
      holds(founded(other, SG_UNCONSTRAINED_GROUP).id !== id, "whether another process's group has another id");
      equal(groupOf(other, other.works(open(other, ANY_KIND, id))), id, "the group joined from another process");
    },
  ],
  [
    "groups/id/not-a-constant",
    (program) => {
      for (let i = 0; i < 4; i++) holds(founded(program, SG_UNCONSTRAINED_GROUP).id > 2, "whether an id is above 2");
    },
  ],
  [
    "groups/id/get-only",
    (program) => {
      const { s } = founded(program, SG_UNCONSTRAINED_GROUP);
      program.fails(program.ws2.setsockopt(s, SOL_SOCKET, SO_GROUP_ID, DWORD(7), 4), WSAENOPROTOOPT);
    },
  ],
  [
    "groups/lifetime",
    (program, { trace, description }) => {
      for (const kind of description.entries.filter(([, type]) => type !== SOCK_RAW)) {
        const make = (g: number) => trace.ofAnyKind(() => program.ws2.WSASocketW(...kind, null, g, 0));
        const s = program.works(make(SG_UNCONSTRAINED_GROUP));
        const id = groupOf(program, s);
        const second = program.works(make(id));
        program.works(program.ws2.closesocket(s));
        const third = program.works(make(id), "the error of joining once the founder is closed");
        program.works(program.ws2.closesocket(second));
        program.works(program.ws2.closesocket(third));
        program.fails(make(id), WSAEINVAL, "the error of joining once all are closed");
      }
    },
  ],
  [
    "groups/invalid",
    (program) => {
      for (const g of [3, 0xfff0, 0xffffffff]) program.fails(open(program, ANY_KIND, g), WSAEINVAL, `g ${g}`);
    },
  ],
  [
    "groups/priority/default",
    (program) => {
      const { s } = founded(program, SG_UNCONSTRAINED_GROUP);
      equal(option(program, s, SO_GROUP_PRIORITY), 0, "SO_GROUP_PRIORITY at first");
      program.works(program.ws2.setsockopt(s, SOL_SOCKET, SO_GROUP_PRIORITY, DWORD(5), 4));
      equal(option(program, s, SO_GROUP_PRIORITY), 5, "SO_GROUP_PRIORITY as set");
    },
    ["option SO_GROUP_PRIORITY"],
  ],
  [
    "groups/accept/not-inherited",
    (program, bench) => {
      const { s } = founded(program, SG_UNCONSTRAINED_GROUP, SOCK_STREAM);
      const port = program.bind(s);
      program.must(program.ws2.listen(s, 1));
      const far = bench.neighbour.program();
      const name = sockaddr_in(program.host.reachableAt, port);
      far.must(far.connect(far.stream(), name));
      equal(groupOf(program, program.must(program.ws2.accept(s, null, null))), 0, "the accepted socket's group");
    },
    STREAMS,
  ],
];

/** Socket groups if the provider supports them; otherwise, their refusal. */
export const GROUP_CHECKS: readonly Check[] = [
  ...BODIES.map(
    ([rule, body, needs = []]): Check => ({
      rule,
      needs: ["option SO_GROUP_ID", ...needs],
      run: (bench) => body(bench.program(), bench),
      opposite: refusesGroups,
    }),
  ),
  { rule: "groups/unsupported", run: refusesGroups },
];
