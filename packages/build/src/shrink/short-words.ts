import { boundNames } from "./free-names.js";
import { spelledNames, stringOf } from "./spelled-names.js";
import { type Edit, isPropertyName, isShorthand, type Node, padded, parse, visit } from "./syntax-tree.js";

/** Globals that every engine has. An engine also finds a variable of the module faster than a global. */
const GLOBALS = ["Uint8Array", "Int32Array", "Math", "Number", "Object", "String", "Array"];
const LETTERS = [..."ABCDEFGHIJKLMNOPQRSTUVWXYZ"];
/** The possible short names, the shortest first. */
const NAMES = [...LETTERS, ...LETTERS.flatMap((first) => LETTERS.map((second) => first + second))];
/**
 * Line ends that a string may contain unescaped. terser escapes them in a preamble, so their strings are left alone.
 */
const LINE_ENDS = /[\u2028\u2029]/;
/** The length of a short name, and of its declaration without the value: `,xx=`. */
const NAME = 2;
const DECLARED = NAME + 2;
/** The fewest bytes that a variable must save, because it needs some of a device's heap. */
const LEAST = 5;

/** A program with short names for its frequent words. */
export interface ShortWords {
  readonly code: string;
  /** The declarations to put before it. */
  readonly preamble: string;
}

/**
 * Replaces frequent globals and strings of a bundle, such as `"WSPRecvFrom"`, by variables with short, unused names.
 *
 * It leaves a string that is compared with a `typeof`, because engines optimise that form, and a string that is a key.
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

/** The positions of each global and each string of a program, by its source text. */
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
