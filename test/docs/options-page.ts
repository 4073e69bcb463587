import { memoryNetwork, memoryPlatform } from "@ws2kit/platform-memory";
import * as spi from "@ws2kit/spi";
import {
  AF_INET,
  AF_INET6,
  IPPROTO_IP,
  IPPROTO_IPV6,
  IPPROTO_TCP,
  IPPROTO_UDP,
  MAKEWORD,
  type NetworkStack,
  newWSADATA,
  readDWORD,
  ref,
  SOCK_DGRAM,
  SOCK_STREAM,
  SOL_SOCKET,
} from "@ws2kit/spi";
import * as desktopOptions from "@ws2kit/spi/desktop-options";
import { ALL_SYSTEMS, type System } from "../fixture/systems.js";

/** A kind of socket, as a row of the table names it. */
const KINDS = [
  { kind: "IPv4 stream", af: AF_INET, type: SOCK_STREAM },
  { kind: "IPv4 datagram", af: AF_INET, type: SOCK_DGRAM },
  { kind: "IPv6 stream", af: AF_INET6, type: SOCK_STREAM },
  { kind: "IPv6 datagram", af: AF_INET6, type: SOCK_DGRAM },
] as const;

/** The levels, and how the names of their options begin. */
const LEVELS = [
  { level: "SOL_SOCKET", number: SOL_SOCKET, prefix: "SO_" },
  { level: "IPPROTO_TCP", number: IPPROTO_TCP, prefix: "TCP_" },
  { level: "IPPROTO_UDP", number: IPPROTO_UDP, prefix: "UDP_" },
  { level: "IPPROTO_IP", number: IPPROTO_IP, prefix: "IP_" },
  { level: "IPPROTO_IPV6", number: IPPROTO_IPV6, prefix: "IPV6_" },
] as const;

/** Values of SO_OPENTYPE, which are named as options are, and a second name of an option. */
const VALUES: readonly string[] = ["SO_SYNCHRONOUS_ALERT", "SO_SYNCHRONOUS_NONALERT", "TCP_KEEPIDLE"];

/** More bytes than any numeric option has. */
const ROOM = 16;

/** The properties of an option on one kind of socket of one target. */
export interface Found {
  readonly option: string;
  readonly level: string;
  readonly levelNumber: number;
  readonly optname: number;
  readonly kind: string;
  readonly target: string;
  /** The value of a fresh socket; `null` where it cannot be read as a number. */
  readonly initial: number | null;
  /** The least room that getting takes, and the length that it reports; `null` where it cannot be read as a number. */
  readonly form: readonly [least: number, reported: number] | null;
  readonly canSet: boolean;
  /** Whether setting it reaches the network stack. */
  readonly isForwarded: boolean;
}

/** A network stack that lists the options which are set on it. */
function listening(network: NetworkStack, forwarded: [level: number, optname: number][]): NetworkStack {
  return new Proxy(network, {
    get(target, name) {
      const member = Reflect.get(target, name) as unknown;
      if (typeof member !== "function") return member;
      return (...args: unknown[]) => {
        if (name === "setsockopt") forwarded.push([args[1] as number, args[2] as number]);
        return Reflect.apply(member, target, args);
      };
    },
  });
}

/** The options of a target, on each kind of socket that has them. */
export function optionsOf({ name: target, openMachine }: System): Found[] {
  const forwarded: [number, number][] = [];
  const platform = memoryPlatform({ network: memoryNetwork() });
  const ws2 = openMachine({ platform: { ...platform, network: listening(platform.network, forwarded) } }).openProcess();
  ws2.WSAStartup(MAKEWORD(2, 2), newWSADATA());
  const found: Found[] = [];
  for (const { level, number, prefix } of LEVELS) {
    const names = Object.entries({ ...spi, ...desktopOptions }).filter(
      ([name, value]) => name.startsWith(prefix) && typeof value === "number" && !VALUES.includes(name),
    );
    for (const [option, value] of names) {
      const optname = value as number;
      for (const { kind, af, type } of KINDS) {
        const s = ws2.socket(af, type, 0);
        const bytes = new Uint8Array(ROOM);
        const read = (room: number) => {
          const length = ref(room);
          return ws2.getsockopt(s, number, optname, bytes, length) === 0 ? length.value : -1;
        };
        const reported = read(ROOM);
        const initial = reported < 0 ? null : readDWORD(bytes);
        const least = Array.from({ length: ROOM }, (_, i) => i + 1).find((room) => read(room) >= 0) ?? ROOM;
        forwarded.length = 0;
        const canSet = [initial ?? 0, 1, 0].some((one) => ws2.setsockopt(s, number, optname, spi.DWORD(one), 4) === 0);
        const isForwarded = forwarded.some(([at, of]) => at === number && of === optname);
        ws2.closesocket(s);
        if (initial === null && !canSet) continue;
        const form = initial === null ? null : ([least, reported] as const);
        found.push({ option, level, levelNumber: number, optname, kind, target, initial, form, canSet, isForwarded });
      }
    }
  }
  return found;
}

const all = ALL_SYSTEMS.flatMap(optionsOf);

const groupBy = <T>(rows: readonly T[], key: (row: T) => string): T[][] => {
  const groups = new Map<string, T[]>();
  for (const row of rows) groups.set(key(row), [...(groups.get(key(row)) ?? []), row]);
  return [...groups.values()];
};

const distinct = (values: readonly string[]): string => [...new Set(values)].join(", ");

/** "IPv4, IPv6 stream": the kinds of sockets in few words. */
function kindsText(rows: readonly Found[]): string {
  const kinds = KINDS.filter(({ kind }) => rows.some((row) => row.kind === kind)).map(({ kind }) => kind);
  if (kinds.length === KINDS.length) return "all";
  const byType = groupBy(kinds, (kind) => kind.split(" ")[1]);
  return byType
    .map((some) => `${some.map((kind) => kind.split(" ")[0]).join(", ")} ${some[0].split(" ")[1]}`)
    .join("; ");
}

function formText({ form }: Found): string {
  if (form === null) return "–";
  const [least, reported] = form;
  return least === reported ? String(least) : `${least} to ${reported}`;
}

/** The generated page. */
export function optionsPage(): string {
  const rows = groupBy(all, ({ option, initial, canSet, isForwarded, ...row }) =>
    [option, initial, canSet, isForwarded, formText({ ...row, option, initial, canSet, isForwarded })].join(),
  ).map((same) => {
    const [one] = same;
    const cells = [
      `\`${one.option}\` (${one.optname})`,
      `\`${one.level}\``,
      kindsText(same),
      one.initial === null ? "–" : String(one.initial),
      formText(one),
      one.canSet ? (one.isForwarded ? "yes" : "no") : "read only",
      distinct(same.map(({ target }) => target)),
    ];
    return `| ${cells.join(" | ")} |`;
  });
  return `# Socket options of TCP/IP

\`npm run docs\` writes this page from the behaviour of the shipped providers, with the stack of \`platform-memory\`.
"Bytes" is the shortest buffer that \`getsockopt\` accepts, and the length that it reports if that differs. "Forwarded"
states whether \`setsockopt\` passes the value to the network stack; otherwise only the provider stores it. A dash means
that the value is a structure, or cannot be read. \`test/network-stack\` lists each option that a platform's stack lacks.

| option | level | sockets | initial value | bytes | forwarded | targets |
| --- | --- | --- | --- | --- | --- | --- |
${rows.join("\n")}
`;
}

/** The generated module for the contract of network stacks, which runs where there is nothing but the language. */
export function forwardedModule(): string {
  const rows = groupBy(
    all.filter(({ isForwarded, initial }) => isForwarded && initial !== null),
    ({ option, kind }) => `${option} ${kind}`,
  ).map(([{ option, levelNumber, optname, kind, initial }]) => {
    const { af, type } = KINDS.find((one) => one.kind === kind) as (typeof KINDS)[number];
    return `  ["${option}", ${levelNumber}, ${optname}, ${af}, ${type}, ${initial}],`;
  });
  return `/**
 * The options that TCP/IP providers forward to their stack as a DWORD. Written by \`npm run docs\`: docs/options.md.
 */
export const FORWARDED: readonly (readonly [
  name: string,
  level: number,
  optname: number,
  af: number,
  type: number,
  initial: number,
])[] = [
${rows.join("\n")}
];
`;
}
