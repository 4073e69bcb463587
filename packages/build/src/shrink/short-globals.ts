import { boundNames } from "./free-names.js";
import { spelledNames } from "./spelled-names.js";
import { type Edit, isPropertyName, isShorthand, type Node, padded, parse, visit } from "./syntax-tree.js";

/** What ws2kit speaks of most. A variable of the module is found sooner than a global, too. */
const GLOBAL = "Uint8Array";
const LETTERS = [..."ABCDEFGHIJKLMNOPQRSTUVWXYZ"];

/** A program that has a short name for a global of the language. */
export interface ShortGlobals {
  readonly code: string;
  /** What goes ahead of it. */
  readonly preamble: string;
}

/** Gives `Uint8Array` a short name in a bundle that has nothing else of that name. */
export function shortGlobals(code: string): ShortGlobals {
  const spelled = spelledNames(code);
  const short = LETTERS.find((letter) => !spelled.has(letter));
  const uses = boundNames(code).has(GLOBAL) ? [] : usesOf(parse(code));
  if (short === undefined || uses.length < 3) return { code, preamble: "" };
  const edits: Edit[] = uses.map(({ start, end }) => ({ start, end, text: short }));
  return { code: padded(code, edits), preamble: `let ${short}=${GLOBAL};` };
}

function usesOf(tree: Node): Node[] {
  const uses: Node[] = [];
  visit(tree, (node, parent) => {
    const isName = isPropertyName(node, parent) || (parent !== null && isShorthand(parent));
    if (node.type === "Identifier" && node.name === GLOBAL && !isName) uses.push(node);
  });
  return uses;
}
