import { number, text } from "./expressions.js";
import { type Block, distinct } from "./plain-blocks.js";

/** Uses of names that are computed at run time and listed by the compiler's types. */
export const KEYED: readonly Block[] = [
  (c) =>
    `say(...([${c.someOf(['"Sent"', '"Received"']).join(", ")}] as const).map((way) => machine.counters[\`bytes\${way}\`]));`,

  function fieldsOfAStructure(c) {
    const fields = [
      "iVersion",
      "iProtocol",
      "iSocketType",
      "iAddressFamily",
      "dwMessageSize",
      "dwProviderFlags",
    ] as const;
    return `{ const info = newWSAPROTOCOL_INFOW();
      for (const field of [${c.someOf(fields.map((one) => `"${one}"`)).join(", ")}] as const) { info[field] = ${c.below(9)}; say(field, info[field]++, info[field]); }
      say(info.iProtocol, info.iVersion, encodeProtocolInfo(info)[${72 + c.below(30)}]); }`;
  },

  function functionsOfTheDll(c) {
    return `{ const ws2 = machine.openProcess(); for (const order of ["s", "l"] as const) say(ws2[\`ht\${"on"}\${order}\`](${c.below(70000)}), ws2[\`nto\${"h"}\${order}\`](${c.below(70000)})); }`;
  },

  function limits(c) {
    return `for (const key of [${c.someOf(['"heap"', '"stack"', '"watchdog"']).join(", ")}] as const) say(key, profile.device[key], machine.profile["device"][key]);`;
  },

  function buffers(c) {
    return `{ const buffer = newWSABUF(new Uint8Array(${c.below(9)})); const key = ${c.oneOf(['"len"', '"off"'])} as "len" | "off"; buffer[key] = ${c.below(9)}; say(buffer.len, buffer.off ?? 0, buffer[key] ?? 0);
      const { [key]: taken } = buffer; say(taken ?? 0); }`;
  },

  function ownMembers(c, names) {
    const [m, n] = distinct(c, 2);
    return `{ const o = { ${m}: ${number(c, names, 1)}, "${n}": tick(2) }; for (const key of ["${m}", "${n}"] as const) { o[key] += 1; say(key, o[key], key in o); }
      const { ["${m}" as const]: taken, ...rest } = o; say(taken, rest["${n}"]); }`;
  },

  function templateTypes(c) {
    const m = c.oneOf(["send", "len", "state", "x"]);
    const parts = ["A", "B"];
    return `{ type Name = \`${m}\${"A" | "B"}\`; const table: { [K in Name]: number } = { ${parts.map((part, i) => `${m}${part}: ${i + c.below(9)}`).join(", ")} };
      for (const part of ["A", "B"] as const) say(table[\`${m}\${part}\`]++); say(table.${m}A, table.${m}B); }`;
  },

  function dictionaries(c, names) {
    const [m, n] = distinct(c, 2);
    return `{ const count: Record<string, number> = {}; for (const letter of ${text(c, names, 1)} + "abcab${m}") count[letter] = (count[letter] ?? 0) + 1;
      count.${m} = 5; count["${n}"] = 6; say(count.a, count.b, count.${m}, count[${JSON.stringify(n)}], count.${c.oneOf(["len", "aa", "send"])} ?? "none", count["toString"] === Object.prototype.toString as unknown); }`;
  },

  function computedMembers(c) {
    const m = c.oneOf(["send", "a", "szProtocol"]);
    return `{ const key = "${m}"; const made = "made"; class A { [key](n: number) { return tick(n); } static [made] = tick(3); get ["got"]() { return 4; } } say(new A()[key](1), new A().${m}(2), A.made, new A().got); }`;
  },
];
