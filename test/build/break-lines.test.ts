import { encode } from "@jridgewell/sourcemap-codec";
import { assert } from "chai";
import { parseAst } from "rollup/parseAst";
import { breakLines } from "#build/stacks/break-lines.js";

/** Code in which a line end at the wrong place would be another program, or none. */
const PROGRAMS = [
  "function f(a){return a(1)+2}",
  "function f(a){return async b=>a(b)}",
  "const f=async a=>a(1)",
  "function f(a){throw new Error(a)}",
  "function*f(a){const b=yield a;yield*a(b);return yield a}",
  "a:for(const b of[1,2]){if(b)continue a;break a}",
  "class A{static async f(a){return a}get b(){return 1}set b(c){this.c=c}static d=1;#e=2;async*f(){}static{A.d=2}}",
  "let a=0;a++;++a;a--\n;--a",
  `const a=b\`x\${1}y\${c(2)}\`;let b,c`,
  `const a=/x y/g.test(b)?/z/:\`;\${b}\`;var b`,
  "const f=(a,b=1)=>({a,b,get c(){return a},async d(){await b}})",
  "do f();while(g());function f(){}function g(){}",
  'export const get=1,set=2,async=3;export{a as default};const a=async+get;import b from"b";',
];

/** A source map in which every node of the code has a source line of its own. */
function mapOf(code: string): string {
  const starts = [
    ...new Set([...JSON.stringify(parseAst(code)).matchAll(/"start":(\d+)/g)].map(([, at]) => Number(at))),
  ];
  const lines = code.split("\n");
  const mappings = lines.map((text, line) => {
    const begin = lines.slice(0, line).join("\n").length + (line > 0 ? 1 : 0);
    return starts
      .filter((at) => at >= begin && at < begin + text.length)
      .sort((a, b) => a - b)
      .map((at): [number, number, number, number] => [at - begin, 0, at, 0]);
  });
  return JSON.stringify({ version: 3, sources: ["a.ts"], names: [], mappings: encode(mappings) });
}

function treeOf(code: string): string {
  return JSON.stringify(parseAst(code), (key, value) => (key === "start" || key === "end" ? undefined : value));
}

describe("lines of the sources", () => {
  for (const code of PROGRAMS) {
    it(`are no other program: ${code.slice(0, 50)}`, () => {
      const broken = breakLines({ code, map: mapOf(code) });
      assert.isAbove(broken.code.split("\n").length, 1);
      assert.equal(treeOf(broken.code), treeOf(code));
    });
  }
});
