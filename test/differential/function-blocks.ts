import type { Choices } from "./choices.js";
import { MEMBERS, number } from "./expressions.js";
import type { Block } from "./plain-blocks.js";

/** Uses and declarations of functions, within a function or at the top level. */
export const FUNCTIONS: readonly Block[] = [
  function usedBeforeDeclared(c, names) {
    const [f, g, early] = [c.fresh(), c.fresh(), c.fresh()];
    return inAnyOrder(c, [
      `function ${f}(n: number): number { return ${g}(n) + ${number(c, [...names, "n"], 1)}; }`,
      `function ${g}(n = tick(4)): number { return n * 2; }`,
      `const ${early} = ${c.oneOf([`${f}(1)`, `[${f}][0](2)`, `[3, 4].map(${f})[1]`, `((call: typeof ${f}) => call(5))(${f})`])}; say(${early});`,
    ]);
  },

  function tableOfLaterFunctions(c) {
    const [f, table] = [c.fresh(), c.fresh()];
    return inAnyOrder(c, [
      `function ${f}(): number { return tick(1); }`,
      `const ${table} = { made: ${c.oneOf([`${f}`, `() => ${f}()`])}, same: ${f} === ${f} }; say(${table}.made(), ${table}.same);`,
    ]);
  },

  function classOfLaterFunctions(c) {
    const [f, A] = [c.fresh(), c.fresh()];
    return inAnyOrder(c, [
      `function ${f}(n: number): number { return tick(n); }`,
      `class C${A} { ${c.oneOf(["static ", ""])}${c.oneOf(MEMBERS)}s = ${f}(1); inner = ${f}(2); } say(new C${A}().inner);`,
    ]);
  },

  function declaredInALoop(c) {
    const [f, list, i] = [c.fresh(), c.fresh(), c.fresh()];
    return `{ const ${list}: (() => number)[] = [];
      for (${c.oneOf([`const ${i} of [1, 2, 3]`, `let ${i} = 0; ${i} < 3; ${i}++`])}) { ${inAnyOrder(c, [`${list}.push(${f}); say(${f}());`, `function ${f}(): number { return tick(${i}); }`])} }
      say(...${list}.map((call) => call()), new Set(${list}).size); }`;
  },

  function declaredInACase(c) {
    const [f, n] = [c.fresh(), c.fresh()];
    const rows = inAnyOrder(c, [
      `case 0: say(${f}(0)); break;`,
      `case 1: function ${f}(m: number): number { return tick(m) + 1; } break;`,
      `case 2: say(${f}(2)); break;`,
    ]);
    return `for (const ${n} of [0, 1, 2] as number[]) switch (${n}) { ${rows} }`;
  },

  function declaredInABranch(c) {
    const f = c.fresh();
    const branch = (n: number) =>
      `{ ${inAnyOrder(c, [`say(${f}(${n}));`, `function ${f}(m: number): string { return "branch" + m; }`])} }`;
    return inAnyOrder(c, [
      `if (tick(${c.below(2)}) > 0) ${branch(1)} else ${branch(2)}`,
      `function ${f}(m: number): string { return "outer" + m; }`,
      `say(${f}(3));`,
    ]);
  },

  function context(c) {
    const [f, g] = [c.fresh(), c.fresh()];
    const m = c.oneOf(MEMBERS);
    return inAnyOrder(c, [
      `function ${f}(this: { readonly ${m}: number }, ..._all: number[]): number { return this.${m} + arguments.length; }`,
      `function ${g}(): string { return \`\${new.target === undefined} \${[1].map(() => arguments.length)}\`; }`,
      `{ const held = { ${m}: 7, of: ${f} }; say(${f}.call({ ${m}: 5 }), ${f}.apply({ ${m}: 6 }, [1, 2]), held.of(1), ${g}()); }`,
    ]);
  },

  function usedTooEarly(c) {
    const [f, late, error] = [c.fresh(), c.fresh(), c.fresh()];
    return `function ${f}(): number { return ${late}; } try { say(${f}()); } catch (${error}) { say(${error} instanceof ReferenceError); } ${c.oneOf(["let", "const"])} ${late} = tick(3); say(${f}());`;
  },

  function shadowedConstant(c) {
    const [k, f] = [c.fresh(), c.fresh()];
    return `const ${k} = 1; const ${f} = (${k}: 1 | 2): number => ({ [${k}]: tick(${k}), 3: 0 })[${k}] ?? -1; say(${f}(${k}), ${f}(2));`;
  },
];

/** Constructs functions, and reads their properties. */
export const CONSTRUCTORS: readonly Block[] = [
  function constructed(c) {
    const f = c.fresh();
    return inAnyOrder(c, [
      `function ${f}(this: any, x: number) { if (new.target !== undefined) this.x = x; }`,
      `(${f} as any).prototype.twice = function (this: any) { return this.x * 2; };
       { const made = new (${f} as any)(${c.below(9)}); say(made.twice(), made instanceof (${f} as any), made.constructor === ${f}); }`,
    ]);
  },

  function emptyConstructor(c) {
    const f = c.fresh();
    return inAnyOrder(c, [
      `function ${f}() {}`,
      `say(typeof new (${f} as any)(), Reflect.construct(${f}, []) instanceof (${f} as any), typeof ${f}.prototype);`,
    ]);
  },

  function noConstructor(c) {
    const f = c.fresh();
    const made = c.oneOf(["() => 1", "async () => 1", "({ m() { return 1; } }).m"]);
    return `{ const ${f}: any = ${made}; try { new ${f}(); say("constructed"); } catch (error) { say((error as Error).name, typeof ${f}.prototype); } }`;
  },

  function described(c) {
    const [f, g] = [c.fresh(), c.fresh()];
    return inAnyOrder(c, [
      `function ${f}(a: number, b = 2, ..._c: number[]): number { return a + b; }`,
      `{ const ${g} = (a: number, [b]: number[]): number => a + b; say(${f}.name, ${f}.length, ${g}.name, ${g}.length); }`,
    ]);
  },

  function assignedConstant(c) {
    const k = c.fresh();
    return `{ const ${k} = tick(1); try { (${k} as any)${c.oneOf([" = 2", "++", " += 1"])}; } catch (error) { say((error as Error).name); } say(${k}); }`;
  },

  function globalsAsMembers() {
    return "{ const all = { Uint8Array, Map }; say(Object.keys(all).join(), new all.Uint8Array(2).length); }";
  },
];

function inAnyOrder(c: Choices, parts: readonly string[]): string {
  const left = [...parts];
  const order: string[] = [];
  while (left.length > 0) order.push(...left.splice(c.below(left.length), 1));
  return order.join("\n");
}
