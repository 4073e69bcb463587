import { number, test, text } from "./expressions.js";
import { type Block, distinct } from "./plain-blocks.js";

/** Control flow: statements that end loops, iterators, blocks and functions, and code that runs at their end. */
export const FLOW: readonly Block[] = [
  function closedIterators(c, names) {
    const [it, i] = [c.fresh(), c.fresh()];
    const end = () => c.oneOf(["break;", "continue;", "throw new Error('x');", "return 'left';", "{}"]);
    return `say(((): string => { const ${it} = () => { let at = 0; return { [Symbol.iterator]() { return this; }, next() { say("next"); return { value: at++, done: at > 4 }; }, return() { say("return"); ${c.oneOf(["", "", "throw new Error('closing');"])} return { value: 0, done: true }; } }; };
      try { for (const ${i} of ${it}()) { try { if (${i} === ${c.below(4)}) ${end()} if (${test(c, [...names, i], 0)}) ${end()} say("at", ${i}); } finally { say("finally"); if (${i} === ${c.below(5)}) ${c.oneOf(["break;", "continue;", "{}"])} } } const [one, , two = tick(3)] = ${it}(); say(one, two); const [...all] = ${it}(); say(all); }
      catch (error) { say(String(error)); } return "end"; })());`;
  },

  function labelledBlocks(c, names) {
    const [out, inner, i] = [c.fresh(), c.fresh(), c.fresh()];
    const leave = () => c.oneOf([`break ${out};`, `break ${inner};`, "{}"]);
    return `${out}: { say("in"); ${inner}: { if (${test(c, names, 0)}) ${leave()} say("inner"); if (n1 > ${c.below(100)}) { ${leave()} } say("inner end"); } if (${test(c, names, 0)}) break ${out}; say("end"); }
      ${out}l: for (let ${i} = 0; ; ${i}++) { try { if (${i} > 3) break ${out}l; if (${i} % 2 === ${c.below(2)}) continue ${out}l; say("odd", ${i}); } finally { say("out", ${i}); if (${i} === 2) ${c.oneOf([`continue ${out}l;`, `break ${out}l;`, "{}"])} } }`;
  },

  function finallyOverrides(c) {
    const f = c.fresh();
    const end = () =>
      c.oneOf(["return 'a' + n;", "throw new Error('b' + n);", "say('c');", "if (n > 1) return n;", ""]);
    return `{ const ${f} = (n: number): unknown => { let x = n; try { x++; ${end()} try { ${end()} x = 10; } catch { x = 20; ${end()} } finally { x += 100; ${end()} } return x; } catch (error) { ${end()} return [String(error), x]; } finally { x = 7; ${c.oneOf([end(), ""])} } };
      for (const n of [0, 1, 2, 3]) try { say(${f}(n)); } catch (error) { say("thrown", String(error)); } }`;
  },

  function defaultsOfPatterns(c, names) {
    const [f, m, n, k] = [c.fresh(), ...distinct(c, 3)];
    const given = () =>
      c.oneOf([
        "{}",
        "undefined",
        `{ ${m}: null }`,
        `{ ${m}: { ${n}: 0 } }`,
        `{ ${m}: { ${n}: undefined, ${k}: "k" } }`,
      ]);
    return `{ type Given = { ${m}?: { ${n}?: number | undefined; ${k}?: string } | null };
      const ${f} = ({ ${m}: inner = { ${n}: tick(1) } }: Given = {}, [a = tick(2), [b = a, ...more] = [${number(c, names, 0)}, 5]]: [number?, number[]?] = []) => {
        const { ${n}: deep = tick(3), ${k}: text = ${text(c, names, 1)}, ...others } = inner ?? { ${k}: "none" }; say(deep, text, a, b, more, typeof others); };
      ${f}(${given()}); ${f}(${given()}, [${c.oneOf(["", "undefined", "1"])}]); ${f}(${given()}, [1, ${c.oneOf(["[]", "undefined", "[2, 3, 4]"])}]); say(${f}.length);
      let p = 1, q = 2; [p, q] = [q, p]; [q = tick(6), p] = [undefined, q] as [number | undefined, number]; ({ p } = { p: p + 1 });
      for (const [i, { ${m}: v = i } = {} as { ${m}?: number }] of [[1, { ${m}: 3 }], [2]] as [number, { ${m}?: number }?][]) say(i, v); say(p, q); }`;
  },

  function switchOfAll(c, names) {
    const [f, rows] = [c.fresh(), [`"a"`, `"b"`, "1", "NaN", "null", "tick(2)", "undefined", `"b"`]];
    const bodies = c
      .someOf(rows)
      .map(
        (row) =>
          `case ${row} as any: { let v = ${number(c, names, 0)}; say(v); ${c.oneOf(["break;", "return 'ret';", "", "const w = v; say(w); break;"])} }`,
      );
    bodies.splice(
      c.below(bodies.length + 1),
      0,
      `default: say("default"); ${c.oneOf(["", "break;", "return 'def';"])}`,
    );
    return `{ const ${f} = (of: unknown): string => { switch (of) { ${bodies.join("\n")} } return "after"; }; say(["a", "b", 1, 2, NaN, null, undefined, {}].map(${f}));
      switch (true as boolean) { case ${test(c, names, 0)}: say("first"); case ${test(c, names, 0)}: say("second"); break; default: say("neither"); } switch (tick(1)) {} switch (tick(1)) { default: say("only"); } switch (tick(2)) { case 2: } }`;
  },

  function afterTheEnd(c, names) {
    const f = c.fresh();
    return `{ function ${f}(n: number): any { if (n === 0) { return later(); } ${c.oneOf(["return hoisted;", "throw hoisted;", "return [hoisted, later()];"])} var hoisted: any = 5; say("never"); function later() { return hoisted === undefined ? "hoisted" : "set"; } }
      for (const n of [0, 1]) try { say(${f}(n)); } catch (error) { say("thrown", error); }
      if (any(${c.oneOf(["false", "0", '""', "null"])})) { var unset: any = ${number(c, names, 0)}; say("never"); } say(unset); do { if (tick(1)) continue; say("never"); } while (false); for (;;) { if (tick(1)) break; } while (0) { say("never"); } }`;
  },

  function variablesOfFunctions(c, names) {
    const [f, x] = [c.fresh(), c.fresh()];
    return `{ const ${f} = (n: number) => { var ${x} = n; if (n > 1) { var ${x} = n * 2; { let ${x} = 100; say(${x}); } } for (var ${x} = ${x} + 1; ${x} < n + 3; ${x}++) {} const calls = []; for (var i = 0; i < 2; i++) { let j = i; calls.push(() => [i, j++, ${x}]); } ${x} = -1; return calls.map((call) => call()); }; say(${f}(1), ${f}(2));
      const named = function again(n: number): number { return n <= 0 ? ${number(c, names, 0)} : again(n - 1); }; say(named(2)); let once = (n: number): number => n; const kept = once; once = (n) => kept(n) + 1; say(once(1), kept(1), ((a) => (b: number) => a + b)(1)(2)); }`;
  },

  function delegation(c) {
    const [g, h] = [c.fresh(), c.fresh()];
    return `{ function* ${g}(): Generator<unknown, string, unknown> { try { const got = yield 1; say("got", got); yield* [2, 3]; return "inner"; } catch (error) { say("caught", String(error)); yield "again"; return "late"; } finally { say("inner closed"); } }
      function* ${h}(): Generator<unknown, unknown, unknown> { const ended = yield* ${g}(); say(ended); return yield ended; }
      const it = ${h}(); say(it.next().value); ${c.oneOf(["say(it.next(5).value);", "say(it.throw(new Error('t')).value);", "say(it.return('r').value);", ""])} say(JSON.stringify([...it].length)); const { done } = it.next(); say(done); }`;
  },

  function membersOfClasses(c, names) {
    const [A, B, m, n, k] = [c.fresh(), c.fresh(), ...distinct(c, 3)];
    return `{ class C${A} { static #made = 0; static counted() { return ++C${A}.#made; } #secret = tick(1); ["${m}"] = () => this.#secret++; [${text(c, [], 0)} + "1"]() { return 5; } get ${n}() { return this.#hidden(); } set ${n}(to: number) { this.#secret = to; } #hidden(): number { return this.#secret * 2; } static get ${k}() { return C${A}.counted() > 0; } *[Symbol.iterator]() { yield this.#secret; } static is(one: unknown) { return one instanceof C${A}; } }
      class C${B} extends C${A} { own = super.${n}; constructor(...args: number[]) { super(); this.${n} = args.length; } override get ${n}() { return super.${n} + ${number(c, names, 0)}; } override set ${n}(to: number) { super.${n} = to + 1; } }
      const one = ${c.oneOf([`new C${A}()`, `new C${B}(1, 2)`])}; say(one.${m}(), one.${n}, (one.${n} = 4), one.${n}, [...one], C${A}.counted() + C${B}.counted(), C${A}.${k}, C${A}.is(one), ${c.oneOf([`(() => one.${m})()()`, `one["${m}"]()`])}); }`;
  },

  function asynchronousFlow(c) {
    const [f, g] = [c.fresh(), c.fresh()];
    // engines take different numbers of turns for an asynchronous generator, so nothing else of the program runs then
    const turns = 60 + 40 * Number(f.slice(1));
    return `{ async function* ${g}(n: number) { try { for (let i = 0; i < n; i++) yield tick(i); } finally { say("closed"); } }
      const ${f} = async (n: number) => { const got: unknown[] = []; for (let i = 0; i < ${turns}; i++) await null; try { for await (const one of ${g}(4)) { if (one === n) ${c.oneOf(["break;", "return 'left';", "throw new Error('at');"])} got.push(await one); } } catch (error) { got.push(String(error)); } finally { await null; got.push("f"); } return got.concat(await Promise.all([1, tick(2), Promise.resolve(3)])).join(); };
      void ${f}(${c.below(4)}).then((all) => say(all), say).finally(() => say("settled")); }`;
  },
];
