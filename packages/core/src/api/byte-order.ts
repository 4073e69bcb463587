import { type Api, numberOf } from "./call.js";

/*
 * Host order is little-endian on every target, so each of these swaps. They need no WSAStartup and cannot fail.
 * Source: reference §6; oracle startup rows for htonl.
 */
const swap32 = (given: number) => {
  const value = numberOf(given);
  return (((value & 0xff) << 24) | ((value & 0xff00) << 8) | ((value >>> 8) & 0xff00) | (value >>> 24)) >>> 0;
};
const swap16 = (given: number) => {
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
