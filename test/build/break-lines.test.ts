import { encode } from "@jridgewell/sourcemap-codec";
import { decodedMappings, TraceMap } from "@jridgewell/trace-mapping";
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
  "function f(a){return /* c */ a(1)}",
  "function f(a){throw /* c */ new Error(a)}",
  "const f=async/* c */a=>a",
  "const é=1;export default async a=>é(a,é`x`)",
  "do f();while(g());function f(){}function g(){}",
  'export const get=1,set=2,async=3;export{a as default};const a=async+get;import b from"b";',
];

/** The offsets at which nodes of the code begin. */
function startsOf(code: string): number[] {
  const found = JSON.stringify(parseAst(code)).matchAll(/"start":(\d+)/g);
  return [...new Set([...found].map(([, at]) => Number(at)))].sort((a, b) => a - b);
}

/** A source map in which every node of the code has another source line. */
function mapOf(code: string): string {
  let begin = 0;
  const mappings = code.split("\n").map((text) => {
    const [from, end] = [begin, begin + text.length];
    begin = end + 1;
    const here = startsOf(code).filter((at) => at >= from && at < end);
    return here.map((at): [number, number, number, number] => [at - from, 0, at, 0]);
  });
  return JSON.stringify({ version: 3, sources: ["a.ts"], names: [], mappings: encode(mappings) });
}

function treeOf(code: string): string {
  return JSON.stringify(parseAst(code), (key, value) => (key === "start" || key === "end" ? undefined : value));
}

describe("breakLines", () => {
  for (const code of PROGRAMS) {
    const name = code.slice(0, 60);
    const broken = () => breakLines({ code, map: mapOf(code) });

    it(`keeps the syntax tree of ${name}`, () => {
      const { code: lines } = broken();
      assert.isAbove(lines.split("\n").length, 1);
      assert.equal(treeOf(lines), treeOf(code));
      assert.notMatch(lines, /\n\n|^\n/);
    });

    it(`keeps the position of each expression of ${name}`, () => {
      const { code: text, map } = broken();
      const lines = text.split("\n");
      for (const [i, segments] of decodedMappings(new TraceMap(map)).entries()) {
        for (const [column, , at = -1] of segments) {
          assert.isTrue(code.startsWith(lines[i].slice(column), at), `${i}:${column}`);
        }
      }
    });
  }

  it("gives each function lines without another", () => {
    const code = "const f=a=>a(1),g=(b)=>b(2)";
    const map = JSON.parse(mapOf(code));
    const oneLine = decodedMappings(new TraceMap(map)).map((line) => line.map(([at]) => [at, 0, 0, at]));
    const broken = breakLines({ code, map: JSON.stringify({ ...map, mappings: encode(oneLine as never) }) });
    assert.equal(broken.code, "const f=\na=>a(1),\ng=(\nb)=>b(2)");
  });
});
