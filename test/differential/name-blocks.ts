import { number, text } from "./expressions.js";
import { type Block, distinct } from "./plain-blocks.js";

/** Objects of ws2kit's that an application holds. */
const THINGS = [
  "newWSAPROTOCOL_INFOW()",
  "newWSADATA()",
  "newWSABUF(new Uint8Array(2))",
  "fd_set()",
  "ref(5)",
  "machine.counters",
  "profile",
  "profile.device",
  "machine.profile.limits",
  "newWSAOVERLAPPED()",
  "decodeProtocolInfo(encodeProtocolInfo(newWSAPROTOCOL_INFOW()))",
  "{ ...newWSAPROTOCOL_INFOW(), extra: 1 }",
  "Object.assign({ mine: 1 }, newWSABUF(new Uint8Array(1)))",
];

/** Uses of the names of members. */
export const NAMED: readonly Block[] = [
  (c) => `say(JSON.stringify(${c.oneOf(THINGS)}));`,
  (c) => `say(Object.keys(${c.oneOf(THINGS)}).join(), Object.getOwnPropertyNames(${c.oneOf(THINGS)}).sort().join());`,
  (c) => `for (const [key, value] of Object.entries(${c.oneOf(THINGS)})) say(key, typeof value);`,
  (c) => `for (const key in ${c.oneOf(THINGS)}) say(key);`,
  (c) =>
    `{ const { szProtocol, ...rest } = newWSAPROTOCOL_INFOW(); say(szProtocol, JSON.stringify(rest), "iProtocol" in rest, ${text(c, [], 0)} in rest); }`,
  (c) =>
    `{ const thing = ${c.oneOf(THINGS)} as unknown as Record<string, unknown>; for (const key of ["iProtocol", "len", "wVersion", "fd_count", "value", "bytesSent", "name", "heap"]) say(key, typeof thing[key], key in thing); }`,
  (c) =>
    `{ const thing: any = ${c.oneOf(THINGS)}; say(typeof thing.len, typeof thing.iProtocol, typeof thing.bytesSent, typeof thing["fd_" + "count"]); }`,
  () => `say(Object.keys(machine.openProcess()).join());`,
  () => `say(Object.keys(machine).join());`,
  (c) =>
    `{ const list = <T extends object>(one: T): string => Object.keys(one).join(); say(list(${c.oneOf(THINGS)}), list({ ${distinct(c, 1)[0]}: 1 })); }`,
  (c) =>
    `{ const named: { szProtocol?: string } = newWSAPROTOCOL_INFOW(); say(JSON.stringify(named), Object.values(${c.oneOf(THINGS)}).length); }`,

  function readBack(c) {
    return `{ const info = JSON.parse('{"iProtocol":${c.below(99)},"szProtocol":"x","ProtocolChain":{"ChainLen":1,"ChainEntries":[7]}}') as WSAPROTOCOL_INFOW;
      say(info.iProtocol, info.szProtocol, info.ProtocolChain.ChainEntries[0], encodeProtocolInfo({ ...newWSAPROTOCOL_INFOW(), ...info })[40]); }`;
  },

  function ownObjects(c, names) {
    const [m, n, k] = distinct(c, 3);
    return `{ class A { ${m} = ${number(c, names, 1)}; private ${n} = tick(2); get ${k}() { return this.${n}; } toJSON?: () => unknown; } const one = new A(); say(JSON.stringify(one), Object.keys(one).join(), "${k}" in one, one.hasOwnProperty("${m}"), JSON.stringify({ one, list: [one.${k}] }));
      const { ${m}: taken, ...rest } = one; say(taken, JSON.stringify(rest), JSON.stringify(Object.fromEntries(Object.entries(one))), JSON.stringify(Object.getOwnPropertyDescriptor(one, "${n}"))); }`;
  },

  function optionalMembers(c) {
    const [m, n] = distinct(c, 2);
    return `{ const o: { ${m}?: number; ${n}?: string } = {}; o.${m} = ${c.below(9)}; if (${c.below(2)} > 0) o.${n} = "x"; say(JSON.stringify(o)); Object.defineProperty(o, "${n}", { value: "y", enumerable: true }); say(o.${n}, JSON.stringify(o)); delete o.${m}; say("${m}" in o); }`;
  },

  function regularExpressions() {
    return `{ const { groups } = /(?<len>\\d+)-(?<state>\\w+)/.exec("12-ab")!; say(groups?.len, groups!["state"], JSON.stringify(groups)); }`;
  },

  function sharedNames(c) {
    return `{ interface Mine { szProtocol: string; ${c.oneOf(["len", "counters"])}?: number } const mine: Mine = { szProtocol: "mine" }; const info = newWSAPROTOCOL_INFOW(); info.szProtocol = "its";
      for (const one of [mine, info] as readonly { szProtocol: string }[]) say(one.szProtocol, one["szProtocol"]); }`;
  },

  function errors(c) {
    const m = distinct(c, 1)[0];
    return `{ class Mine extends Error { readonly ${m} = 1; override name = "Mine"; } try { throw new Mine("x"); } catch (error) { say(String(error), JSON.stringify(error), error instanceof Mine && error.${m}); } }`;
  },

  () =>
    `{ function spoken() {} class Spoken {} const arrow = () => 1; say(spoken.name, Spoken.name, arrow.name, new Spoken().constructor.name, (class Inner {}).name); }`,

  (c) =>
    `machine.platform.log({ code: "layer-event", args: [${c.oneOf(["newWSABUF(null)", "{ send: 1, len: [2] }", "[newWSADATA()]"])}] });`,
];
