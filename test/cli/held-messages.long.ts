import { readdirSync, readFileSync } from "node:fs";
import { expect } from "chai";
import ts from "typescript";

/** The packages whose messages a user of the command reads. */
const SOURCES: readonly string[] = ["cli", "create-ws2kit", "device-host", "build"].map(
  (name) => `packages/${name}/src`,
);

/** Errors that become a message of the command. */
const MESSAGE = /^(?:Usage|Build|Host|Project|InvalidArgument)Error$/;

/** Messages that no test on Linux can cause, and why. */
const UNREACHED: Readonly<Record<string, string>> = {
  "--system lists no target: leave out --target": "--system needs Windows",
  "--system checks the computer itself: leave out --place": "--system needs Windows",
  "--system checks no module: leave out the file, or --system": "--system needs Windows",
  "--system checks by the rules of desktop: leave out --target": "--system needs Windows",
  "--system runs in node: leave out --engine": "--system needs Windows",
  '" in its package.json': "a target's package without an entry that each target has",
  "cannot be used (": "an error of the system about a file that no command line names",
  'is exported neither by @ws2kit/core nor by the entry "./functions" of': "a target whose module hides a function",
  "npm cannot download the C sources of QuickJS (qjsc, 2.8 MB):": "a registry that cannot be reached",
};

/** The fixed parts of a text: those between the values of a template. */
function partsOf(node: ts.Node): string[] {
  if (ts.isStringLiteralLike(node)) return [node.text];
  if (ts.isTemplateExpression(node)) return [node.head.text, ...node.templateSpans.map(({ literal }) => literal.text)];
  if (ts.isParenthesizedExpression(node)) return partsOf(node.expression);
  if (ts.isConditionalExpression(node)) return [...partsOf(node.whenTrue), ...partsOf(node.whenFalse)];
  if (!ts.isBinaryExpression(node) || node.operatorToken.kind !== ts.SyntaxKind.PlusToken) return [];
  const [left, right] = [partsOf(node.left), partsOf(node.right)];
  if (left.length === 0 || right.length === 0) return [...left, ...right];
  return [...left.slice(0, -1), left[left.length - 1] + right[0], ...right.slice(1)];
}

function* nodesOf(file: string): Generator<ts.Node> {
  const waiting: ts.Node[] = [ts.createSourceFile(file, readFileSync(file, "utf8"), ts.ScriptTarget.ES2022, true)];
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    yield node;
    ts.forEachChild(node, (child) => void waiting.push(child));
  }
}

function sourcesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .map((name) => `${folder}/${name.replaceAll("\\", "/")}`)
    .filter((name) => /(?<!\.d)\.ts$/.test(name) && !/\/(?:lib|node_modules)\//.test(name));
}

describe("each message of the command", () => {
  it("is in a test or in messages.txt", () => {
    const texts = [readFileSync("test/cli/messages.txt", "utf8")];
    for (const file of ["cli", "create", "build", "device", "conformance"].flatMap((room) =>
      sourcesIn(`test/${room}`),
    )) {
      if (file.endsWith("held-messages.long.ts")) continue;
      for (const node of nodesOf(file)) {
        if (ts.isRegularExpressionLiteral(node)) texts.push(node.text.replace(/\\(.)/g, "$1"));
        else texts.push(...partsOf(node));
      }
    }
    const all = texts.join("\n");
    const lost: string[] = [];
    let count = 0;
    for (const file of SOURCES.flatMap(sourcesIn)) {
      for (const node of nodesOf(file)) {
        if (!ts.isNewExpression(node) || !MESSAGE.test(node.expression.getText()) || !node.arguments?.length) continue;
        const [longest = ""] = partsOf(node.arguments[0])
          .map((part) => part.trim().replace(/\.$/, ""))
          .sort((a, b) => b.length - a.length);
        if (longest.length < 4) continue;
        count++;
        if (!all.includes(longest) && !(longest in UNREACHED)) lost.push(`${file}: ${longest}`);
      }
    }
    expect(lost).to.deep.equal([]);
    expect(count).to.be.above(55);
  });
});
