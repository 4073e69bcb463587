import { existsSync, readFileSync } from "node:fs";
import * as core from "@ws2kit/core";
import { assert } from "chai";
import { exampleFolder } from "./program.js";

const read = (name: string) => readFileSync(`${exampleFolder("port")}${name}`, "utf8");

/** Functions of Winsock and user32 that C declares, by name. */
const OTHERS = [
  ...["FD_ZERO", "FD_SET", "MAKEWORD", "WSAGETASYNCERROR", "WSAGETSELECTEVENT", "WSAGETSELECTERROR"],
  ...["RegisterClassW", "CreateWindowExW", "DefWindowProcW", "GetMessageW", "TranslateMessage", "DispatchMessageW"],
  "PostQuitMessage",
];

/** The names of the functions that are called, in the order of the text. */
function calls(source: string): string[] {
  const text = source.replace(/\/\*[\s\S]*?\*\//g, "").replace(/^import [\s\S]*?;$/gm, "");
  return [...text.matchAll(/\b(\w+)\(/g)]
    .map(([, name]) => name)
    .filter((name) => name in core || OTHERS.includes(name));
}

describe("examples/port", () => {
  for (const name of ["dial", "finger", "winfinger"]) {
    // calls that TypeScript does not need: in C, an address structure is in network byte order
    const isOurs = (call: string) => call !== "ntohl" && call !== "ntohs";

    it(`${name}.ts calls the functions of ${name}.c, in their order`, () => {
      const inC = calls(read(`${name}.c`));
      assert.isAbove(inC.length, 5);
      assert.deepEqual(calls(read(`${name}.ts`)).filter(isOurs), inC);
    });
  }

  it("has each excerpt of docs/porting.md, in C and in TypeScript", () => {
    assert.isTrue(existsSync("docs/porting.md"));
    const blocks = [...readFileSync("docs/porting.md", "utf8").matchAll(/^```(c|ts)\n([\s\S]*?)^```/gm)];
    const sources = { c: ["dial.c", "finger.c", "winfinger.c"], ts: ["dial.ts", "finger.ts", "winfinger.ts"] };
    const plain = (text: string) => text.replace(/^\s+/gm, "");
    assert.isAbove(blocks.length, 3);
    for (const [, language, block] of blocks) {
      const texts = sources[language as "c" | "ts"].map((name) => plain(read(name)));
      assert.isTrue(
        texts.some((text) => text.includes(plain(block))),
        `this is in no source of the example:\n${block}`,
      );
    }
  });
});
