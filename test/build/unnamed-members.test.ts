import { reachedMembers, unnamedMembers, withoutUnnamed } from "@ws2kit/build";
import { assert } from "chai";

const OWN = `const SLOTS = ["WSPBind", "WSPListen"];
class Socket {
  constructor() { this.fd = 1; }
  bind() { return this.fd; }
  listen() { return this.late(); }
  late() { return 0; }
  get extent() { return this.fd; }
  toJSON() { return 0; }
  #unused() { return 0; }
}
function makeSlots(socket) {
  const codes = { WSPListen: 1, kind: 2 };
  return { WSPBind: () => socket.bind(), WSPListen() { return socket.listen() + codes.kind; }, extra: () => 0 };
}
function bind(slots) { return slots.WSPBind(); }
function spare(socket) { return socket.extent; }
`;

/** The members that are removed from a program, which is ws2kit's own code followed by an application's. */
function taken(application: string): string[] {
  const code = OWN + application;
  return unnamedMembers(code, [[0, OWN.length]]).map(({ start, end }) => {
    const text = code.slice(start, end).trim();
    return /^(?:get |function )?(?:#?\w+|"\w+")/.exec(text)?.[0] ?? text;
  });
}

const CALLS_BIND = "bind(makeSlots(new Socket()));";

describe("build: unnamed members", () => {
  it("are the members that no code names: slots in tables and lists, and the members that only these name", () => {
    const slot = "WSPListen";
    const members = [`"${slot}"`, "listen", "late", "get extent", "#unused", slot, slot, "extra"];
    assert.deepEqual(taken(CALLS_BIND), [...members, "function spare"]);
  });

  it("are removed with the comma after them, if there is a comma", () => {
    const code = "const a = { WSPBind: 1 , WSPListen: 2 }; a.b;";
    const texts = unnamedMembers(code, [[0, code.length]]).map(({ start, end }) => code.slice(start, end));
    assert.deepEqual(texts, ["WSPBind: 1 ,", "WSPListen: 2"]);
  });

  it("include values without side effects", () => {
    const text = "b, c: d.e, f: [1, { g: -h }], i: j ? 1 : 2";
    const code = `const a = { ${text}, call: k(), made: new L(), text: \`m\`, deleted: delete n.o };`;
    const left = withoutUnnamed(code, [[0, code.length]]).replace(/ +/g, " ");
    assert.equal(left, "const a = { call: k(), made: new L(), text: `m`, deleted: delete n.o };");
  });

  it("include fields and private members of classes", () => {
    const code = `class A { used = 1; unused = {}; #count = 0; #never = null; made = k(); static all = 1; #idle() { this.#never; } run() { this.#count++; } }
      new A().used; new A().run();`;
    const left = withoutUnnamed(code, [[0, code.length]])
      .split("\n")[0]
      .replace(/[ ;]+/g, " ");
    assert.equal(left, "class A { used = 1 #count = 0 made = k() static all = 1 run() { this.#count++ } }");
  });

  it("include unnamed functions and classes of ws2kit, unless their declaration runs code", () => {
    const own = "function used() {} function unused() { part(); } function part() {} class A extends B { x = f(); }";
    const does = "class C { static s = f(); } class D extends f() {} class E { [f()] = 1; }";
    const code = `${own} ${does} used(); class B {} function others() {}`;
    const left = withoutUnnamed(code, [[0, own.length + does.length + 1]]).replace(/ +/g, " ");
    assert.equal(left, `function used() {} ${does} used(); class B {} function others() {}`);
  });

  it("do not change the line and column of other code", () => {
    const code = "const a = {\n  WSPBind() {\n    return 1;\n  }, b };\na.b;";
    assert.equal(
      withoutUnnamed(code, [[0, code.length]]),
      `const a = {\n${" ".repeat(13)}\n${" ".repeat(13)}\n     b };\na.b;`,
    );
  });

  for (const [naming, text] of Object.entries({
    "as a member": "x.extra();",
    "in a string": 'x["extra"]();',
    "in a pattern": "const { extra } = x;",
    "in a pattern, for another name": "let y; ({ extra: y } = x);",
    "in a template": "x[`extra`]();",
    "in a function that is called": "function use(x) { x.extra(); } use(x);",
  })) {
    it(`are not those that are named ${naming}`, () => {
      assert.notInclude(taken(`${CALLS_BIND} ${text}`), "extra");
    });
  }

  it("include members that only an uncalled function names", () => {
    assert.include(taken(`${CALLS_BIND} function use(x) { x.extra(); }`), "extra");
  });

  it("do not include slots if the application has its own provider", () => {
    const left = ["get extent", "#unused", "extra", "function spare"];
    assert.deepEqual(taken(`${CALLS_BIND} x.install({ WSPShutdown: () => 0 });`), left);
  });

  it("do not include members of the application", () => {
    assert.notInclude(taken(`${CALLS_BIND} x.install({ unheard: () => 0 });`), "unheard");
  });
});

describe("build: members that a program's modules reach", () => {
  const PACKAGE = `
    import { sockaddr } from "elsewhere";
    export class Connection { read() { return ws2.recv(); } reset() { this.ws2.setsockopt(); } }
    export function listen() { ws2.accept(); }
    export const first = () => ws2.bind();
    export { Connection as Stream };
    ws2.always();
  `;
  const reached = (application: string, isOwn = true, others: string[] = []) =>
    reachedMembers(
      [
        { code: PACKAGE, isOwn },
        { code: application, isOwn: false },
      ],
      others,
    );

  it("are those in the declarations and members that some code names", () => {
    const names = reached(`import { listen } from "package"; listen();`);
    assert.include([...names], "accept");
    assert.include([...names], "always");
    assert.notInclude([...names], "bind");
    // exported under another name, a class counts as named; its methods do not
    assert.notInclude([...names], "recv");
    assert.include([...reached("one.read();")], "recv");
    assert.notInclude([...reached("one.read();")], "setsockopt");
    assert.include([...reached("first();")], "bind");
  });

  it("are those in every member that other code may call, and the names that are reached without a plain access", () => {
    for (const name of ["recv", "setsockopt"]) assert.include([...reached("", false)], name);
    assert.include([...reached("", true, ["reset"])], "setsockopt");
  });
});
