import type { Choices } from "./choices.js";
import { MEMBERS, number, test, text } from "./expressions.js";

/** Statements of a program, made of numbers that `names` stand for. */
export type Block = (choices: Choices, names: readonly string[]) => string;

const times = (choices: Choices) => choices.oneOf([0, 1, 2, 3, 5]);

/** Code with plain accesses to members only. */
export const PLAIN: readonly Block[] = [
  (c, names) => `say(${number(c, names, 3)}, ${text(c, names, 3)}, ${test(c, names)});`,

  function argumentOrder(c, names) {
    const calls = Array.from({ length: 3 }, () => `tick(${number(c, names, 1)})`);
    return `say(...[${calls.join(", ")}]); say(Math.max(${calls.join(", ")}), [${calls.join(", ")}].length);`;
  },

  function loopOfNothing(c) {
    const i = c.fresh();
    return c.oneOf([
      `for (let ${i} = 0; ${i} < ${times(c)}; ${i}++) {}`,
      `let ${i} = ${times(c)}; while (${i}-- > 0); say(${i});`,
      `let ${i} = 0; do {} while (tick(${i}++) < ${times(c)}); say(${i});`,
      `for (const ${i} of [1, 2, 3].map(tick)) {}`,
      `for (const ${i} of counting(${times(c)})) { continue; }`,
    ]);
  },

  function loopForALocal(c, names) {
    const [list, i] = [c.fresh(), c.fresh()];
    const fill = c.oneOf([`${list}.push(${number(c, names)})`, `${list}[${i}] = tick(${i})`, `${list}.unshift(${i})`]);
    return `{ const ${list}: number[] = []; for (let ${i} = 0; ${i} < ${times(c)}; ${i}++) ${fill}; }`;
  },

  function endlessLoop(c, names) {
    const [i, error] = [c.fresh(), c.fresh()];
    const end = c.oneOf(["break", "throw new RangeError('at ' + I)", "return void say('left')"]).replace("I", i);
    return `(() => { let ${i} = 0;
      try { while (true) { if (++${i} > ${times(c)}) ${end}; say("round", ${i}, ${number(c, [...names, i], 1)}); } }
      catch (${error}) { say("caught", String(${error})); } finally { say("finally", ${i}); } })();`;
  },

  function labels(c, names) {
    const [i, j, out] = [c.fresh(), c.fresh(), c.fresh()];
    const jump = () => c.oneOf([`break ${out}`, `continue ${out}`, "break", "continue"]);
    return `${out}: for (let ${i} = 0; ${i} < 4; ${i}++) {
      for (let ${j} = 0; ${j} < 4; ${j}++) {
        if (${test(c, [...names, i, j], 0)}) ${jump()};
        if (${i} * ${j} === ${c.below(7)}) ${jump()};
        say("at", ${i}, ${j});
      }
      if (${i} === ${c.below(4)}) ${c.oneOf(["break", "continue"])} ${out};
    }`;
  },

  function fallThrough(c, names) {
    const value = c.fresh();
    const rows = [0, 1, 2, 3].map(
      (n) =>
        `case ${c.oneOf([n, n, n + 4])}: say("case", ${n}, tick(${n})); ${c.oneOf(["break;", "", "if (" + test(c, names, 0) + ") break;"])}`,
    );
    rows.splice(c.below(5), 0, `default: say("default"); ${c.oneOf(["break;", ""])}`);
    const unlike = rows.filter((row, i) => !rows.slice(0, i).some((one) => one.split(":")[0] === row.split(":")[0]));
    return `for (let ${value} = -1; ${value} < 6; ${value}++) switch (${value} as number) { ${unlike.join("\n")} }`;
  },

  function exceptions(c, names) {
    const [f, error] = [c.fresh(), c.fresh()];
    return `{ const ${f} = (n: number): number => {
        try { if (n > ${c.below(3)}) throw new ${c.oneOf(["Error", "TypeError", "RangeError"])}(\`n\${n}\`); return tick(n); }
        catch (${error}) { say(String(${error})); ${c.oneOf(["return -1;", "throw " + error + ";", ""])} }
        finally { say("finally", n); ${c.oneOf(["", "", "if (n === 2) return 99;"])} }
        return ${number(c, [...names, "n"], 1)};
      };
      for (const n of [0, 1, 2, 3]) try { say(${f}(n)); } catch (${error}) { say("out", String(${error})); } }`;
  },

  function closures(c) {
    const [list, i, x] = [c.fresh(), c.fresh(), c.fresh()];
    return `{ const ${list}: (() => number)[] = []; let ${x} = ${c.below(9)};
      for (${c.oneOf(["let", "var"])} ${i} = 0; ${i} < 3; ${i}++) { const ${x} = ${i} * 2; ${list}.push(() => ${i}++ + ${x}); }
      { let ${x} = 100; ${list}.push(() => ${x}++); ${x} += 5; }
      ${list}.push(() => ${x}++);
      for (const call of [...${list}, ...${list}]) say(call()); }`;
  },

  function accessors(c, names) {
    const [o, m, n] = [c.fresh(), ...distinct(c, 2)];
    return `{ let hidden = ${c.below(5)};
      const ${o} = { get ${m}() { say("get ${m}"); return hidden++; }, set ${m}(to: number) { say("set ${m}", to); hidden = to; }, ${n}: ${number(c, names, 1)} };
      ${o}.${m}; void ${o}.${m}; ${o}.${m} += ${number(c, [], 0)}; ${o}.${m}++; const unused = ${o}.${m};
      say(${o}.${m} + ${o}.${n}, ${o}?.${m}, hidden); }`;
  },

  function classes(c, names) {
    const [A, B, m, n, k, s] = [c.fresh(), c.fresh(), ...distinct(c, 4)];
    return `{ class C${A} { static ${s} = tick(${c.below(9)}); #p = ${c.below(9)}; ${m} = tick(1); constructor(readonly ${n}: number) { say("made", ${n}); }
        get ${k}() { say("get"); return this.#p++ + this.${m}; } both(by: number): number { return this.${m} * by + this.#p; } }
      class C${B} extends C${A} { override ${m} = tick(2); constructor() { super(${number(c, names, 1)}); } override both(by: number): number { return super.both(by) + 1; } }
      new C${B}(); const one: C${A} = ${c.oneOf([`new C${B}()`, `new C${A}(3)`])}; one.${k};
      say(one.${m}, one.${n}, one.${k}, one.both(2), C${A}.${s}, one instanceof C${B}); }`;
  },

  function patterns(c, names) {
    const [m, n, k] = distinct(c, 3);
    return `{ const made = (): { ${m}?: number; ${n}: { ${k}: number[] } } => ({ ${c.oneOf([`${m}: tick(1), `, ""])}${n}: { ${k}: [tick(2), ${number(c, names, 0)}] } });
      const { ${m}: one = tick(9), ${n}: { ${k}: [two, ...more] } } = made(); say(one, two, more.length);
      let three = 0; ({ ${m}: three = tick(8) } = made()); [three] = [three + 1]; say(three);
      const f = ({ ${m} = tick(7) }: { ${m}?: number } = {}, final = ${m}) => final; say(f(), f({ ${m}: 4 }), f(made(), 5)); }`;
  },

  function generators(c, names) {
    const g = c.fresh();
    return `{ function* ${g}(n: number): Generator<number, string, number | undefined> {
        try { for (let i = 0; i < n; i++) { const back = yield tick(i); if (back === 1) return "early"; } } finally { say("closed"); }
        return ${text(c, names, 1)}; }
      say(...${g}(${times(c)})); for (const n of ${g}(4)) { if (n === ${c.below(4)}) break; say("n", n); }
      const it = ${g}(3); say(it.next().value, it.next(${c.below(2)}).value, it.next().done === true); }`;
  },

  function asynchronous(c, names) {
    const f = c.fresh();
    return `{ const ${f} = async (n: number): Promise<number> => {
        say("begin", n); await ${c.oneOf(["null", "Promise.resolve(1)", "tick(1)"])};
        if (n === ${c.below(3)}) throw new Error("async" + n);
        for (let i = 0; i < n; i++) { await undefined; say("turn", n, i); }
        return ${number(c, [...names, "n"], 1)}; };
      void (async () => { for (const n of [0, 1, 2]) try { say("done", await ${f}(n)); } catch (error) { say(String(error)); } finally { say("after", n); } })(); }`;
  },

  function numbers(c) {
    const list = Array.from({ length: 4 }, () => number(c, [], 1));
    return `for (const n of [${list.join(", ")}]) say(n, n | 0, n >>> 0, n.toFixed(2), Object.is(n, -0), n.toString(2).length, (-n) ** 2, String(n), \`\${n}\`);`;
  },

  function unusedButEffective(c, names) {
    const v = c.fresh();
    return `const ${v} = tick(${number(c, names, 1)}); new (class { constructor() { say("constructed"); } })();
      (() => tick(5))(); [1, 2].forEach((n) => void tick(n)); tick(1) > 0 && tick(2); tick(0) || tick(3); void tick(4);`;
  },

  function assignments(c, names) {
    const [o, m] = [c.fresh(), c.oneOf(MEMBERS)];
    return `{ let ${o}: { ${m}: number | null } | null = { ${m}: ${number(c, names, 0)} };
      const of = () => (say("of"), ${o}); of()!.${m} = tick(3); of()!.${m}! += tick(2); of()!.${m} ??= tick(1); of()!.${m}! **= 2;
      say(of()?.${m} ?? "none"); ${o} = null; say(${o} === null ? "null" : "some"); }`;
  },

  function recursion(c, names) {
    const f = c.fresh();
    return `{ function ${f}(n: number, by = tick(1)): number { if (n <= 0) return ${number(c, names, 1)}; return ${f}(n - by) + n; } say(${f}(${times(c)}), ${f}.length); }`;
  },

  function collections(c, names) {
    const list = Array.from({ length: 5 }, () => c.below(9));
    return `{ const map = new Map<number, string>([${list.map((n) => `[${n}, ${text(c, names, 0)}]`).join(", ")}]);
      for (const [k, v] of map) say(k, v); say(map.size, new Set([${list.join(", ")}]).size);
      say([${list.join(", ")}].sort((p, q) => p - q).reduce((sum, n) => sum * 10 + n, 0)); }`;
  },

  function shadows(c) {
    const [x, m] = [c.fresh(), c.oneOf(MEMBERS)];
    return `{ const ${x} = 1; ((${x}: number) => { { const ${x} = "inner"; say(${x}); } say(${x}); })(tick(2)); say(${x});
      const ${m}x = (Uint8Array: number) => Uint8Array + 1; say(${m}x(1)); const undefined_ = void 0; say(undefined_ === undefined); }`;
  },

  function tagged(c, names) {
    return `{ const tag = (parts: TemplateStringsArray, ...values: number[]) => parts.raw.join("|") + values.join(); say(tag\`a\${${number(c, names, 1)}}\\n\${tick(2)}b\`); }`;
  },

  function structures(c) {
    return c.oneOf([
      `{ const info = newWSAPROTOCOL_INFOW(); info.iProtocol = ${c.below(99)}; info.szProtocol = "x"; info.dwMessageSize = -1;
        const again = decodeProtocolInfo(encodeProtocolInfo(info)); say(again.iProtocol, again.szProtocol, again.dwMessageSize, again.ProtocolChain.ChainLen); }`,
      `{ const set = fd_set(); FD_SET(${4 * (1 + c.below(9))} as SOCKET, set); say(set.fd_count, set.fd_array.length, FD_ISSET(4 as SOCKET, set)); }`,
      `{ const buffer = newWSABUF(new Uint8Array(${c.below(9)})); buffer.len += 1; say(buffer.len, buffer.buf?.length ?? -1, buffer.off ?? 0); }`,
      `{ const ws2 = machine.openProcess(); const data = newWSADATA(); say(ws2.WSAStartup(MAKEWORD(2, ${c.below(3)}), data), data.wVersion, data.wHighVersion, data.szDescription);
        const s = ws2.socket(${c.oneOf(["AF_INET", "AF_INET6", "99"])}, ${c.oneOf(["SOCK_DGRAM", "SOCK_STREAM", "77"])}, 0); say(s === INVALID_SOCKET, ws2.WSAGetLastError());
        const name = sockaddr_in("127.0.0.1", 0); say(ws2.bind(s, name, name.length), ws2.recv(s, new Uint8Array(1), 1, MSG_OOB), ws2.WSAGetLastError(), ws2.closesocket(s), ws2.WSACleanup()); }`,
      `{ const { bytesSent, sockets } = machine.counters; say(bytesSent, sockets, profile.name, profile.limits.handles, machine.profile.architecture.catalog); }`,
    ]);
  },
];

/** Different members. */
export function distinct(c: Choices, count: number): string[] {
  const names = new Set<string>();
  while (names.size < count) names.add(c.oneOf(MEMBERS) + (names.size > 0 && c.below(4) === 0 ? names.size : ""));
  return [...names];
}
