import { findNodeAtLocation, type Node, type ParseError, parseTree, printParseErrorCode, visit } from "jsonc-parser";
import { BuildError } from "./build-error.js";

/** A mistake in a JSON file. The message begins with the file's name, line and column. */
export class JsonMistake extends BuildError {
  constructor(
    readonly file: string,
    place: string,
    message: string,
  ) {
    super(`${file}:${place}: ${message}`);
  }
}

/** The path to a value: names of members and indexes of elements, outermost first. */
export type JsonPath = readonly (string | number)[];

/** The JSON of a file, with the position of each value. */
export interface JsonText {
  readonly value: unknown;
  /** Makes an error at the position of a value; if the value does not exist, at that of its nearest ancestor. */
  mistake(path: JsonPath, message: string): JsonMistake;
}

/** The message for each of the parser's errors. */
const DEMANDS: Readonly<Record<string, string>> = {
  InvalidSymbol: "this is not a JSON value or name; names and texts need double quotes",
  InvalidNumberFormat: "this is not a JSON number",
  PropertyNameExpected: "a name in double quotes must follow; JSON has no comma after the last member",
  ValueExpected: "a value must follow; JSON has no comma after the last element",
  ColonExpected: "a colon must follow the name",
  CommaExpected: "a comma must stand between two values, and a number has no leading zero",
  CloseBraceExpected: "the object is not closed: a } is missing",
  CloseBracketExpected: "the list is not closed: a ] is missing",
  EndOfFileExpected: "the JSON ends before this",
  InvalidCommentToken: "JSON has no comments",
  UnexpectedEndOfString: "the text is not closed: a double quote is missing",
  UnexpectedEndOfNumber: "this is not a JSON number",
  InvalidUnicode: "\\u must be followed by four hexadecimal digits",
  InvalidEscapeCharacter: "JSON does not define this escape",
  InvalidCharacter: "a text cannot contain control characters; write them as \\u and four digits",
};

/**
 * Reads `text`, the content of `file`, as strictly as JSON.parse. Throws a JsonMistake if it is not JSON.
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
 * Converts JSON to an expression of JavaScript. They differ in one name: `"__proto__": x` in an object literal sets the
 * prototype, but in JSON it is an ordinary member.
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

/** Formats an offset as line and column, both from 1: "3:5". */
function placeIn(text: string, offset: number): string {
  const before = text.slice(0, offset).split(/\r\n|\r|\n/);
  return `${before.length}:${before[before.length - 1].length + 1}`;
}
