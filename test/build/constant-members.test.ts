import { withoutConstantMembers } from "@ws2kit/build";
import { assert } from "chai";

const NOTHING: readonly string[] = [];

/** The remaining code, without the blanks that replace the removed code. */
function left(code: string, { reached = NOTHING, optional = NOTHING } = {}): string {
  const names = { reached: new Set(reached), optional: new Set(optional) };
  return withoutConstantMembers(code, [[0, code.length]], names)
    .replace(/ {2,}/g, " ")
    .replace(/ ;/g, ";")
    .trim();
}

describe("build: members that nothing sets", () => {
  for (const [code, rest] of [
    ["machine.ports?.post(1);", ";"],
    ["if (routine && this.machine.ports?.has(s)) f();", ";"],
    ["const done = machine.ports?.wait(1) ?? platform.wait(1);", "const done = platform.wait(1);"],
    ["f(machine.ports?.a.b(1));", "f((void 0) );"],
    ["if (routine() && machine.ports?.has(s)) f();", "if (routine() && (void 0) ) f();"],
    ["if (routine && machine.ports?.has(s)) f(); else g();", "g();"],
    ["if (machine.isReady || other()) f();", "if ( other()) f();"],
    ["if (machine.isReady === undefined) f();", "f();"],
    ["if (void 0 === machine.isReady && other()) f();", "if ( other()) f();"],
    ["if (!machine.isReady) f(); else g();", "f();"],
    ["const x = machine.isReady /* ? */ ? f() : (g(), h());", "const x = (g(), h());"],
    ["const x = !machine.isReady ? (f(), 1) : h();", "const x = (f(), 1);"],
    ["const x = other() && machine.isReady;", "const x = other() && (void 0);"],
    ["other() && machine.ports?.post(1);", "other();"],
    ["while (machine.isReady) f();", "while ((void 0) ) f();"],
  ]) {
    it(`leave ${rest} of ${code}`, () => {
      assert.equal(left(code), rest);
    });
  }

  for (const [what, code] of Object.entries({
    "a literal has": "({ ports: 1 });",
    "a literal has by a variable of its name": "({ ports });",
    "a class has": "class Machine { ports; }",
    "is assigned to": "machine.ports = f();",
    "is assigned to in a pattern": "[machine.ports] = [1];",
    "is assigned to in a literal's pattern": "({ a: machine.ports } = b);",
    "is assigned to as the rest": "[...machine.ports] = b;",
    "is assigned to if it is unset": "machine.ports ??= 1;",
    "is counted": "machine.ports++;",
    "a loop sets": "for (machine.ports of []) {}",
    "is spelled": 'machine["ports"] = 1;',
    "is a class's own by a method": "class Machine { ports() {} }",
  })) {
    it(`do not include members that ${what}`, () => {
      const asked = `${code}\nmachine.ports?.post(1);`;
      assert.equal(left(asked), asked);
    });
  }

  it("do not include members of objects from outside or of the language", () => {
    const asked = "machine.ports?.post(1);";
    assert.equal(left(asked, { reached: ["ports"] }), asked);
    for (const code of ["list.length?.x();", "machine.f().ports?.x();", "machine[ports]?.x();"]) {
      assert.equal(left(code), code);
    }
  });

  it("are read if they are passed as arguments", () => {
    assert.equal(left("f([machine.isReady], { a: machine.isReady });"), "f([(void 0) ], { a: (void 0) });");
  });

  it("are still read in an application's code", () => {
    const asked = "machine.ports?.post(1);";
    const names = { reached: new Set<string>(), optional: new Set<string>() };
    assert.equal(withoutConstantMembers(asked, [], names), asked);
  });

  it("stay if undefined would be longer", () => {
    assert.equal(left("f(a.b);"), "f(a.b);");
  });
});

describe("build: fields whose value never changes", () => {
  const FIELD = "class Socket { holder = null; isOff = false; }";

  for (const [code, rest] of [
    ["if (socket.holder !== null) f();", ";"],
    ["if (a || socket.isOff) f();", "if (a ) f();"],
    ["const x = socket.isOff ? 1 : 2;", "const x = 2;"],
    ["const x = socket.holder?.name ?? other;", "const x = other;"],
    ["g([socket.holder]);", "g([null ]);"],
    ["socket.isOff = false; socket.holder = null; if (socket.isOff) f();", ";;;"],
  ]) {
    it(`leave ${rest} of ${code}`, () => {
      assert.equal(left(`${FIELD}\n${code}`), `${FIELD}\n${rest}`);
    });
  }

  for (const [what, code] of Object.entries({
    "are set to something else": "socket.holder = other;",
    "are deleted": "delete socket.holder;",
    "another class sets otherwise": "class Port { holder = false; }",
    "a literal has": "({ holder: null });",
    "a class inherits, whose parent may run before": "class Sub extends Socket { holder = null; }",
    "a field before passes this on": "class Port { a = f(this); holder = null; }",
  })) {
    it(`do not include members that ${what}`, () => {
      const asked = `${FIELD}\n${code}\nif (socket.holder !== null) f();`;
      assert.equal(left(asked), asked);
    });
  }

  it("do not include members that some object may lack", () => {
    const asked = `${FIELD}\nif (socket.holder !== null) f();`;
    assert.equal(left(asked, { optional: ["holder"] }), asked);
    const question = `${FIELD}\nif (socket?.holder !== null) f();`;
    assert.equal(left(question), question);
  });

  it("do not include private members of the same name", () => {
    const asked = "class Socket { #holder = null; holder = 1; f() { return this.#holder; } }\nf(socket.holder);";
    assert.equal(left(asked), asked);
  });
});

describe("build: members that nothing reads", () => {
  it("are not assigned to", () => {
    assert.equal(left("class Socket { since = 0; }\nsocket.since = other.now;"), "class Socket { since = 0; }\n;");
  });

  for (const [what, code] of Object.entries({
    "a setter acts on": "class Socket { set since(value) { f(value); } }\nsocket.since = 1;",
    "a pattern reads": "const { since } = socket;\nsocket.since = 1;",
    "are set to what a call returns": "socket.since = now();",
    "are read as they are set": "socket.since += 1;",
    "are a part of an expression": "f(socket.since = 1);",
  })) {
    it(`are assigned to if they ${what}`, () => {
      assert.equal(left(code), code);
    });
  }
});

describe("build: code after removed code", () => {
  for (const code of [
    "f();\nthis.pending =\n  null;\nlast();",
    "if (machine.ports) {\n  f();\n}\nlast();",
    "const x = machine.ports ? f() : g(\n  1,\n);\nlast();",
    "const x =\n  machine\n    .ports;\nlast();",
  ]) {
    it(`keeps its line and column: ${JSON.stringify(code)}`, () => {
      const names = { reached: new Set<string>(), optional: new Set<string>() };
      const after = withoutConstantMembers(code, [[0, code.length]], names);
      assert.notEqual(after, code);
      assert.equal(after.length, code.length);
      assert.deepEqual(place(after), place(code));
    });
  }

  function place(code: string): [line: number, column: number] {
    const lines = code.split("\n");
    const line = lines.findIndex((text) => text.includes("last()"));
    return [line, lines[line].indexOf("last()")];
  }
});
