import { boundNames } from "./free-names.js";
import { spelledNames, stringOf } from "./spelled-names.js";
import { type Edit, isPropertyName, isShorthand, type Node, padded, parse, visit } from "./syntax-tree.js";

/** Globals that every engine has. A variable of the module is found sooner than a global, too. */
const GLOBALS = ["Uint8Array", "Int32Array", "Math", "Number", "Object", "String", "Array"];
const LETTERS = [..."ABCDEFGHIJKLMNOPQRSTUVWXYZ"];
/** The names that may be free, the shortest first. */
const NAMES = [...LETTERS, ...LETTERS.flatMap((first) => LETTERS.map((second) => first + second))];
/** Ends of lines that a text may have as they are, but that terser replaces in a preamble. */
const LINE_ENDS = /[\u2028\u2029]/;
/** Letters of a name, and what its declaration takes besides its value: `,xx=`. */
const NAME = 2;
const DECLARED = NAME + 2;
/** Bytes that a variable must save at least, as it takes some of a device's heap. */
const LEAST = 5;

/** A program that has short names for what it says often. */
export interface ShortWords {
  readonly code: string;
  /** What goes ahead of it. */
  readonly preamble: string;
}

/**
 * Gives the globals and the texts that a bundle says often short names, which nothing else in it has: `"WSPRecvFrom"`.
 *
 * A text that is compared with a `typeof` stays, because engines know that form; so does one that is a key.
 */
export function shortWords(code: string): ShortWords {
  const spelled = spelledNames(code);
  const bound = boundNames(code);
  const free = NAMES.filter((name) => !spelled.has(name)).values();
  const edits: Edit[] = [];
  const declared: string[] = [];
  const words = [...usesByWord(parse(code))].sort(([, a], [, b]) => b.length - a.length);
  for (const [word, uses] of words) {
    const saved = uses.length * (word.length - NAME) - word.length - DECLARED;
    const short = saved >= LEAST && !bound.has(word) ? free.next().value : undefined;
    if (short === undefined) continue;
    declared.push(`${short}=${word}`);
    edits.push(...uses.map(({ start, end }) => ({ start, end, text: short })));
  }
  return { code: padded(code, edits), preamble: declared.length > 0 ? `let ${declared.join()};` : "" };
}

/** Where a program says a global, or a text, as it is written. */
function usesByWord(tree: Node): Map<string, Node[]> {
  const uses = new Map<string, Node[]>();
  visit(tree, (node, parent) => {
    const word = parent === null ? null : wordOf(node, parent);
    if (word !== null) uses.set(word, [...(uses.get(word) ?? []), node]);
  });
  return uses;
}

function wordOf(node: Node, parent: Node): string | null {
  if (node.type === "Identifier") {
    const name = node.name as string;
    return GLOBALS.includes(name) && !isPropertyName(node, parent) && !isShorthand(parent) ? name : null;
  }
  if (node.type !== "Literal" || parent.key === node || /^(?:Member|Import|Export)/.test(parent.type)) return null;
  const isOfType = [parent.left, parent.right].some((side) => (side as Node | undefined)?.operator === "typeof");
  const text = isOfType || parent.directive !== undefined ? null : stringOf(node);
  return text === null || LINE_ENDS.test(text) ? null : JSON.stringify(text);
}
