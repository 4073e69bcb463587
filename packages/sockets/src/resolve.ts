import type { GetAddrInfoExW } from "@ws2kit/core";
import {
  AF_UNSPEC,
  AI_PASSIVE,
  type addrinfo,
  MAKEWORD,
  newaddrinfo,
  newWSADATA,
  newWSAOVERLAPPED,
  ref,
  WSA_IO_PENDING,
  WSAEINVAL,
  WSAHOST_NOT_FOUND,
  WSANOTINITIALISED,
} from "@ws2kit/spi";
import type { addrinfoexW } from "@ws2kit/spi/extended-addresses";
import { NS_DNS } from "@ws2kit/spi/name-spaces";
import { type Limit, within } from "./limit.js";
import { WinsockError } from "./winsock-error.js";
import type { Ws2 } from "./ws2.js";

/** Looks up a name without blocking: its addresses in figures, the one to try first at the start. */
export type Lookup = (host: string) => readonly string[] | PromiseLike<readonly string[]>;

/** Where to connect, send or listen. */
export interface Endpoint {
  /** A name, or an IPv4 or IPv6 address in figures. */
  readonly host?: string | undefined;
  /** 0 to 65535. */
  readonly port: number;
  /**
   * Looks up `host` where it is a name. Without it Winsock does: GetAddrInfoExW, which does not block in a program that
   * `drive` runs on the Node platform, or on a target without that function getaddrinfo, which blocks for as long as
   * the system's resolver takes.
   */
  readonly lookup?: Lookup | undefined;
}

/** An address in figures, "" for this machine included; other forms of one count as a name. */
const FIGURES = /^[\d.]*$|:/;

/** A list of addresses, as Winsock returns it. */
type AddressList = Pick<addrinfo, "ai_addr"> & { readonly ai_next: AddressList | null };

/**
 * The socket addresses of an endpoint, at least one. Rejects with the code of the look-up or of the limit, with
 * WSAEINVAL for an invalid port, and with WSAHOST_NOT_FOUND if `lookup` finds no address.
 */
export async function resolve(ws2: Ws2, to: Endpoint, type: number, limit: Limit | null): Promise<Uint8Array[]> {
  const { host, port, lookup } = to;
  const known = resolveAtOnce(ws2, to, type);
  if (known !== null) return known;
  const failure = (code: number) => lookUpError(code, host, port);
  if (lookup === undefined) return within(limit, lookUpLater(ws2, host as string, port), failure);
  const figures = await within(limit, Promise.resolve(lookup(host as string)), failure);
  if (figures.length === 0) throw failure(WSAHOST_NOT_FOUND);
  return figures.flatMap((one) => addresses(ws2, one, port, type));
}

/**
 * The socket addresses of an endpoint that needs no look-up, or whose look-up must block; `null` for any other. Throws
 * as `resolve` rejects.
 */
export function resolveAtOnce(ws2: Ws2, { host, port, lookup }: Endpoint, type: number): Uint8Array[] | null {
  if (!isPort(port)) throw lookUpError(WSAEINVAL, host, port);
  const mayWait = lookup !== undefined || (ws2.GetAddrInfoExW !== undefined && !FIGURES.test(host as string));
  return host !== undefined && mayWait ? null : addresses(ws2, host, port, type);
}

/** As `resolve`, at once, by getaddrinfo. Without a host: every interface of this machine, to listen on. */
export function addresses(ws2: Ws2, host: string | undefined, port: number, type: number): Uint8Array[] {
  if (!isPort(port)) throw lookUpError(WSAEINVAL, host, port);
  const hints = newaddrinfo({
    ai_family: AF_UNSPEC,
    ai_socktype: type,
    ai_flags: host === undefined ? AI_PASSIVE : 0,
  });
  const found = ref<addrinfo | null>(null);
  const code = started(ws2, () => ws2.getaddrinfo(host ?? null, String(port), hints, found));
  if (code !== 0) throw lookUpError(code, host, port);
  return addressesIn(found.value);
}

/** The addresses of a name by an overlapped GetAddrInfoExW. */
function lookUpLater(ws2: Ws2, host: string, port: number): Promise<Uint8Array[]> {
  return new Promise((resolve, reject) => {
    const found = ref<addrinfoexW | null>(null);
    const end = (code: number) =>
      code === 0 ? resolve(addressesIn(found.value)) : reject(lookUpError(code, host, port));
    const look = ws2.GetAddrInfoExW as ReturnType<typeof GetAddrInfoExW>;
    const overlapped = newWSAOVERLAPPED();
    const code = started(ws2, () => look(host, String(port), NS_DNS, null, null, found, null, overlapped, end, null));
    if (code !== WSA_IO_PENDING) end(code);
  });
}

/** Makes a call that returns its code, after WSAStartup where the program has not called it. */
function started(ws2: Ws2, call: () => number): number {
  const code = call();
  return code === WSANOTINITIALISED && ws2.WSAStartup(MAKEWORD(2, 2), newWSADATA()) === 0 ? call() : code;
}

function addressesIn(list: AddressList | null): Uint8Array[] {
  const names: Uint8Array[] = [];
  for (let info = list; info !== null; info = info.ai_next) if (info.ai_addr !== null) names.push(info.ai_addr);
  return names;
}

function isPort(port: unknown): boolean {
  return typeof port === "number" && port === (port & 0xffff);
}

/** The error of a look-up. */
function lookUpError(code: number, host: string | undefined, port: number): WinsockError {
  return new WinsockError(code, "getaddrinfo", `${host ?? "*"}:${port}`, -1);
}
