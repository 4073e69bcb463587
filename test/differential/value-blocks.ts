import { MEMBERS, mixed, number, test, text } from "./expressions.js";
import { type Block, distinct } from "./plain-blocks.js";

/** Operations on values: the types of results, and the order in which operands are evaluated. */
export const VALUES: readonly Block[] = [
  function sums(c, names) {
    const [s, n] = [c.fresh(), c.fresh()];
    const terms = Array.from({ length: 3 + c.below(3) }, () => mixed(c, [...names, n], [s]));
    const [nested, flat] = [c.below(terms.length), terms.join(" + ")];
    const other = `${terms.slice(0, nested).join(" + ") || '""'} + (${terms.slice(nested).join(" + ")})`;
    return `{ let ${n}: number = ${number(c, names, 1)}; let ${s}: any = ${mixed(c, names, [])}; say(${flat}, typeof (${flat})); say(${other}); ${n}++; ${s} += ${terms[0]}; say(${s}); }`;
  },

  function sumsOfKnownTypes(c, names) {
    const terms = () =>
      [text(c, names, 1), c.oneOf([`(${number(c, names, 1)} | 0)`, `-n1`, `(n1 * 2)`]), number(c, [], 0)].join(" + ");
    return `say(${terms()}, (${terms()}) + ${number(c, [], 1)}, ${number(c, names, 0)} + (${terms()}), \`\${n1}\` + (n1 & 3) + ${number(c, [], 0)} + "b".length);`;
  },

  function escapes(c, names) {
    const parts = [
      "\\`",
      "\\${",
      "\\\\",
      "$",
      "}",
      "\\n",
      "\\u0041",
      "\\u{1F600}",
      "'",
      '"',
      "\n",
      "`".replace("`", "\\x60"),
    ];
    const piece = () => c.someOf(parts).join("");
    return `say(\`${piece()}\${${text(c, names, 1)}}${piece()}\` + ${text(c, names, 0)}, ${text(c, names, 0)} + \`${piece()}\${n1}\`, \`${piece()}\` + \`${piece()}\${\`${piece()}\${n0}\`}\`);`;
  },

  function comparisons(c, names) {
    const [a, b] = [c.fresh(), c.fresh()];
    const pairs = ["==", "!=", "===", "!==", "<", "<=", ">", ">="].map((operator) => `${a} ${operator} ${b}`);
    return `{ const ${a}: any = ${mixed(c, names, [])}; const ${b}: any = ${mixed(c, names, [])};
      say(${c.someOf(pairs).join(", ")}, !(${c.oneOf(pairs)}), !${a}, !!${b}, ${a} == null, ${b} === undefined || ${b} === null, typeof ${a} === "undefined", typeof ${b} == "${c.oneOf(["number", "string", "object"])}"); }`;
  },

  function logic(c, names) {
    const [a, b] = [c.fresh(), c.fresh()];
    const one = () =>
      c.oneOf([
        a,
        b,
        `any(!${a})`,
        `any(tick(${c.below(2)}))`,
        `any(${test(c, names, 0)})`,
        `any(${mixed(c, names, [])})`,
      ]);
    const either = () => c.oneOf([`(${one()} && ${one()})`, `(${one()} || ${one()})`, `(${one()} ?? ${one()})`]);
    return `{ const ${a}: any = ${mixed(c, names, [])}; const ${b}: any = tick(${c.below(2)});
      say(${either()} || ${one()}, ${either()} && ${either()}, (${either()} ? ${one()} : ${one()}), ${one()} ? true : false, !(${one()} && !${one()}));
      if (${either()}) say("if"); else if (${one()}) say("else if"); else say("else"); if (!(${either()})) { say("not"); } ${one()} && say("and"); ${one()} || say("or"); }`;
  },

  function answers(c, names) {
    const f = c.fresh();
    const value = () => c.oneOf(["true", "false", "n", "!n", "1", "undefined", `"x"`, `n > 2`]);
    const rows = Array.from(
      { length: 3 },
      () => `if (${test(c, [...names, "n"], 0)}) ${c.oneOf(["return", "return"])} ${value()};`,
    );
    return `{ const ${f} = (n: number): unknown => { ${rows[0]} ${rows[1]} else { say("else", n); } if (n === ${c.below(4)}) return; ${rows[2]} ${c.oneOf([`return ${value()};`, ""])} }; say([0, 1, 2, 3].map(${f})); }`;
  },

  function optionalChains(c, names) {
    const [o, m, n, k] = [c.fresh(), ...distinct(c, 3)];
    const held = c.oneOf([
      "null",
      "undefined",
      `{ ${n}: null }`,
      `{ ${n}: { ${k}: (n: number) => tick(n), list: [1, 2] } }`,
    ]);
    return `{ interface Inner { ${k}?: (n: number) => number; list?: number[] } const ${o} = { get ${m}(): { ${n}: Inner | null } | null | undefined { say("get"); return ${held}; } };
      say(${o}.${m}?.${n}?.${k}?.(tick(1)), ${o}?.${m}?.["${n}"]?.list?.[tick(${c.below(3)})], ${o}.${m}?.${n}?.list?.length ?? ${number(c, names, 1)}, ${o}.${m}?.${n}?.list!.map((one) => one + 1).join() === undefined, typeof ${o}.${m}?.${n});
      try { say((${o}.${m}?.${n})!.list); } catch (error) { say(error instanceof TypeError); } }`;
  },

  function spreads(c, names) {
    const [o, m, n, k] = [c.fresh(), ...distinct(c, 3)];
    return `{ const ${o} = { ${m}: tick(1), get ${n}() { return tick(2); } }; const copy = { ${c.oneOf([`${m}: tick(9), `, ""])}...(${o} as Partial<typeof ${o}>), ${k}: ${number(c, names, 0)}, ...(${test(c, names, 0)} ? { ${n}: 5 } : null) };
      say(copy.${m}, copy.${n}, copy.${k}, [...${text(c, names, 0)}, ...[1, 2].map(tick), ...new Set([3, 3])].length, Math.max(...[tick(1), tick(2)], tick(3)), [, ...[,]].length);
      const all = (...values: unknown[]) => { const [first, ...rest] = values; say(first, rest.length, ...rest); }; all(...([tick(4), tick(5)] as [number, number]), ...counting(${c.below(3)})); all(...(${text(c, [], 0)} + "x")); }`;
  },

  function orderOfOperands(c, names) {
    const [o, i, m] = [c.fresh(), c.fresh(), c.oneOf(MEMBERS)];
    return `{ const ${o} = { ${m}: ${c.below(9)}, list: [1, 2, 3] }; let ${i} = 0;
      ${o}.list[${i}++] += ${i} * 10; ${o}.list[${i}] = ${i} = 2; say(${o}.list, ${i}); ${i} = ${i}++ + ${i}; say(${i}, ${i}++ - --${i}, -${i} - -${i}, + +${i});
      const before = ${o}.${m}; ${o}.${m} = tick(before + 1); const after = ${o}.${m}; ${o}.${m} += ${o}.${m}++ + ++${o}.${m}; say(after, before, ${o}.${m});
      const first = tick(1), second = tick(2); say(second - first, first, ${number(c, names, 1)}); const change = () => (${o}.${m} = 100); say(${o}.${m} + change() + ${o}.${m});
      const [left, right] = [${i}, ${o}.list.length]; ${i} = right; say(left, right, ${i}); }`;
  },

  function logicalAssignments(c, names) {
    const [o, m] = [c.fresh(), c.oneOf(MEMBERS)];
    return `{ const ${o}: { ${m}: any } = { get ${m}() { say("get"); return ${mixed(c, names, [])}; }, set ${m}(to) { say("set", to); } };
      say(${o}.${m} ||= tick(1)); say(${o}.${m} &&= tick(2)); say(${o}.${m} ??= tick(3)); let v: any = ${mixed(c, names, [])}; v ||= ${mixed(c, names, [])}; v &&= tick(4); v ??= 5; say(v); }`;
  },

  function primitives(c, names) {
    const o = c.fresh();
    return `{ const ${o}: any = { valueOf() { say("valueOf"); return ${number(c, names, 0)}; }, toString() { say("toString"); return ${text(c, names, 0)}; }${c.oneOf(["", `, [Symbol.toPrimitive](hint: string) { say(hint); return ${number(c, names, 1)}; }`])} };
      say(\`\${${o}}\`, ${o} + "", ${o} + 1, "" + ${o} + 2, ${o} * 2, String(${o}), [${o}].join(), ${o} == any(${number(c, names, 0)}), ${o} < 5, -${o}); }`;
  },
];
