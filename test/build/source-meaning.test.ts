// biome-ignore-all lint/suspicious/noTemplateCurlyInString: of the programs
import { assert } from "chai";
import { compare } from "../differential/campaign.js";

/** A module that logs values with `say`, as a program of the differential test does. */
function program(declarations: string, statements: string): string {
  return `import type { Machine } from "@ws2kit/target";
${declarations}
export function run(machine: Machine, say: (...values: unknown[]) => void): void { void machine; ${statements} }`;
}

/** Programs that use a function which a pass might have moved or changed. */
const FUNCTIONS: Readonly<Record<string, string>> = {
  "before its line, as the module is loaded": program(
    "const early = later(2); function later(n: number): number { return n * 2 + base(); } function base() { return 1; }",
    "say(early, later(3));",
  ),
  "before its line, by a static member and a default": program(
    "class K { static x = make(); } function make(n = one()) { return n; } function one() { return 1; }",
    "say(K.x);",
  ),
  "that is declared in another case": program(
    `const said: unknown[] = [];
     for (const n of [0, 1, 2]) switch (n) { case 0: said.push(f(0)); break; case 2: said.push(f(2)); break; case 1: function f(m: number): number { return m + 1; } break; }`,
    "say(...said);",
  ),
  "that is declared in a branch, and outside of it": program(
    'const said: string[] = []; { said.push(f()); function f() { return "inner"; } } function f() { return "outer"; } said.push(f());',
    "say(...said);",
  ),
  "that is declared in a loop": program(
    "",
    "const all: (() => number)[] = []; for (const i of [1, 2, 3]) { all.push(f); function f() { return i; } } say(...all.map((f) => f()), new Set(all).size);",
  ),
  "that has a context": program(
    "function who(this: { n: number }) { return this.n + arguments.length; } function how() { return new.target === undefined; }",
    "say(who.call({ n: 5 }), how());",
  ),
  "as a constructor": program(
    "function Point(this: any, x: number) { this.x = x; } function Empty() {}",
    "const p = new (Point as any)(4); say(p.x, p instanceof Point, new (Empty as any)() instanceof Empty, typeof Empty.prototype, Point.name, Point.length);",
  ),
  "as no constructor": program(
    "const arrow: any = () => 1;",
    "try { new arrow(); say('made'); } catch (error) { say((error as Error).name, arrow.name, typeof arrow.prototype); }",
  ),
  "that assigns to a constant": program(
    "",
    "const c = 1; try { (() => { (c as any) = 2; })(); } catch (error) { say((error as Error).name); } say(c);",
  ),
};

/** Sums of strings and numbers, which are added from left to right: no pass may change the order. */
const SUMS: Readonly<Record<string, readonly string[]>> = {
  "a text, a number and a number": [
    '"a" + (n & 3) + 6',
    '"`" + (1_000 & n) + ("bc").length',
    "`${n}` + (n | 0) + 3",
    '"a" + -n + 6',
    '"a" + ~n + 0.5',
    '"a" + n * 2 + 7 + (n | 0) + 8',
  ],
  "a number, a text and a number": ['(n | 0) + "a" + 6 + 7', '1 + (n & 3) + "a" + 1', '1 + 2 + "a" + (1 + 2)'],
  "a text and a sum of numbers": ['"a" + (6 + (n & 3))', '"a" + ((n & 3) + 6)', "`a${(n | 0) + 1}` + (1 + n)"],
  "a template and characters that it would have to escape": [
    '`${n}` + "`" + 1',
    '`${n}` + "$" + "{n}"',
    '"$" + `{n}${n}`',
    '`${n}` + "\\\\" + `\\``',
    '`${n}\\${n}` + "\\n"',
  ],
  "numbers whose order rounds": [
    "0.1 + (n / 10 + 0.2)",
    "n + 0.1 + 0.2",
    "1e308 + (n - 1e308) + 1e308",
    "-(0 * n) + 0",
  ],
  "values of other types": [
    '"a" + true + 1',
    "null as any + 1 + n",
    '[1] + "" + n + 1',
    "undefined as any + 1 + (n | 0) + 2",
  ],
};
const sums = Object.entries(SUMS).map(
  ([what, all]) =>
    [
      `a sum of ${what}`,
      program(
        "",
        `const n: number = Number("5"); say(${all.join(", ")}, ${all.map((one) => `typeof (${one})`).join(", ")});`,
      ),
    ] as const,
);

const functions = Object.entries(FUNCTIONS).map(([where, source]) => [`a function ${where}`, source] as const);
const PROGRAMS = [...functions, ...sums];

describe("build: firmware", function () {
  this.timeout(60_000);
  let different = new Map<string, unknown>();

  before(async () => {
    const found = await compare(PROGRAMS.map(([, source]) => source));
    different = new Map(found.map(({ source, expected, found }) => [source, { expected, found }]));
  });

  for (const [what, source] of PROGRAMS) {
    it(`does what its source does with ${what}`, () => {
      assert.isUndefined(different.get(source));
    });
  }
});
