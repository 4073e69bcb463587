/**
 * The contract of name spaces: numbers, structures, and the functions of a provider. It is a separate entry of the
 * package, so that a target without name spaces does not contain it.
 */
export * from "./bytes/query-set.js";
export * from "./bytes/service-class.js";
export * from "./contract/name-space.js";
