import { findNodeAtLocation, type Node, type ParseError, parseTree, printParseErrorCode, visit } from "jsonc-parser";
import { BuildError } from "./build-error.js";

/** A file of JSON that is not what it should be: the message begins with its name, the line and the column. */
export class JsonMistake extends BuildError {
  constructor(
    readonly file: string,
    place: string,
    message: string,
  ) {
    super(`${file}:${place}: ${message}`);
  }
}

/** Where a value is: names of members and indexes of elements, from the whole text inwards. */
export type JsonPath = readonly (string | number)[];

/** JSON that was read from a file, and where in the file each of its values is. */
export interface JsonText {
  readonly value: unknown;
  /** An error at a value; for one that is not there, at the nearest that is. */
  mistake(path: JsonPath, message: string): JsonMistake;
}

/** What JSON demands at the place of a mistake, by the parser's name of it. */
const DEMANDS: Readonly<Record<string, string>> = {
  InvalidSymbol: "this is no JSON value or name; names and texts have double quotes",
  InvalidNumberFormat: "this is no number of JSON",
  PropertyNameExpected: "a name in double quotes must follow; JSON has no comma after the last member",
  ValueExpected: "a value must follow; JSON has no comma after the last element",
  ColonExpected: "a colon must follow the name",
  CommaExpected: "a comma must stand between two values, and a number has no leading zero",
  CloseBraceExpected: "the object is not closed: a } is missing",
  CloseBracketExpected: "the list is not closed: a ] is missing",
  EndOfFileExpected: "the JSON ends before this",
  InvalidCommentToken: "JSON has no comments",
  UnexpectedEndOfString: "the text is not closed: a double quote is missing",
  UnexpectedEndOfNumber: "this is no number of JSON",
  InvalidUnicode: "\\u takes four hexadecimal digits",
  InvalidEscapeCharacter: "JSON has no such escape",
  InvalidCharacter: "a text has no control characters; write them as \\u and four digits",
};

/**
 * Reads `text`, the content of `file`, as strictly as JSON.parse. Throws a JsonMistake that says where it is no JSON.
 */
export function readJson(file: string, text: string): JsonText {
  const errors: ParseError[] = [];
  const tree = parseTree(text, errors, { disallowComments: true, allowTrailingComma: false });
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    const { error, offset } = errors[0] ?? { error: 0, offset: 0 };
    throw new JsonMistake(file, placeIn(text, offset), DEMANDS[printParseErrorCode(error)] ?? "this is not JSON");
  }
  return {
    value,
    mistake: (path, message) => new JsonMistake(file, placeIn(text, nearest(tree, path)?.offset ?? 0), message),
  };
}

/**
 * JSON as an expression of JavaScript. It says the same everywhere but in one name: `"__proto__": x` in an object
 * literal sets the prototype, and in JSON it is a member like any other.
 */
export function jsonExpression(text: string): string {
  let code = "";
  let end = 0;
  visit(text, {
    onObjectProperty(name, at, length) {
      if (name !== "__proto__") return;
      code += `${text.slice(end, at)}["__proto__"]`;
      end = at + length;
    },
  });
  return code + text.slice(end);
}

function nearest(tree: Node | undefined, path: JsonPath): Node | undefined {
  if (tree === undefined || path.length === 0) return tree;
  return findNodeAtLocation(tree, [...path]) ?? nearest(tree, path.slice(0, -1));
}

/** "3:5": line and column, both from 1. */
function placeIn(text: string, offset: number): string {
  const before = text.slice(0, offset).split(/\r\n|\r|\n/);
  return `${before.length}:${before[before.length - 1].length + 1}`;
}
