import { fileURLToPath } from "node:url";
import { expect } from "chai";
import ts from "typescript";

const ROOT = fileURLToPath(new URL("../../../", import.meta.url)).replaceAll("\\", "/");
const TARGET = `${ROOT}targets/desktop/lib/index.d.ts`;
/** Where the compiler resolves the examples' import; no file is written. */
const FILE = `${ROOT}examples/echo/docstring-examples.ts`;
const OPTIONS: ts.CompilerOptions = {
  module: ts.ModuleKind.NodeNext,
  moduleResolution: ts.ModuleResolutionKind.NodeNext,
  target: ts.ScriptTarget.ES2022,
  strict: true,
  noEmit: true,
  skipLibCheck: true,
  types: [],
};

/** The examples in the docstrings of a target's functions, by function, and the names that the target exports. */
function examples(): { codes: Map<string, string>; names: string[] } {
  const program = ts.createProgram([TARGET], OPTIONS);
  const checker = program.getTypeChecker();
  const module = checker.getSymbolAtLocation(program.getSourceFile(TARGET) as ts.SourceFile) as ts.Symbol;
  const all = checker.getExportsOfModule(module);
  const table = all.find(({ name }) => name === "Ws2") as ts.Symbol;
  const codes = new Map<string, string>();
  for (const member of checker.getPropertiesOfType(checker.getDeclaredTypeOfSymbol(table))) {
    for (const { name, text } of member.getJsDocTags(checker)) {
      const code = /```ts\n([\s\S]*?)```/.exec(ts.displayPartsToString(text))?.[1];
      if (name === "example" && code !== undefined) codes.set(member.name, code);
    }
  }
  return { codes, names: all.map(({ name }) => name) };
}

/** The errors of a source at `FILE`. */
function errorsOf(source: string): string[] {
  const host = ts.createCompilerHost(OPTIONS);
  const { fileExists, readFile } = host;
  host.fileExists = (path) => path === FILE || fileExists(path);
  host.readFile = (path) => (path === FILE ? source : readFile(path));
  const errors = ts.getPreEmitDiagnostics(ts.createProgram([FILE], OPTIONS, host));
  return errors.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, "\n"));
}

describe("the examples in the docstrings of functions", function () {
  this.timeout(60_000);

  it("compile", () => {
    const { codes, names } = examples();
    expect([...codes.keys()]).to.include.members(["WSARecv", "WSASend", "select", "WSASocketW", "WSAEventSelect"]);
    const text = [...codes.values()].join("\n");
    const used = names.filter((name) => name === "Machine" || new RegExp(`\\b${name}\\b`).test(text));
    const [socketNames, byteNames] = [
      ["s", "first", "second"],
      ["buf", "header", "body"],
    ];
    const given = [
      "declare const machine: Machine;",
      "const ws2 = machine.openProcess();",
      ...socketNames.map((name) => `declare const ${name}: ReturnType<typeof ws2.socket>;`),
      ...byteNames.map((name) => `declare const ${name}: Uint8Array;`),
    ];
    // a block for each example, so that each has its variables
    const blocks = [...codes.values()].map((code) => `{\n${code}}`);
    const imported = `import { ${used.map((name) => (name === "Machine" ? "type Machine" : name)).join(", ")} }`;
    const source = [`${imported} from "@ws2kit/target-desktop";`, ...given, ...blocks].join("\n");
    expect(errorsOf(source)).to.deep.equal([]);
    expect(errorsOf(`${source}\nws2.WSARecv(s);`)).to.have.lengthOf(1);
  });
});
