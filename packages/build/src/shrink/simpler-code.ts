import { childrenOf, type Edit, type Node } from "./syntax-tree.js";

/** The value that an expression always has. */
export interface Constant {
  readonly value: undefined | null | boolean;
}

/** What may stand between an operand and its operator. */
const BETWEEN = /(?:\s|\)|\/\/.*|\/\*[\s\S]*?\*\/)*/y;

type Test = "truthy" | "falsy" | undefined;

/** Removes the code that constant expressions make needless. It evaluates no operation on numbers or strings. */
export class Simpler {
  readonly #code: string;
  readonly #known: (node: Node) => Constant | undefined;
  readonly #edits: Edit[];

  /** `known` returns values that the language alone does not determine. The changes are added to `edits`. */
  constructor(code: string, known: (node: Node) => Constant | undefined, edits: Edit[]) {
    this.#code = code;
    this.#known = known;
    this.#edits = edits;
  }

  /** Simplifies a node, and calls `look` for the parts that stay. `false` if the node stays as a whole. */
  simplify(node: Node, look: (node: Node) => void): boolean {
    const { type } = node;
    if (type === "ExpressionStatement") return this.#statement(node, look);
    if (type === "IfStatement" || type === "ConditionalExpression") return this.#choice(node, look);
    if (type === "LogicalExpression") return this.#logical(node, look);
    if (/^(?:Literal|Identifier)$/.test(type) || (type === "UnaryExpression" && node.operator === "void")) return false;
    const constant = this.#constantOf(node);
    if (constant !== undefined) this.#replace(node, textOf(constant));
    return constant !== undefined;
  }

  #statement(node: Node, look: (node: Node) => void): boolean {
    const expression = node.expression as Node;
    if (expression.type === "Literal") return false;
    if (this.#constantOf(expression) !== undefined) {
      this.#replace(node, ";");
      return true;
    }
    // the value of the statement does not matter: `f() && undefined` is `f()`
    if (expression.type !== "LogicalExpression" || this.#constantOf(expression.right as Node) === undefined)
      return false;
    this.#keepLeft(expression, look);
    return true;
  }

  #choice(node: Node, look: (node: Node) => void): boolean {
    const { test, consequent, alternate } = node as unknown as Record<"test" | "consequent", Node> & {
      readonly alternate: Node | null;
    };
    const is = this.#testOf(test);
    if (is === undefined) {
      this.#test(test, look);
      look(consequent);
      if (alternate !== null) look(alternate);
    } else if (is === "truthy") {
      this.#remove(node.start, node.type === "IfStatement" ? consequent.start : this.#after("?", test));
      if (alternate !== null) {
        this.#remove(node.type === "IfStatement" ? consequent.end : this.#after(":", consequent) - 1, node.end);
      }
      look(consequent);
    } else if (alternate === null) this.#replace(node, ";");
    else {
      this.#remove(node.start, node.type === "IfStatement" ? alternate.start : this.#after(":", consequent));
      look(alternate);
    }
    return true;
  }

  /** Simplifies a condition: only whether it is truthy matters. */
  #test(node: Node, look: (node: Node) => void): void {
    const { type, operator, left, right } = node as unknown as {
      type: string;
      operator: string;
      left: Node;
      right: Node;
    };
    const rest = operator === "&&" ? "truthy" : operator === "||" ? "falsy" : undefined;
    if (type !== "LogicalExpression" || rest === undefined) look(node);
    else if (this.#testOf(left) === rest) {
      this.#remove(node.start, this.#after(operator, left));
      this.#test(right, look);
    } else if (this.#testOf(right) === rest) this.#keepLeft(node, (one) => this.#test(one, look));
    else {
      this.#test(left, look);
      this.#test(right, look);
    }
  }

  #logical(node: Node, look: (node: Node) => void): boolean {
    const left = this.#constantOf(node.left as Node);
    const operator = node.operator as string;
    if (left === undefined) return false;
    if (isDecided(operator, left)) this.#replace(node, textOf(left));
    else {
      this.#remove(node.start, this.#after(operator, node.left as Node));
      look(node.right as Node);
    }
    return true;
  }

  #keepLeft({ left, operator, end }: Node, look: (node: Node) => void): void {
    this.#remove(this.#after(operator as string, left as Node) - (operator as string).length, end);
    look(left as Node);
  }

  /** The position after the operator that follows a node. */
  #after(operator: string, before: Node): number {
    BETWEEN.lastIndex = before.end;
    BETWEEN.test(this.#code);
    return BETWEEN.lastIndex + operator.length;
  }

  #remove(start: number, end: number): void {
    this.#edits.push({ start, end, text: "" });
  }

  /** Replaces a node. Does nothing if the text is longer, as all other code must keep its position. */
  #replace({ start, end }: Node, text: string): void {
    if (text.length <= end - start) this.#edits.push({ start, end, text });
  }

  /** The value that an expression always has, if evaluating it has no side effects. */
  #constantOf(node: Node): Constant | undefined {
    const { type, operator, left, right, argument } = node as Node & Record<"left" | "right" | "argument", Node>;
    if (type === "Literal") return node.value === null || typeof node.value === "boolean" ? literal(node) : undefined;
    if (type === "Identifier" && node.name === "undefined") return { value: undefined };
    if (type === "ChainExpression") return this.#constantOf(node.expression as Node);
    if (type === "UnaryExpression") {
      if (operator === "void" && argument.type === "Literal") return { value: undefined };
      const of = operator === "!" ? this.#testOf(argument) : undefined;
      return of === undefined ? undefined : { value: of === "falsy" };
    }
    if (type === "BinaryExpression") {
      const [first, second] = /^[!=]==$/.test(operator as string)
        ? [this.#constantOf(left), this.#constantOf(right)]
        : [];
      if (first === undefined || second === undefined) return undefined;
      return { value: (first.value === second.value) === (operator === "===") };
    }
    if (type === "LogicalExpression") {
      const first = this.#constantOf(left);
      if (first === undefined) return undefined;
      return isDecided(operator as string, first) ? first : this.#constantOf(right);
    }
    if (this.#isCut(node)) return { value: undefined };
    return this.#known(node);
  }

  /** Whether an optional chain ends at a part that is always absent: `machine.ports?.post(…)` at `machine.ports`. */
  #isCut({ type, object, callee, optional }: Node): boolean {
    if (type !== "MemberExpression" && type !== "CallExpression") return false;
    const inner = (object ?? callee) as Node;
    const owner = optional === true ? this.#constantOf(inner) : undefined;
    return (owner !== undefined && (owner.value ?? null) === null) || this.#isCut(inner);
  }

  /** Whether a condition is always truthy or always falsy, and evaluating it has no side effects. */
  #testOf(node: Node): Test {
    const constant = this.#constantOf(node);
    if (constant !== undefined) return constant.value === true ? "truthy" : "falsy";
    if (node.type !== "LogicalExpression" || node.operator === "??") return undefined;
    const rest = node.operator === "&&" ? "falsy" : "truthy";
    return this.#testOf(node.right as Node) === rest && isQuiet(node.left as Node) ? rest : undefined;
  }
}

/** Whether the left side decides a logical operation. */
function isDecided(operator: string, { value }: Constant): boolean {
  if (operator === "??") return value !== undefined && value !== null;
  return (value === true) === (operator === "||");
}

/** Whether evaluating an expression has no side effects. */
function isQuiet(node: Node): boolean {
  if (/^(?:Identifier|Literal|ThisExpression)$/.test(node.type)) return true;
  const isMade =
    /^(?:Logical|Binary)Expression$/.test(node.type) || (node.type === "UnaryExpression" && node.operator === "!");
  return isMade && childrenOf(node).every(isQuiet);
}

function literal({ value }: Node): Constant {
  return { value: value as null | boolean };
}

function textOf({ value }: Constant): string {
  return value === undefined ? "(void 0)" : String(value);
}
