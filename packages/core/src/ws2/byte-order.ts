import { isRef, type Ref, type SOCKET, SOCKET_ERROR, WSAEFAULT } from "@ws2kit/spi";
import { unlessFault } from "../calls/fault.js";
import { type Api, numberOf } from "./call.js";

/*
 * Host order is little-endian on every target, so each of these swaps. They need no WSAStartup and cannot fail.
 * Source: reference §6; oracle startup (htonl).
 */
const swap32 = (given: number) => {
  const value = numberOf(given);
  return (((value & 0xff) << 24) | ((value & 0xff00) << 8) | ((value >>> 8) & 0xff00) | (value >>> 24)) >>> 0;
};
export const swap16 = (given: number) => {
  const value = numberOf(given);
  return ((value & 0xff) << 8) | ((value >>> 8) & 0xff);
};

/** A u_long from host to network order. */
export const htonl: Api<(hostlong: number) => number> = () => swap32;
/** A u_short from host to network order. */
export const htons: Api<(hostshort: number) => number> = () => swap16;
/** A u_long from network to host order. */
export const ntohl: Api<(netlong: number) => number> = () => swap32;
/** A u_short from network to host order. */
export const ntohs: Api<(netshort: number) => number> = () => swap16;

/**
 * Converts a number into `result` by the byte order of the socket's protocol, which is big-endian for every protocol
 * here. 0, or SOCKET_ERROR with WSAENOTSOCK, WSAEFAULT (`result` is null), WSANOTINITIALISED. Source: page codes.
 */
type Conversion = Api<(s: SOCKET, value: number, result: Ref<number> | null) => number>;

const conversion =
  (swap: (value: number) => number): Conversion =>
  (process) =>
  (s, value, result) => {
    if (process.socketOf(s) === null) return SOCKET_ERROR;
    const isWritten = unlessFault(() => {
      if (!isRef(result)) return false;
      result.value = swap(value);
      return true;
    }, false);
    if (!isWritten) return process.fail(WSAEFAULT);
    process.thread.lastError = 0;
    return 0;
  };

/** A u_long from host to the socket's network order: `WSAHtonl(s, hostlong, lpnetlong)`. */
export const WSAHtonl: Conversion = /* @__PURE__ */ conversion(swap32);
/** A u_short from host to the socket's network order: `WSAHtons(s, hostshort, lpnetshort)`. */
export const WSAHtons: Conversion = /* @__PURE__ */ conversion(swap16);
/** A u_long from the socket's network order to host order: `WSANtohl(s, netlong, lphostlong)`. */
export const WSANtohl: Conversion = /* @__PURE__ */ conversion(swap32);
/** A u_short from the socket's network order to host order: `WSANtohs(s, netshort, lphostshort)`. */
export const WSANtohs: Conversion = /* @__PURE__ */ conversion(swap16);
