import { isRef, type NetworkStack, type Ref, WSAEFAULT, WSAHOST_NOT_FOUND } from "@ws2kit/spi";
import { isNumber } from "../calls/given.js";
import { type Api, ws2Call } from "./call.js";

/** NI_MAXHOST: the longest name, with its terminator. */
const MOST_NAME = 1025;
/** The result for a machine without a name: gethostname succeeds there too (gethostname/unnamed). */
const NO_NAME = "localhost";

/**
 * Returns the name of the host with a socket address, or this machine's name for an empty address; or a code:
 * WSAHOST_NOT_FOUND or the stack's. It blocks as long as the stack does.
 */
export function hostNameAt(network: NetworkStack, address: Uint8Array): string | number {
  const out = new Uint8Array(MOST_NAME);
  const length = network.hostName?.(address, address.length, out) ?? 0;
  if (length <= 0) return -length || WSAHOST_NOT_FOUND;
  return String.fromCharCode(...out.subarray(0, length));
}

/** This machine's own name. */
export function ownHostName(network: NetworkStack): string {
  const name = hostNameAt(network, new Uint8Array(0));
  return isNumber(name) ? NO_NAME : name;
}

/**
 * Returns this machine's name, which gethostbyname resolves.
 *
 * Codes: WSAEFAULT (null, or too little room), WSANOTINITIALISED. Source: page codes; page remarks.
 *
 * @param name receives the name
 * @param namelen length of the buffer in characters, terminator included
 * @returns 0, or SOCKET_ERROR
 */
export const gethostname: Api<(name: Ref<string>, namelen: number) => number> = ws2Call((process, name, namelen) => {
  const own = ownHostName(process.machine.platform.network);
  if (!isRef(name) || !(namelen > own.length)) return -WSAEFAULT;
  name.value = own;
  return 0;
});

/**
 * Returns this machine's name, as `gethostname` does. Text is UTF-16 in both.
 *
 * Codes: WSAEFAULT (null, or too little room), WSANOTINITIALISED. Source: page codes; page remarks.
 *
 * @param name receives the name
 * @param namelen length of the buffer in characters, terminator included
 * @returns 0, or SOCKET_ERROR
 */
export const GetHostNameW = gethostname;
