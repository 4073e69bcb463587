import { withoutUnsetParts } from "@ws2kit/build";
import { assert } from "chai";

describe("build: parts that nothing sets", () => {
  const left = (code: string, reached: string[] = []) =>
    withoutUnsetParts(code, [[0, code.length]], new Set(reached))
      .replace(/ {2,}/g, " ")
      .trim();

  for (const [code, rest] of [
    ["machine.ports?.post(1);", ";"],
    ["if (routine && this.machine.ports?.has(s)) f();", ";"],
    ["const done = machine.ports?.wait(1) ?? platform.wait(1);", "const done = platform.wait(1);"],
    ["f(machine.ports?.a.b(1));", "f(void 0 );"],
    ["if (routine() && machine.ports?.has(s)) f();", "if (routine() && void 0 ) f();"],
    ["if (routine && machine.ports?.has(s)) f(); else g();", "if (routine && void 0 ) f(); else g();"],
  ]) {
    it(`leave ${rest} of ${code}`, () => {
      assert.equal(left(code), rest);
    });
  }

  for (const [what, code] of Object.entries({
    "a literal has": "({ ports: 1 });",
    "a literal has by a variable of its name": "({ ports });",
    "a class has": "class Machine { ports; }",
    "is assigned to": "machine.ports = 1;",
    "is assigned to in a pattern": "[machine.ports] = [1];",
    "is assigned to in a literal's pattern": "({ a: machine.ports } = b);",
    "is assigned to as the rest": "[...machine.ports] = b;",
    "is assigned to if it is unset": "machine.ports ??= 1;",
    "is counted": "machine.ports++;",
    "a loop sets": "for (machine.ports of []) {}",
    "is spelled": 'machine["ports"] = 1;',
  })) {
    it(`are none that ${what}`, () => {
      const asked = `${code}\nmachine.ports?.post(1);`;
      assert.equal(left(asked), asked);
    });
  }

  it("are none that an object from outside may have, or one of the language's", () => {
    const asked = "machine.ports?.post(1);";
    assert.equal(left(asked, ["ports"]), asked);
    for (const code of ["list.length?.x;", "list?.ports;", "machine.f().ports?.x;", "machine[ports]?.x;"]) {
      assert.equal(left(code), code);
    }
  });

  it("are asked for in an application as before", () => {
    const asked = "machine.ports?.post(1);";
    assert.equal(withoutUnsetParts(asked, [], new Set()), asked);
  });
});
