import { publicNames } from "./public-names.js";
import { spelledStrings } from "./spelled-names.js";
import { isPropertyName, isShorthandName, parse, visit } from "./syntax-tree.js";

const LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ$_";

/** A short name for each property name; the names that occur most often in the bundle have the shortest. */
export function shortNames(code: string, names: readonly string[]): Map<string, string> {
  const uses = new Map(names.map((name) => [name, 0]));
  const taken = new Set([...publicNames([]), ...spelledStrings(code)]);
  visit(parse(code), (node, parent) => {
    if (!isPropertyName(node, parent) && !isShorthandName(node, parent)) return;
    const name = node.name as string;
    const count = uses.get(name);
    if (count === undefined) taken.add(name);
    else uses.set(name, count + 1);
  });
  const short = unlike(taken);
  const byUse = [...uses].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
  return new Map(byUse.map(([name]) => [name, short.next().value as string]));
}

/** Names that are not in `taken`, the shortest first. */
function* unlike(taken: ReadonlySet<string>): Generator<string> {
  let longest = [""];
  for (;;) {
    longest = longest.flatMap((start) => [...LETTERS].map((letter) => start + letter));
    for (const name of longest) if (!taken.has(name)) yield name;
  }
}
