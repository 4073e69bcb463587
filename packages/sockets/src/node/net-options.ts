import { type LookupOptions, lookup as lookUp } from "node:dns";
import type { LookupFunction } from "node:net";
import type { DuplexOptions } from "node:stream";
import type { CancelSignal } from "../limit.js";
import type { Lookup } from "../resolve.js";

/** Options of every socket: of a client's, and of those that a server accepts. */
export interface NetSocketOptions extends Pick<DuplexOptions, "allowHalfOpen" | "highWaterMark"> {
  /** As `setNoDelay`. */
  readonly noDelay?: boolean | undefined;
  /** As `setKeepAlive`. */
  readonly keepAlive?: boolean | undefined;
  /** Milliseconds, as `setKeepAlive`. */
  readonly keepAliveInitialDelay?: number | undefined;
}

/** Where a socket connects. */
export interface NetConnectOptions {
  /** "localhost" unless given. */
  readonly host?: string | null | undefined;
  readonly port?: number | string | null | undefined;
  /** Looks up the host in place of Node's resolver, with its arguments. */
  readonly lookup?: LookupFunction | undefined;
  /** 4 or 6: the version of IP; any unless given, or for 0. */
  readonly family?: number | undefined;
  /** Flags of `dns.lookup`. */
  readonly hints?: number | undefined;
  /** The path of a pipe, which `connect` refuses unless there is a port: Winsock has no pipes. */
  readonly path?: string | null | undefined;
}

/** The options of `createConnection`. */
export interface NetOptions extends NetConnectOptions, NetSocketOptions {
  /** Destroys the socket, also once it is connected. */
  readonly signal?: (CancelSignal & AbortSignal) | null | undefined;
  /** As `setTimeout` of the socket: milliseconds without traffic. */
  readonly timeout?: number | undefined;
}

/** A listener of "connect". It is called without arguments; node:http passes a function that it also calls itself. */
export type OnConnect = (...args: never[]) => void;

/** The arguments of `connect`: options, or a port and a host, each with a listener at the end. */
export type ConnectArguments =
  | [options: NetOptions, onConnect?: OnConnect]
  | [port: number | string, host?: string, onConnect?: OnConnect]
  | [port: number | string, onConnect?: OnConnect];

/** Brings the forms of `connect` into one. Throws an Error for the path of a pipe, and without a port. */
export function connectArguments([first, ...others]: ConnectArguments): [NetOptions, OnConnect | undefined] {
  const rest: readonly unknown[] = others;
  const onConnect = rest.find((arg): arg is OnConnect => typeof arg === "function");
  if (typeof first === "object") {
    // a port has precedence: options of HTTP may have the path of a URL, too
    if (first.port == null) {
      refusePath(first.path);
      throw Object.assign(new TypeError("connect needs a port"), { code: "ERR_MISSING_ARGS" });
    }
    return [first, onConnect];
  }
  if (isPath(first)) refusePath(first);
  return [{ port: first, host: rest.find((arg): arg is string => typeof arg === "string") }, onConnect];
}

/** The port of an argument, a number or a number in text. Throws a RangeError for any other value, as node:net does. */
export function portOf(port: unknown): number {
  const isNumber = typeof port === "number" || (typeof port === "string" && port.trim() !== "");
  const number = isNumber ? Number(port) : Number.NaN;
  if (number === (number & 0xffff)) return number;
  const message = `The port must be an integer from 0 to 65535, and it is ${JSON.stringify(port)}`;
  throw Object.assign(new RangeError(message), { code: "ERR_SOCKET_BAD_PORT" });
}

/** Whether net.Socket and net.Server take a first argument for the path of a pipe. */
export function isPath(first: unknown): boolean {
  return typeof first === "string" && !(Number(first) >= 0);
}

/** Throws an Error if `path` is the path of a pipe. */
export function refusePath(path: unknown): void {
  if (path == null || path === "") return;
  const message = `[ws2kit] sockets/node: "${path}" is the path of a pipe, and Winsock has none; a host and a port are needed`;
  throw Object.assign(new Error(message), { code: "ERR_INVALID_ARG_VALUE" });
}

/** The look-up that the options name: of the addresses of a host. */
export function lookupOf({ lookup = lookUp as LookupFunction, family = 0, hints = 0 }: NetConnectOptions): Lookup {
  const options: LookupOptions = { all: true, family, hints };
  return (host) =>
    new Promise((resolve, reject) => {
      lookup(host, options, (error, found) => {
        if (error !== null) reject(error);
        else resolve(typeof found === "string" ? [found] : found.map(({ address }) => address));
      });
    });
}
