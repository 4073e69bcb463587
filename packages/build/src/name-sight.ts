import { freeNames } from "./free-names.js";
import { spelledNames } from "./spelled-names.js";
import { parse, visit } from "./syntax-tree.js";

/** What tells a program the names of an object's members, or takes objects or code out of it and in. */
const SIGHTS = ["JSON", "Object", "Reflect", "Proxy", "Function", "eval", "globalThis"];
/** A log record's arguments become JSON: a program that writes records of its own may write anything there. */
const RECORDS = ["args", "record"];
/** Where ws2kit itself meets names from outside. */
const OUTLETS = ["JSON", "globalThis"];

/**
 * Whether a module could tell what the members of an object are called, or lets somebody outside tell: the host, if it
 * has objects of the host's. `modules` are all that are in the program.
 */
export function looksAtNames(code: string, modules: readonly string[]): boolean {
  return spellsOneOf(code, [...SIGHTS, ...RECORDS]) || hasForIn(code) || freeNames(code, modules).length > 0;
}

/** Whether names of a module of ws2kit are met outside of the program: by its host, or in JSON. */
export function isOutlet(code: string): boolean {
  return spellsOneOf(code, OUTLETS);
}

function spellsOneOf(code: string, names: readonly string[]): boolean {
  const spelled = spelledNames(code);
  return names.some((name) => spelled.has(name));
}

function hasForIn(code: string): boolean {
  let found = false;
  visit(parse(code), ({ type }) => {
    found ||= type === "ForInStatement";
  });
  return found;
}
