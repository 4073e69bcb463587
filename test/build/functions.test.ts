import { assert } from "chai";
import { compare } from "../differential/campaign.js";

/** A module that says something as a program of the differential test does, of what it declares. */
function program(declarations: string, statements: string): string {
  return `import type { Machine } from "@ws2kit/target";
${declarations}
export function run(machine: Machine, say: (...values: unknown[]) => void): void { void machine; ${statements} }`;
}

/** Programs that use a function where a pass might have moved it or made it another. */
const PROGRAMS: Readonly<Record<string, string>> = {
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

describe("build: firmware", function () {
  this.timeout(60_000);
  let different = new Map<string, unknown>();

  before(async () => {
    const found = await compare(Object.values(PROGRAMS));
    different = new Map(found.map(({ source, expected, found }) => [source, { expected, found }]));
  });

  for (const [what, source] of Object.entries(PROGRAMS)) {
    it(`does what its source does with a function ${what}`, () => {
      assert.isUndefined(different.get(source));
    });
  }
});
