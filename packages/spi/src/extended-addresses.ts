/**
 * The structures of GetAddrInfoExW, and flags of name resolution of Vista and later. This is a separate entry of the
 * package, so that the libraries of other systems do not contain it.
 */
export * from "./bytes/extended-addresses.js";
