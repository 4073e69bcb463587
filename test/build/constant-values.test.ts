import { constantValues } from "@ws2kit/build";
import { assert } from "chai";

describe("build: constant values", () => {
  const replaced = (code: string) => constantValues(code, [[0, code.length]]);

  it("replace a constant that is named once", () => {
    const code = 'const NUMBER_OF_ALL = 123456, NAME_OF_ALL = "a name";\nsay(NUMBER_OF_ALL, NAME_OF_ALL);\n';
    assert.match(replaced(code), /^say\(123456 +, "a name" +\);$/m);
    assert.equal(replaced(code).length, code.length);
  });

  it("do not replace a constant that has a shorter name", () => {
    const code = 'const LONG = 123456, NAME = "a name";\nsay(LONG, NAME);\n';
    assert.equal(replaced(code), code);
  });

  it("are not written where a short variable is shorter", () => {
    const code = "const WSAEFAULT = 10014;\nsay(WSAEFAULT, -WSAEFAULT, WSAEFAULT, WSAEFAULT, WSAEFAULT);\n";
    assert.equal(replaced(code), code);
  });

  it("are the results of operations on numbers alone", () => {
    const results = [
      ["READ | WRITE", "6"],
      ["1 << WRITE", "16"],
      ["~(READ | WRITE)", "(-7)"],
      ["(WRITE - READ) * 3", "6"],
      ["-1 >>> 31", "1"],
    ];
    for (const [operation, result] of results) {
      const code = `const READ = 2, WRITE = 4;\nsay(${operation});\n`;
      const found = /say\((.*)\);/.exec(replaced(code))?.[1].replace(/^\((.*) \)$/, "$1");
      assert.equal(found?.replaceAll(" ", ""), result, operation);
    }
  });

  for (const text of [
    '"a" + n + 6',
    '"a" + 6 + 7',
    '6 + "7"',
    "n + 2 + 4",
    "2 / 0",
    "-0",
    "1e999 - 1",
    "+2",
    "!2",
    "typeof 2",
    "2 > 1",
  ]) {
    it(`leave ${text} as it is`, () => {
      assert.equal(replaced(`say(${text});`), `say(${text});`);
    });
  }

  for (const [what, code] of Object.entries({
    "is hidden by a parameter": "const ONE = 1;\nexport const of = (ONE) => ({ [ONE]: ONE });\n",
    "a function's var hides": "const ONE = 1;\nfunction f() { if (x) { var ONE = 2; } return ONE; }\n",
    "is a member's name": "const ONE = 1;\nx.ONE = { ONE };\n",
    "is exported": "const ONEONEONE = 1234;\nexport { ONEONEONE };\n",
    "has a member": "const ONE = 1;\nsay(ONE.toString());\n",
    "is a key that would become a name": 'const NAME_OF_ONE = "one";\nsay({ [NAME_OF_ONE]: 1 }, x[NAME_OF_ONE]);\n',
    "is a variable": "let ONE = 1;\nsay(ONE);\n",
  })) {
    it(`do not replace what ${what}`, () => {
      assert.equal(replaced(code), code);
    });
  }

  it("do not replace the constants of other modules", () => {
    const code = "try { say(LATE); } catch {}\nconst LATE = 1;\n";
    assert.equal(constantValues(code, []), code);
  });
});
