import * as spi from "@ws2kit/spi";
import {
  AF_INET,
  AF_INET6,
  DWORD,
  ref,
  SOCK_DGRAM,
  SOCK_STREAM,
  type SOCKET,
  WSAEFAULT,
  WSAEINVAL,
  WSAENOPROTOOPT,
  WSAENOTCONN,
  WSAENOTSOCK,
  WSAEOPNOTSUPP,
} from "@ws2kit/spi";
import * as desktopOptions from "@ws2kit/spi/desktop-options";
import type { Program } from "../../bench/program.js";
import { equal } from "../../findings/finding.js";
import type { SocketKind } from "../../findings/need.js";
import type { Check } from "../../running/check.js";
import { CE_FORMS, DESKTOP_FORMS, type OptionForm, type SocketsOfForm } from "./option-form-rows.js";

/** The codes of the rows, by letter. */
const CODES: Readonly<Record<number, string>> = {
  [WSAEFAULT]: "F",
  [WSAEINVAL]: "I",
  [WSAENOTCONN]: "N",
  [WSAEOPNOTSUPP]: "O",
  [WSAENOPROTOOPT]: "P",
  [WSAENOTSOCK]: "S",
};

const NUMBERS = { ...spi, ...desktopOptions } as unknown as Readonly<Record<string, number>>;

/** The level of an option, by the beginning of its name. */
const LEVELS: Readonly<Record<string, number>> = {
  SO: spi.SOL_SOCKET,
  TCP: spi.IPPROTO_TCP,
  UDP: spi.IPPROTO_UDP,
  IP: spi.IPPROTO_IP,
  IPV6: spi.IPPROTO_IPV6,
};

/** The bytes of a buffer before a call. */
const UNTOUCHED = 0xcc;
const GET_SIZES = [1, 2, 4, 16];
const SETS = [
  [1, 0],
  [1, 1],
  [1, 3],
  [1, 4],
  [1, 8],
  [0, 4],
  [2, 4],
  [256, 4],
  [-1, 4],
] as const;

function resultOf({ ws2 }: Program, result: number): string {
  const code = result === 0 ? 0 : ws2.WSAGetLastError();
  return code === 0 ? "" : (CODES[code] ?? String(code));
}

/** Reads an option into `room` bytes, in the words of a row. */
function get(program: Program, s: SOCKET, level: number, optname: number, room: number): string {
  const value: Uint8Array = new Uint8Array(16).fill(UNTOUCHED);
  const length = ref(room);
  const code = resultOf(program, program.ws2.getsockopt(s, level, optname, value, length));
  if (code !== "") return length.value === room ? code : `${code}${length.value}`;
  const bytes = Array.from(value.subarray(0, Math.min(length.value, 4)), (byte) => byte.toString(16).padStart(2, "0"));
  return `${length.value}:${bytes.join("")}`;
}

/** Sets an option to a value from `size` bytes and reads it, in the words of a row. */
function set(program: Program, s: SOCKET, level: number, optname: number, value: number, size: number): string {
  const bytes = new Uint8Array(8);
  bytes.set(DWORD(value));
  const code = resultOf(program, program.ws2.setsockopt(s, level, optname, bytes, size));
  return `${code}>${get(program, s, level, optname, 4)}`;
}

/** The sockets of one kind, and the names under which forms list their options. */
interface Kind {
  readonly need: SocketKind;
  readonly af: number;
  readonly type: number;
  readonly names: readonly SocketsOfForm[];
}

const KINDS: readonly Kind[] = [
  { need: "IPv4 stream", af: AF_INET, type: SOCK_STREAM, names: ["every", "tcp", "IPv4", "tcp4"] },
  { need: "IPv4 datagram", af: AF_INET, type: SOCK_DGRAM, names: ["every", "udp", "IPv4", "udp4"] },
  { need: "IPv6 stream", af: AF_INET6, type: SOCK_STREAM, names: ["every", "tcp", "IPv6", "tcp6"] },
  { need: "IPv6 datagram", af: AF_INET6, type: SOCK_DGRAM, names: ["every", "udp", "IPv6", "udp6"] },
];

/** The names of the options that forms list for sockets of a kind. */
function namesIn({ options }: OptionForm, { names }: Kind): readonly string[] {
  return names.flatMap((sockets) => options[sockets]?.split(" ") ?? []);
}

function formsOf(rule: "option/forms" | "option/forms-ce", forms: readonly OptionForm[], kind: Kind): Check {
  const { need, af, type } = kind;
  const options = forms.flatMap((form) => namesIn(form, kind)).filter((name) => name in spi);
  return {
    rule,
    of: need,
    needs: [need, "network control", ...options.map((name) => `option ${name}` as const)],
    run(bench) {
      // a system's own sockets start with values of the system, and refuse others
      bench.uses("network control");
      const program = bench.program();
      const open = () => program.must(program.ws2.socket(af, type, 0));
      for (const form of forms) {
        const { gets, sets } = form;
        for (const name of namesIn(form, kind)) {
          const [level, optname] = [LEVELS[name.split("_")[0]], NUMBERS[name]];
          const s = open();
          const got = GET_SIZES.map((size) => get(program, s, level, optname, size));
          equal(got.join(" "), gets, `${name} in 1, 2, 4 and 16 bytes`);
          program.must(program.ws2.closesocket(s));
          for (const [i, [value, size]] of SETS.entries()) {
            const one = open();
            const what = `${name} after it is set to ${value} from ${size} bytes`;
            equal(set(program, one, level, optname, value, size), sets.split(" ")[i], what);
            program.must(program.ws2.closesocket(one));
          }
        }
      }
    },
  };
}

/** Every option on every kind of socket. */
export const OPTION_FORM_CHECKS: readonly Check[] = [
  ...KINDS.map((kind) => formsOf("option/forms", DESKTOP_FORMS, kind)),
  ...KINDS.map((kind) => formsOf("option/forms-ce", CE_FORMS, kind)),
];
