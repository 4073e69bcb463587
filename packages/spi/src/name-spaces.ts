/**
 * The contract of name spaces: numbers, structures, and the functions of a provider. It is an entry of its package by
 * itself, so that the libraries of systems without name spaces do not contain it.
 */
export * from "./bytes/extended-addresses.js";
export * from "./bytes/query-set.js";
export * from "./bytes/service-class.js";
export * from "./contract/name-space.js";
