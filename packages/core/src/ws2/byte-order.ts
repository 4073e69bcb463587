import { isRef, type Ref, type SOCKET, SOCKET_ERROR, WSAEFAULT } from "@ws2kit/spi";
import { unlessFault } from "../calls/fault.js";
import { type Api, numberOf } from "./call.js";

/*
 * Host order is little-endian on every target, so each of these functions swaps the bytes. They need no WSAStartup and
 * cannot fail. Source: reference §6; oracle startup (htonl).
 */
const swap32 = (given: number) => {
  const value = numberOf(given);
  return (((value & 0xff) << 24) | ((value & 0xff00) << 8) | ((value >>> 8) & 0xff00) | (value >>> 24)) >>> 0;
};
export const swap16 = (given: number) => {
  const value = numberOf(given);
  return ((value & 0xff) << 8) | ((value >>> 8) & 0xff);
};

/**
 * Converts a u_long from host to network byte order. It needs no WSAStartup and cannot fail.
 *
 * @param hostlong the number, in host order
 * @returns the number in network order
 */
export const htonl: Api<(hostlong: number) => number> = () => swap32;
/**
 * Converts a u_short from host to network byte order. It needs no WSAStartup and cannot fail.
 *
 * @param hostshort the number, in host order
 * @returns the number in network order
 */
export const htons: Api<(hostshort: number) => number> = () => swap16;
/**
 * Converts a u_long from network to host byte order. It needs no WSAStartup and cannot fail.
 *
 * @param netlong the number, in network order
 * @returns the number in host order
 */
export const ntohl: Api<(netlong: number) => number> = () => swap32;
/**
 * Converts a u_short from network to host byte order. It needs no WSAStartup and cannot fail.
 *
 * @param netshort the number, in network order
 * @returns the number in host order
 */
export const ntohs: Api<(netshort: number) => number> = () => swap16;

/**
 * Converts a number by the byte order of the socket's protocol, which is big-endian for every protocol here, and stores
 * it in `result`. Returns 0, or SOCKET_ERROR with WSAENOTSOCK, WSAEFAULT (`result` is null), WSANOTINITIALISED. Source:
 * page codes.
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

/**
 * Converts a u_long from host order to network order, by the byte order of the socket's protocol.
 *
 * Codes: WSAENOTSOCK, WSAEFAULT (`result` is null), WSANOTINITIALISED. Source: page codes.
 *
 * @param value the number, in host order
 * @param result receives it in network order
 * @returns 0, or SOCKET_ERROR
 */
export const WSAHtonl: Conversion = /* @__PURE__ */ conversion(swap32);
/**
 * Converts a u_short from host order to network order, by the byte order of the socket's protocol.
 *
 * Codes: WSAENOTSOCK, WSAEFAULT (`result` is null), WSANOTINITIALISED. Source: page codes.
 *
 * @param value the number, in host order
 * @param result receives it in network order
 * @returns 0, or SOCKET_ERROR
 */
export const WSAHtons: Conversion = /* @__PURE__ */ conversion(swap16);
/**
 * Converts a u_long from network order to host order, by the byte order of the socket's protocol.
 *
 * Codes: WSAENOTSOCK, WSAEFAULT (`result` is null), WSANOTINITIALISED. Source: page codes.
 *
 * @param value the number, in network order
 * @param result receives it in host order
 * @returns 0, or SOCKET_ERROR
 */
export const WSANtohl: Conversion = WSAHtonl;
/**
 * Converts a u_short from network order to host order, by the byte order of the socket's protocol.
 *
 * Codes: WSAENOTSOCK, WSAEFAULT (`result` is null), WSANOTINITIALISED. Source: page codes.
 *
 * @param value the number, in network order
 * @param result receives it in host order
 * @returns 0, or SOCKET_ERROR
 */
export const WSANtohs: Conversion = WSAHtons;
