import type { GetAddrInfoExCancel, GetAddrInfoExW } from "@ws2kit/core";
import {
  AF_UNSPEC,
  AI_NUMERICHOST,
  AI_PASSIVE,
  type addrinfo,
  type HANDLE,
  MAKEWORD,
  newaddrinfo,
  newWSADATA,
  newWSAOVERLAPPED,
  type Ref,
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
  if (lookup === undefined) return lookUpLater(ws2, host as string, port, limit);
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
  if (host !== undefined && lookup !== undefined) return null;
  if (host === undefined || typeof ws2.GetAddrInfoExW !== "function") return addresses(ws2, host, port, type);
  const figures = ask(ws2, host, port, type, AI_NUMERICHOST);
  return typeof figures === "number" ? null : figures;
}

/** As `resolve`, at once, by getaddrinfo. Without a host: every interface of this machine, to listen on. */
export function addresses(ws2: Ws2, host: string | undefined, port: number, type: number): Uint8Array[] {
  if (!isPort(port)) throw lookUpError(WSAEINVAL, host, port);
  const names = ask(ws2, host, port, type, host === undefined ? AI_PASSIVE : 0);
  if (typeof names === "number") throw lookUpError(names, host, port);
  return names;
}

/** The addresses that getaddrinfo finds, or its code. */
function ask(ws2: Ws2, host: string | undefined, port: number, type: number, flags: number): Uint8Array[] | number {
  const hints = newaddrinfo({ ai_family: AF_UNSPEC, ai_socktype: type, ai_flags: flags });
  const found = ref<addrinfo | null>(null);
  const look = () => ws2.getaddrinfo(host ?? null, String(port), hints, found);
  let code = look();
  if (code === WSANOTINITIALISED && ws2.WSAStartup(MAKEWORD(2, 2), newWSADATA()) === 0) code = look();
  return code === 0 ? addressesIn(found.value) : code;
}

/** The addresses of a name by an overlapped GetAddrInfoExW, which a limit cancels. */
function lookUpLater(ws2: Ws2, host: string, port: number, limit: Limit | null): Promise<Uint8Array[]> {
  return new Promise((resolve, reject) => {
    const found = ref<addrinfoexW | null>(null);
    const handle = ref<HANDLE | 0>(0);
    const end = (code: number) => {
      if (limit !== null) limit.ended = null;
      if (code === 0) resolve(addressesIn(found.value));
      else reject(lookUpError(code, host, port));
    };
    const look = ws2.GetAddrInfoExW as ReturnType<typeof GetAddrInfoExW>;
    const code = look(host, String(port), NS_DNS, null, null, found, null, newWSAOVERLAPPED(), end, handle);
    if (code !== WSA_IO_PENDING) return end(code);
    if (limit === null) return;
    limit.ended = () => {
      reject(lookUpError(limit.code, host, port));
      const cancel = ws2.GetAddrInfoExCancel as ReturnType<typeof GetAddrInfoExCancel>;
      cancel(handle as Ref<HANDLE>);
    };
    if (limit.code !== 0) limit.ended();
  });
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
