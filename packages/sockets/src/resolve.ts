import {
  AF_UNSPEC,
  AI_PASSIVE,
  type addrinfo,
  MAKEWORD,
  newaddrinfo,
  newWSADATA,
  ref,
  WSAEINVAL,
  WSAHOST_NOT_FOUND,
  WSANOTINITIALISED,
} from "@ws2kit/spi";
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
   * Looks up `host` where it is a name. Without it Winsock's getaddrinfo does, which blocks for as long as the system's
   * resolver takes: the one call of this package that may.
   */
  readonly lookup?: Lookup | undefined;
}

/**
 * The socket addresses of an endpoint, at least one. Rejects with the code of getaddrinfo or of the limit, with
 * WSAEINVAL for a port, and with WSAHOST_NOT_FOUND where `lookup` finds no address.
 */
export async function resolve(
  ws2: Ws2,
  { host, port, lookup }: Endpoint,
  type: number,
  limit: Limit | null,
): Promise<Uint8Array[]> {
  const failure = (code: number) => new WinsockError(code, "getaddrinfo", textOf(host, port), -1);
  if (!isPort(port)) throw failure(WSAEINVAL);
  if (lookup === undefined || host === undefined) return addresses(ws2, host, port, type);
  const figures = await within(limit, Promise.resolve(lookup(host)), failure);
  if (figures.length === 0) throw failure(WSAHOST_NOT_FOUND);
  return figures.flatMap((one) => addresses(ws2, one, port, type));
}

/** As `resolve`, at once, by getaddrinfo. Without a host: every interface of this machine, to listen on. */
export function addresses(ws2: Ws2, host: string | undefined, port: number, type: number): Uint8Array[] {
  if (!isPort(port)) throw new WinsockError(WSAEINVAL, "getaddrinfo", textOf(host, port), -1);
  const hints = newaddrinfo({
    ai_family: AF_UNSPEC,
    ai_socktype: type,
    ai_flags: host === undefined ? AI_PASSIVE : 0,
  });
  const found = ref<addrinfo | null>(null);
  const look = () => ws2.getaddrinfo(host ?? null, String(port), hints, found);
  let code = look();
  if (code === WSANOTINITIALISED && ws2.WSAStartup(MAKEWORD(2, 2), newWSADATA()) === 0) code = look();
  if (code !== 0) throw new WinsockError(code, "getaddrinfo", textOf(host, port), -1);
  const names: Uint8Array[] = [];
  for (let info = found.value; info !== null; info = info.ai_next) {
    if (info.ai_addr !== null) names.push(info.ai_addr);
  }
  return names;
}

function isPort(port: unknown): boolean {
  return typeof port === "number" && port === (port & 0xffff);
}

/** Host and port as messages show them. */
function textOf(host: string | undefined, port: number): string {
  return `${host ?? "*"}:${port}`;
}
