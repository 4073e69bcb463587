import { runDevice } from "@ws2kit/example-device/device-program";
import { assert } from "chai";
import { describeX64, run, x64 } from "./x64.js";

describeX64(() => {
  describe("ends with the exit code of each outcome", () => {
    const cases: readonly [name: string, code: number, source: string, says: RegExp][] = [
      ["at its end", 0, "ws2host.log('here')", /^$/],
      [
        "by an error",
        1,
        "function f() {\n throw new TypeError('no'); }\nf()",
        /TypeError: no\n +at f \(program\.js:2\)/,
      ],
      ["by a mistake in its text", 1, "let = ;", /SyntaxError/],
      ["by an unhandled rejection", 1, "Promise.resolve().then(() => { throw 7; })", /threw 7/],
      ["after a handled rejection", 0, "Promise.reject(7).catch(() => {})", /^$/],
      [
        "out of heap",
        4,
        "const a = []; for (;;) a.push(new Uint8Array(1000))",
        /\d+ bytes were asked for when \d+ of the heap's 300000/,
      ],
      ["out of heap at once", 4, "new ArrayBuffer(1e9)", /1000000000 bytes were asked for/],
      ["out of stack", 5, "(function f() { f(); })()", /more than its stack of 60000 bytes/],
      ["by the watchdog", 6, "for (;;);", /more than 50 ms without a call/],
    ];
    for (const [name, code, source, says] of cases) {
      it(name, async () => {
        const ended = await run(source, "--heap", "300000", "--stack", "60000", "--watchdog", "50");
        assert.equal(ended.code, code, ended.complaints.join("\n"));
        assert.match(ended.complaints.join("\n"), says);
      });
    }

    it("on a wrong command line", async () => {
      for (const args of [
        ["--heap"],
        ["--heap", "lots", "a.js"],
        ["-c", "a.js"],
        ["a.js", "b.js"],
        ["--deep", "1"],
        [],
      ]) {
        assert.equal((await runDevice(x64, ...args)).code, 2, args.join(" "));
      }
    });
  });
});
