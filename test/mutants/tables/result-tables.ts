import {
  FIONREAD,
  IP_TTL,
  IPPROTO_IP,
  readDWORD,
  SIOCATMARK,
  SO_REUSEADDR,
  SOL_SOCKET,
  WSAEFAULT,
  WSASYSCALLFAILURE,
} from "@ws2kit/spi";
import { having } from "../having.js";
import { mutants, type Row, refuse } from "../rows.js";

/** Faults that the tables of results notice, at least one for each table. */
const BASE: readonly Row[] = [
  [
    "bind takes a name that is no bytes",
    "arguments/wrong-type-by-provider (bind)",
    having((original) => ({
      WSPBind: (s, name, ...rest) => (name instanceof Uint8Array ? original.WSPBind(s, name, ...rest) : 0),
    })),
  ],
  [
    "IP_TTL of 256 is 0",
    "option/forms (IPv4 datagram)",
    having((original) => ({
      WSPSetSockOpt(s, level, name, value, length, errno) {
        const isTooHigh = level === IPPROTO_IP && name === IP_TTL && length >= 4 && value?.[1] === 1;
        return isTooHigh ? 0 : original.WSPSetSockOpt(s, level, name, value, length, errno);
      },
    })),
  ],
  [
    "FIONREAD counts a byte more",
    "states/calls (IPv4 stream, with data)",
    having((original) => ({
      WSPIoctl(s, code, input, inputSize, output, ...rest) {
        const result = original.WSPIoctl(s, code, input, inputSize, output, ...rest);
        if (result === 0 && code === FIONREAD && output instanceof Uint8Array && readDWORD(output) > 0) output[0]++;
        return result;
      },
    })),
  ],
  [
    "a stream is always at the mark",
    "states/desktop-calls (IPv4 stream, with an urgent byte)",
    having((original) => ({
      WSPIoctl(s, code, input, inputSize, output, ...rest) {
        const result = original.WSPIoctl(s, code, input, inputSize, output, ...rest);
        if (result === 0 && code === SIOCATMARK && output instanceof Uint8Array) output[0] = 1;
        return result;
      },
    })),
  ],
];

/** As `BASE`, on Windows CE. */
const BASE_OF_CE: readonly Row[] = [
  [
    "SO_REUSEADDR needs four bytes",
    "option/forms-ce (IPv4 stream)",
    having((original) => ({
      WSPGetSockOpt(...args) {
        const [, level, name, , length] = args;
        const isShort = level === SOL_SOCKET && name === SO_REUSEADDR && length !== null && length.value < 4;
        return isShort ? refuse(args, WSAEFAULT) : original.WSPGetSockOpt(...args);
      },
    })),
  ],
];

/** As `BASE`, for functions of ws2. */
const WS2: readonly Row[] = [
  [
    "InetPtonW takes a number for a text",
    "arguments/wrong-type (InetPtonW)",
    { api: { InetPtonW: (read) => (family, text, buf) => read(family, String(text), buf) } },
  ],
  [
    "CreateFileW takes a number for a name",
    "arguments/wrong-type-win32 (kernel32.CreateFileW)",
    {
      api: {
        CreateFileW:
          (open) =>
          (name, ...rest) =>
            open(String(name), ...rest),
      },
    },
  ],
  [
    "getservbyname takes every protocol",
    "names/results (services and protocols)",
    { api: { getservbyname: (find) => (name) => find(name, null) } },
  ],
  [
    "InetNtopW writes capitals",
    "names/desktop-results (InetNtopW)",
    {
      api: {
        InetNtopW:
          (write) =>
          (...args) =>
            write(...args)?.toUpperCase() ?? null,
      },
    },
  ],
  [
    "bind succeeds for a provider that fails without a code",
    "containment/bad-result (bind)",
    {
      api: {
        bind:
          (bind, { WSAGetLastError }) =>
          (...args) =>
            bind(...args) === 0 || WSAGetLastError() === WSASYSCALLFAILURE ? 0 : -1,
      },
    },
  ],
  [
    "a record does not name the call that waits for ever",
    "waiting/nothing-can-end-it (recv of datagrams)",
    {
      machine(machine) {
        const { record } = machine as unknown as { record(code: string, ...args: unknown[]): void };
        const own = (code: string, ...args: unknown[]) =>
          record.call(machine, code, ...args.map((one) => (code === "wait-forever" ? "" : one)));
        Object.assign(machine, { record: own });
      },
    },
  ],
];

export const RESULT_TABLES = [
  ...mutants("base", "desktop", BASE),
  ...mutants("base", "ce", BASE_OF_CE),
  ...mutants("ws2", "desktop", WS2),
];
