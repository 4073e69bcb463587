import { basename } from "node:path";
import type { PluginContext } from "rollup";
import { packageOf } from "./package-of.js";
import { spelledNames } from "./spelled-names.js";
import { type Node, padded, parse, visit } from "./syntax-tree.js";
import { targetNameOf } from "./target.js";

/** Whether a module is the literal of the functions that a target's DLL exports. */
export function listsFunctions(id: string): boolean {
  return basename(id) === "exports.js" && targetNameOf(packageOf(id)?.name ?? "") !== "";
}

/**
 * Takes the functions out of a target's literal that nobody can call, for no module spells their names: a device has no
 * room for them. All else stays where it is, and with it the source map.
 */
export function withoutUncalled(code: string, spelled: ReadonlySet<string>): string {
  const uncalled = functionsOf(parse(code)).filter(({ key }) => !spelled.has((key as Node).name as string));
  return padded(
    code,
    uncalled.map((node) => ({ start: node.start, end: code.indexOf(",", node.end) + 1 || node.end, text: "" })),
  );
}

/** The rows of the literal. */
function functionsOf(tree: Node): Node[] {
  let literal: Node | undefined;
  visit(tree, (node) => {
    if (node.type === "ObjectExpression") literal ??= node;
  });
  return (literal?.properties ?? []) as Node[];
}

/** All names in `entry` and in the modules that it imports, but for `bounds` and what those import. */
export async function spelledFrom(
  context: PluginContext,
  entry: string,
  bounds: readonly string[],
): Promise<ReadonlySet<string>> {
  const names = new Set<string>();
  const seen = new Set(bounds);
  const waiting = [entry];
  for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
    if (seen.has(id)) continue;
    seen.add(id);
    const module = await context.load({ id, resolveDependencies: true });
    for (const name of spelledNames(module.code ?? "")) names.add(name);
    const imported = [...module.importedIdResolutions, ...module.dynamicallyImportedIdResolutions];
    // what is nowhere is refused later, with the words for it
    waiting.push(...imported.filter(({ external }) => external === false).map((one) => one.id));
  }
  return names;
}
