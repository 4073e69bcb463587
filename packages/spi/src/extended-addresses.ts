/**
 * What GetAddrInfoExW takes and returns, and flags of name resolution of Vista and later. It is an entry of its package
 * by itself, so that the libraries of systems without them do not contain it.
 */
export * from "./bytes/extended-addresses.js";
