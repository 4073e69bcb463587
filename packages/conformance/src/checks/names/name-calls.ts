import { errorName } from "@ws2kit/rules";
import {
  AF_INET,
  AF_INET6,
  type addrinfo,
  newaddrinfo,
  parseIPv4,
  parseIPv6,
  ref,
  SOCKET_ERROR,
  sockaddr_in,
  sockaddr_in6,
  sockaddrHost,
  sockaddrPort,
  WSATRY_AGAIN,
} from "@ws2kit/spi";
import {
  LUP_RETURN_ALL,
  LUP_RETURN_NAME,
  NS_ALL,
  NS_DNS,
  newWSAQUERYSETW,
  SVCID_HOSTNAME,
} from "@ws2kit/spi/name-spaces";
import type { Bench } from "../../bench/bench.js";
import type { Program } from "../../bench/program.js";
import type { DesktopWs2 } from "../../subjects/ws2.js";

/** The hosts of the rows, with their addresses or the code of a look-up. */
export const HOSTS: Readonly<Record<string, readonly string[] | number>> = {
  both: ["192.0.2.7", "fd00::7"],
  four: ["192.0.2.8", "192.0.2.9"],
  six: ["fd00::8"],
  busy: WSATRY_AGAIN,
};

/** A call, and its result in words. */
export type NameCall = (program: Program, bench: Bench) => string;

const desktop = ({ ws2 }: Program) => ws2 as DesktopWs2;
const lastCode = ({ ws2 }: Program) => errorName(ws2.WSAGetLastError());
const told = (program: Program, result: number, wrote: () => unknown) =>
  result === SOCKET_ERROR ? lastCode(program) : `${result}: ${wrote()}`;

function addressText(bytes: Uint8Array | null): string {
  return bytes === null ? "null" : `${sockaddrHost(bytes)} ${sockaddrPort(bytes)}`;
}

/** Each element of a list that getaddrinfo returns. */
function listText(first: addrinfo | null): string {
  const texts: string[] = [];
  for (let one = first; one !== null; one = one.ai_next as addrinfo | null) {
    const { ai_flags, ai_family, ai_socktype, ai_protocol, ai_addrlen, ai_canonname, ai_addr } = one;
    const kind = `${ai_flags} ${ai_family} ${ai_socktype} ${ai_protocol} ${ai_addrlen}`;
    texts.push(`${kind} ${addressText(ai_addr)}${ai_canonname === null ? "" : ` ${ai_canonname}`}`);
  }
  return texts.join("; ");
}

function resolved(node: string | null, service: string | null, hints: Partial<addrinfo> | null): NameCall {
  return (program) => {
    const result = ref<addrinfo | null>(null);
    const given = hints === null ? null : { ...newaddrinfo(), ...hints };
    const code = program.ws2.getaddrinfo(node, service, given, result);
    return code === 0 ? listText(result.value) : errorName(code);
  };
}

const NODES = [null, "", "both", "four", "six", "busy", "none", "192.0.2.1", "fd00::1", "::ffff:192.0.2.1"];
/** Families and flags. */
const HINTS: readonly (readonly [family: number, flags: number])[] = [
  [0, 0],
  [AF_INET, 0],
  [AF_INET6, 0],
  [0, 1],
  [AF_INET, 1],
  [AF_INET6, 1],
  [0, 2],
  [0, 4],
  [AF_INET6, 4],
  [0, 0x400],
  [AF_INET6, 0x400],
  [0, 0x100],
];
/** Those that ask for IPv4-mapped addresses, which only desktop makes. */
const MAPPED: typeof HINTS = [
  [AF_INET6, 0x800],
  [AF_INET6, 0x900],
  [AF_INET6, 0xd00],
  [AF_INET, 0x900],
];
const SERVICES = [null, "", "0", "80", "65535", "65536", "-1", "http", "HTTP", "domain", "tftp", "no service"];
const TYPES: readonly (readonly [type: number, protocol: number, flags: number])[] = [
  [0, 0, 0],
  [1, 0, 0],
  [2, 0, 0],
  [3, 0, 0],
  [4, 0, 0],
  [0, 6, 0],
  [0, 17, 0],
  [1, 17, 0],
  [2, 6, 0],
  [1, 6, 0],
  [2, 17, 0],
  [9, 0, 0],
  [0, 99, 0],
  [1, 0, 8],
];

/** Calls by name, one for each combination. */
function combined<A, B>(
  as: readonly A[],
  bs: readonly B[],
  call: (a: A, b: B) => NameCall,
): Readonly<Record<string, NameCall>> {
  const calls: Record<string, NameCall> = {};
  for (const a of as) for (const b of bs) calls[`${JSON.stringify(a)}, ${JSON.stringify(b)}`] = call(a, b);
  return calls;
}

const ADDRESSES: Readonly<Record<string, Uint8Array>> = {
  four: sockaddr_in("192.0.2.8", 80),
  "own 127": sockaddr_in("127.0.0.1", 53),
  none: sockaddr_in("192.0.2.99", 9999),
  zero: sockaddr_in("0.0.0.0", 0),
  six: sockaddr_in6("fd00::8", 80),
  scoped: sockaddr_in6("fe80::1", 69, 5),
  mapped: sockaddr_in6("::ffff:192.0.2.8", 80),
  "another family": new Uint8Array([99, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]),
};

function named(which: string, flags: number): NameCall {
  return (program) => {
    const [host, service, name] = [ref("?"), ref("?"), ADDRESSES[which]];
    const code = program.ws2.getnameinfo(name, name.length, host, 32, service, 32, flags);
    return code === 0 ? `${host.value} ${service.value}` : errorName(code);
  };
}

/** A host of 9 characters at most, and a service: null for none. */
function namedIn(host: number | null, service: number | null): NameCall {
  return (program) => {
    const [node, port, name] = [ref("?"), ref("?"), sockaddr_in("192.0.2.8", 80)];
    const code = program.ws2.getnameinfo(
      name,
      16,
      host === null ? null : node,
      host ?? 0,
      service === null ? null : port,
      service ?? 0,
      2,
    );
    return code === 0 ? `${node.value} ${port.value}` : errorName(code);
  };
}

function written(which: string, length: number, room: number): NameCall {
  return (program) => {
    const [text, size] = [ref("?"), ref(room)];
    const name = ADDRESSES[which];
    const result = program.ws2.WSAAddressToStringW(name, Math.min(length, name.length), null, text, size);
    return `${told(program, result, () => text.value)}, ${size.value}`;
  };
}

const TEXTS = [
  "127.0.0.1",
  "127.0.0.1:80",
  "127.0.0.1:65535",
  "127.0.0.1:65536",
  "127.0.0.1:",
  "127.0.0.1:0x50",
  "127.0.0.1:-1",
  "127.1",
  "127.1.2",
  "2130706433",
  "0x7f.0.0.01",
  "256.1.1.1",
  "1.2.3.4.5",
  "1.2.3.4 ",
  " 1.2.3.4",
  "",
  "a",
  "::",
  "::1",
  "fd00::1",
  "[fd00::1]",
  "[fd00::1]:80",
  "[fd00::1]:65536",
  "[fd00::1",
  "fe80::1%5",
  "[fe80::1%5]:80",
  "fe80::1%",
  "fe80::1%x",
  "::ffff:192.0.2.1",
  "1:2:3:4:5:6:7:8",
  "1:2:3:4:5:6:7",
  "1:2:3:4:5:6:7:8:9",
  "1::2::3",
  "12345::",
  "::1:80",
];

function read(text: string, family: number): NameCall {
  return (program) => {
    const [address, size] = [new Uint8Array(28), ref(28)];
    const result = program.ws2.WSAStringToAddressW(text, family, null, address, size);
    return `${told(program, result, () => Array.from(address.subarray(0, size.value)).join(" "))}, ${size.value}`;
  };
}

function bare(text: string, family: number): NameCall {
  return (program) => {
    const bytes = new Uint8Array(16);
    program.ws2.WSASetLastError(0);
    const result = desktop(program).InetPtonW(family, text, bytes);
    return result === 1 ? Array.from(bytes).join(" ") : `${result}, ${lastCode(program)}`;
  };
}

const BYTES: readonly string[] = [
  "::",
  "::1",
  "1::",
  "1:0:0:2::",
  "1:0:2:3:4:5:6:7",
  "1:0:0:2:3:0:0:4",
  "::ffff:1.2.3.4",
  "::1.2.3.4",
  "::ffff:0:1.2.3.4",
  "fe80::abcd:0:1",
  "192.0.2.255",
];

function shown(text: string): NameCall {
  return (program) => {
    const bytes = new Uint8Array(16);
    const family = parseIPv4(text, bytes, 0) ? AF_INET : AF_INET6;
    if (family === AF_INET6) parseIPv6(text, bytes, 0);
    const out = ref("?");
    return String(desktop(program).InetNtopW(family, bytes, out, 46));
  };
}

function inSpace(name: string, dwNameSpace: number, flags: number): NameCall {
  return (program) => {
    const result = ref<never>(null as never);
    const hints = { ...newaddrinfo(), ai_flags: flags, ai_blob: null, ai_provider: null, ai_bloblen: 0 };
    const { GetAddrInfoExW } = desktop(program);
    const code = GetAddrInfoExW(name, "80", dwNameSpace, null, hints as never, result, null, null, null, null);
    return code === 0 ? listText(result.value) : errorName(code);
  };
}

function lookedUp(name: string, flags: number): NameCall {
  return (program) => {
    const { ws2 } = program;
    const lookup = ref(0);
    const query = {
      ...newWSAQUERYSETW(),
      lpszServiceInstanceName: name,
      dwNameSpace: NS_DNS,
      lpServiceClassId: SVCID_HOSTNAME,
    };
    const result = ws2.WSALookupServiceBeginW(query, flags, lookup as never);
    if (result === SOCKET_ERROR) return lastCode(program);
    const texts: string[] = [];
    for (let i = 0; i < 4; i++) {
      const answer = newWSAQUERYSETW();
      if (ws2.WSALookupServiceNextW(lookup.value as never, 0, ref(4096), answer) === SOCKET_ERROR) {
        texts.push(lastCode(program));
        break;
      }
      const addresses = (answer.lpcsaBuffer ?? []).map(({ RemoteAddr }) => addressText(RemoteAddr?.lpSockaddr ?? null));
      const members = [answer.lpszServiceInstanceName, answer.dwNameSpace, answer.lpBlob?.length ?? null];
      texts.push(`${members.join(" ")} ${addresses.join(" ")}`);
    }
    ws2.WSALookupServiceEnd(lookup.value as never);
    return texts.join("; ");
  };
}

/** Groups of calls, by what they are about. */
export const NAME_CALLS: Readonly<Record<string, Readonly<Record<string, NameCall>>>> = {
  "getaddrinfo, hosts": combined(NODES, HINTS, (node, [ai_family, ai_flags]) =>
    resolved(node, null, { ai_family, ai_flags, ai_socktype: 1 }),
  ),
  "getaddrinfo, services": combined(SERVICES, TYPES, (service, [ai_socktype, ai_protocol, ai_flags]) =>
    resolved("192.0.2.1", service, { ai_socktype, ai_protocol, ai_flags }),
  ),
  "getaddrinfo, no hints": combined(NODES, [null, "80", "http"], (node, service) => resolved(node, service, null)),
  "getnameinfo, flags": combined(Object.keys(ADDRESSES), [0, 1, 2, 4, 6, 8, 10, 16, 24, 0x1f, 0x20], named),
  "getnameinfo, rooms": combined([null, 0, 9, 10, 11], [null, 0, 1, 2, 3, 4], namedIn),
  WSAAddressToStringW: combined(Object.keys(ADDRESSES), [0, 1, 8, 15, 16, 17, 27, 28], (which, length) =>
    written(which, length, 64),
  ),
  "WSAAddressToStringW, rooms": combined(["four", "scoped"], [0, 1, 12, 13, 14, 15, 16, 17], (which, room) =>
    written(which, 28, room),
  ),
  WSAStringToAddressW: combined(TEXTS, [AF_INET, AF_INET6, 99], read),
  inet_addr: combined(
    TEXTS,
    [""],
    (text) =>
      ({ ws2 }) =>
        String(ws2.inet_addr(text)),
  ),
  gethostbyname: combined(NODES, [""], (node) => (program) => {
    const host = program.ws2.gethostbyname(node);
    if (host === null) return lastCode(program);
    const { h_name, h_aliases, h_addrtype, h_length, h_addr_list } = host;
    const list = h_addr_list.map((address) => Array.from(address).join(".")).join(" ");
    return `${h_name} ${h_aliases.length} ${h_addrtype} ${h_length} ${list}`;
  }),
  "services and protocols": {
    ...combined(
      ["http", "HTTP", "domain", "tftp", "ftp", "none", ""],
      [null, "tcp", "udp", "TCP", "x"],
      (name, proto) => {
        return (program) => {
          const entry = program.ws2.getservbyname(name, proto);
          return entry === null
            ? lastCode(program)
            : `${entry.s_name} ${entry.s_aliases.join()} ${entry.s_port} ${entry.s_proto}`;
        };
      },
    ),
    ...combined([0x5000, 0x3500, 80, 0x4500, 0], [null, "tcp", "udp", "x"], (port, proto) => {
      return (program) => {
        const entry = program.ws2.getservbyport(port, proto);
        return entry === null
          ? lastCode(program)
          : `${entry.s_name} ${entry.s_aliases.join()} ${entry.s_port} ${entry.s_proto}`;
      };
    }),
    ...combined(["tcp", "udp", "icmp", "ip", "ipv6", "TCP", "none", 6, 17, 1, 0, 41, 58, 99], [""], (which) => {
      return (program) => {
        const { getprotobyname, getprotobynumber } = program.ws2;
        const entry = typeof which === "number" ? getprotobynumber(which) : getprotobyname(which);
        return entry === null ? lastCode(program) : `${entry.p_name} ${entry.p_aliases.join()} ${entry.p_proto}`;
      };
    }),
  },
  gethostname: combined([0, 1, 5, 6, 7, 64], [""], (room) => (program) => {
    const name = ref("?");
    return told(program, program.ws2.gethostname(name, room), () => name.value);
  }),
  "look-ups": combined(
    ["both", "four", "six", "busy", "none", ""],
    [0, LUP_RETURN_NAME, 0x100, 0x200, 0x110, LUP_RETURN_ALL],
    lookedUp,
  ),
};

/** Groups of calls that only desktop has. */
export const DESKTOP_NAME_CALLS: Readonly<Record<string, Readonly<Record<string, NameCall>>>> = {
  "getaddrinfo, mapped": combined(NODES, MAPPED, (node, [ai_family, ai_flags]) =>
    resolved(node, null, { ai_family, ai_flags, ai_socktype: 1 }),
  ),
  InetPtonW: combined(TEXTS, [AF_INET, AF_INET6], bare),
  InetNtopW: combined(BYTES, [""], shown),
  GetAddrInfoExW: combined(["both", "four", "six", "busy", "none", "192.0.2.1"], [0, NS_DNS, 99], (name, space) =>
    inSpace(name, space === 0 ? NS_ALL : space, 0),
  ),
  "GetAddrInfoExW, flags": combined(["both", "six", "192.0.2.1"], [1, 2, 4, 0x100, 0x900, 0x4000], (name, flags) =>
    inSpace(name, NS_DNS, flags),
  ),
};

/** Makes the calls of a group on a machine that knows the hosts. Returns their results by the names of the calls. */
export function resultsOf(bench: Bench, calls: Readonly<Record<string, NameCall>>): Readonly<Record<string, string>> {
  for (const [name, entry] of Object.entries(HOSTS)) bench.nameHost(name, entry);
  const program = bench.program();
  return Object.fromEntries(Object.entries(calls).map(([name, call]) => [name, call(program, bench)]));
}
