import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { FORMS, GLOBALS, METHODS, STATICS } from "./refused.js";

const { SyntaxKind } = ts;

/** The statements that a module may have at its top level: declarations. Others would run when it is imported. */
const DECLARATIONS = new Set([
  SyntaxKind.ImportDeclaration,
  SyntaxKind.ExportDeclaration,
  SyntaxKind.ExportAssignment,
  SyntaxKind.InterfaceDeclaration,
  SyntaxKind.TypeAliasDeclaration,
  SyntaxKind.FunctionDeclaration,
  SyntaxKind.ClassDeclaration,
  SyntaxKind.EnumDeclaration,
  SyntaxKind.ModuleDeclaration,
  SyntaxKind.VariableStatement,
]);

/**
 * Checks that a neutral package needs only the language.
 *
 * @param {string} root
 * @param {import("./packages.js").Package} pkg
 * @returns {import("./finding.js").Finding[]}
 */
export function checkNeutrality(root, { dir, hostFolders }) {
  const files = readdirSync(join(root, dir, "src"), { recursive: true })
    .filter((name) => name.endsWith(".ts") && !name.endsWith(".test.ts"))
    .filter((name) => !hostFolders.some((folder) => name.startsWith(`${folder}/`)))
    .sort();
  const sources = files.map((name) => readSource(root, `${dir}/src/${name}`));
  const own = new Set(sources.flatMap(methods));
  return [...checkCompilerOptions(root, dir), ...sources.flatMap((source) => checkSource(source, own))];
}

function readSource(root, file) {
  return ts.createSourceFile(file, readFileSync(join(root, file), "utf8"), ts.ScriptTarget.Latest, true);
}

/**
 * Neutral code is compiled with the types of the language only, so that the compiler refuses most globals that a device
 * lacks.
 */
function checkCompilerOptions(root, dir) {
  const file = `${dir}/tsconfig.json`;
  const { options } = ts.getParsedCommandLineOfConfigFile(
    join(root, file),
    {},
    {
      ...ts.sys,
      onUnRecoverableConfigFileDiagnostic: () => {},
    },
  ) ?? { options: {} };
  const findings = [];
  const add = (what, why) => findings.push({ file, line: 0, what, why });
  if (String(options.lib) !== "lib.es2020.d.ts")
    add(`lib is ${options.lib}`, 'neutral code must have lib ["ES2020"] only');
  if (options.types?.length !== 0)
    add(`types is ${options.types}`, "neutral code must have no ambient types: types []");
  return findings;
}

/**
 * @param {ts.SourceFile} source
 * @param {ReadonlySet<string>} ownMethods methods that the package itself declares: those the engine need not have
 * @returns {import("./finding.js").Finding[]}
 */
function checkSource(source, ownMethods) {
  const findings = [];
  const refuse = (node, why) => {
    const line = source.getLineAndCharacterOfPosition(node.getStart()).line + 1;
    findings.push({ file: source.fileName, line, what: node.getText().split("\n")[0], why });
  };
  const own = { names: bindings(source), methods: ownMethods };
  for (const statement of source.statements) checkModuleStatement(statement, refuse);
  walk(source, (node) => checkNode(node, own, refuse));
  return findings;
}

function checkModuleStatement(node, refuse) {
  if (!DECLARATIONS.has(node.kind)) return refuse(node, FORMS.moduleStatement);
  if (!ts.isVariableStatement(node) || node.modifiers?.some(({ kind }) => kind === SyntaxKind.DeclareKeyword)) return;
  if ((node.declarationList.flags & ts.NodeFlags.Const) === 0) refuse(node, FORMS.moduleVariable);
}

function checkNode(node, own, refuse) {
  if (ts.isClassStaticBlockDeclaration(node)) refuse(node, FORMS.staticBlock);
  if (ts.isBinaryExpression(node) && ts.isPrivateIdentifier(node.left)) refuse(node, FORMS.privateIn);
  if (ts.isNewExpression(node)) checkNew(node, refuse);
  if (ts.isPropertyAccessExpression(node)) {
    const member = `${node.expression.getText()}.${node.name.text}`;
    if (STATICS.has(member)) refuse(node, STATICS.get(member));
    else if (member.startsWith("globalThis.") && GLOBALS.has(node.name.text)) refuse(node, GLOBALS.get(node.name.text));
  }
  if (ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression)) {
    const { name } = node.expression;
    if (METHODS.has(name.text) && !own.methods.has(name.text)) refuse(name, METHODS.get(name.text));
  }
  if (ts.isIdentifier(node) && GLOBALS.has(node.text) && !own.names.has(node.text) && isReference(node)) {
    refuse(node, GLOBALS.get(node.text));
  }
}

function checkNew(node, refuse) {
  const name = node.expression.getText();
  if (name === "Date") refuse(node, FORMS.newDate);
  if (/^(Eval|Range|Reference|Syntax|Type|URI)?Error$/.test(name) && node.arguments?.length > 1)
    refuse(node, FORMS.errorCause);
}

/** Whether an identifier stands for a variable: not for a member, a key or a type. */
function isReference(node) {
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent)) return parent.expression === node;
  if (ts.isShorthandPropertyAssignment(parent)) return true;
  return parent.name !== node && parent.propertyName !== node && ts.isPartOfTypeNode(node) === false;
}

/** Every name that the file itself declares, imports or takes as a parameter. */
function bindings(source) {
  const names = new Set();
  walk(source, (node) => {
    const binds =
      ts.isVariableDeclaration(node) ||
      ts.isParameter(node) ||
      ts.isBindingElement(node) ||
      ts.isFunctionDeclaration(node) ||
      ts.isClassDeclaration(node) ||
      ts.isImportSpecifier(node);
    if (binds && node.name !== undefined && ts.isIdentifier(node.name)) names.add(node.name.text);
  });
  return names;
}

/** Every name that the file declares as a method. */
function methods(source) {
  const names = [];
  walk(source, (node) => {
    if (ts.isMethodDeclaration(node) || ts.isMethodSignature(node)) names.push(node.name.getText());
  });
  return names;
}

function walk(node, visit) {
  visit(node);
  ts.forEachChild(node, (child) => walk(child, visit));
}
