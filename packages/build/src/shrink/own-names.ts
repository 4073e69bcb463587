import ts from "typescript";
import { TypeNames } from "./type-names.js";

/** The tag of a declaration that stands where values leave the program with their names, or arrive with them. */
const TAG = "data";
/** The tag of a type of keys that are listed from an object, and are nothing but keys of its like: any name does. */
const KEYS = "keys";
const LISTING = new Set(["keys", "values", "entries", "getOwnPropertyNames", "fromEntries"]);

/** What a module of ws2kit reaches but by its name, and what of that no type bounds. */
export interface OwnUse {
  readonly names: ReadonlySet<string>;
  /** The names of values that the engine's globals and JSON bring: they are as they are, but nothing looks for them. */
  readonly outside: ReadonlySet<string>;
  /** The names that are listed as `@keys`: they may be any, but must be there. */
  readonly listed: ReadonlySet<string>;
  /** The names of the members that an object of some type may lack. */
  readonly optional: ReadonlySet<string>;
  /** Where the compiler's types are no proof: as text for people. */
  readonly unproven: readonly string[];
}

/**
 * Looks in a module of a neutral package for all that reaches a member but by its name:
 *
 * - keys that are made while the program runs, and `in`: the names that the key's type lists, or those of the object;
 * - lists of names, dictionaries made of literals, JSON, and what is declared with `@data`: the names of the type, and
 *   for the last two of all that is in it.
 *
 * Where such a type is `unknown`, no proof is there: whoever brings the value must be bound by `@data`.
 */
export function ownNames(program: ts.Program, source: ts.SourceFile): OwnUse {
  return new Use(program).of(source);
}

class Use {
  readonly #names = new Set<string>();
  readonly #outside = new Set<string>();
  readonly #listed = new Set<string>();
  readonly #optional = new Set<string>();
  readonly #unproven: string[] = [];
  readonly #types: TypeNames;
  readonly #checker: ts.TypeChecker;

  constructor(program: ts.Program) {
    this.#types = new TypeNames(program);
    this.#checker = program.getTypeChecker();
  }

  of(source: ts.SourceFile): OwnUse {
    this.#look(source);
    return {
      names: this.#names,
      outside: this.#outside,
      listed: this.#listed,
      optional: this.#optional,
      unproven: this.#unproven,
    };
  }

  #look(node: ts.Node): void {
    if (ts.isElementAccessExpression(node)) this.#key(node.argumentExpression, node.expression);
    else if (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.InKeyword) {
      if (!ts.isPrivateIdentifier(node.left)) this.#key(node.left, node.right);
    } else if (ts.isComputedPropertyName(node)) this.#key(node.expression, node.parent.parent);
    else if (ts.isForInStatement(node)) this.#keep(node.expression, false);
    else if (ts.isPropertyAccessExpression(node)) this.#access(node.name);
    else if (ts.isCallExpression(node)) this.#call(node);
    else if (ts.isIdentifier(node)) this.#identifier(node);
    else if (ts.isAsExpression(node) && isOrigin(node.expression)) {
      this.#keepType(this.#typeOf(node), true, this.#outside);
    } else if (ts.isPropertyAssignment(node) || ts.isShorthandPropertyAssignment(node)) this.#assign(node);
    if (ts.isObjectLiteralExpression(node)) this.#literal(node);
    if (ts.isTypeNode(node) || isOptional(node)) this.#optionalMembers(node);
    ts.forEachChild(node, (child) => this.#look(child));
  }

  /** What a declaration leaves open, or a type such as `Partial<…>`. */
  #optionalMembers(node: ts.Node): void {
    const { name } = node as ts.NamedDeclaration;
    if (name !== undefined && ts.isIdentifier(name)) this.#optional.add(name.text);
    else if (ts.isTypeReferenceNode(node) && node.typeArguments !== undefined) {
      for (const member of this.#checker.getPropertiesOfType(this.#typeOf(node))) {
        if (member.flags & ts.SymbolFlags.Optional) this.#optional.add(member.name);
      }
    }
  }

  #typeOf(node: ts.Node): ts.Type {
    return this.#checker.getTypeAtLocation(node);
  }

  #key(key: ts.Expression, object: ts.Node): void {
    if (this.#isListed(key)) return;
    const names = this.#types.namesOfKey(this.#typeOf(key));
    if (names === null) this.#keep(object, false);
    for (const name of names ?? []) this.#names.add(name);
  }

  #isListed(key: ts.Expression): boolean {
    return this.#typeOf(key).aliasSymbol?.declarations?.some((one) => isTagged(one, KEYS)) === true;
  }

  /** A key that was listed is read where a key may stand, and nowhere else. */
  #identifier(node: ts.Identifier): void {
    const { parent } = node;
    if (!ts.isExpression(node) || (parent as ts.NamedDeclaration).name === node || !this.#isListed(node)) return;
    const isKey = ts.isElementAccessExpression(parent) && parent.argumentExpression === node;
    if (!isKey && !ts.isTypeNode(parent)) this.#unproven.push(this.#place(node));
  }

  /** A member that no type declares. */
  #access(name: ts.MemberName): void {
    if (ts.isPrivateIdentifier(name)) return;
    if ((this.#checker.getSymbolAtLocation(name)?.declarations ?? []).length === 0) this.#names.add(name.text);
  }

  #call(node: ts.CallExpression): void {
    const { expression } = node;
    if (ts.isPropertyAccessExpression(expression)) {
      const [on, name] = [expression.expression.getText(), expression.name.text];
      if (on === "JSON" && name === "stringify") this.#keep(node.arguments[0], true);
      const isKeys = ancestorsOf(node).some((at) => ts.isFunctionDeclaration(at) && isTagged(at, KEYS));
      if (on === "Object" && LISTING.has(name)) {
        if (isKeys) this.#keepType(this.#typeOf(node.arguments[0]), false, this.#listed);
        else this.#keep(node.arguments[0], false);
      }
    }
    const signature = this.#checker.getResolvedSignature(node);
    const { declaration } = signature ?? {};
    if (declaration === undefined || ts.isJSDocSignature(declaration)) return;
    this.#dictionaries(node, declaration);
    if (!isTagged(declaration)) return;
    for (const argument of node.arguments)
      this.#keep(ts.isSpreadElement(argument) ? argument.expression : argument, true);
  }

  /** A literal for a type parameter that only says that it is a dictionary. */
  #dictionaries(node: ts.CallExpression, { parameters }: ts.SignatureDeclaration): void {
    node.arguments.forEach((argument, i) => {
      const declared = parameters[i] && this.#typeOf(parameters[i]);
      const bound = declared && this.#checker.getBaseConstraintOfType(declared);
      if (bound !== undefined && bound !== declared && this.#types.isDictionary(bound)) {
        this.#keepType(this.#typeOf(argument), false);
      }
    });
  }

  /** A value for a member that is declared as data. */
  #assign(node: ts.PropertyAssignment | ts.ShorthandPropertyAssignment): void {
    const literal = this.#checker.getContextualType(node.parent);
    const member = literal && this.#checker.getPropertyOfType(literal, node.name.getText());
    if (!member?.declarations?.some((one) => isTagged(one))) return;
    this.#keep(ts.isPropertyAssignment(node) ? node.initializer : node.name, true);
  }

  /** A literal that becomes a dictionary. */
  #literal(node: ts.ObjectLiteralExpression): void {
    const expected = this.#checker.getContextualType(node);
    if (expected !== undefined && this.#types.isDictionary(expected)) this.#keepType(this.#typeOf(node), false);
  }

  #keep(node: ts.Node, isDeep: boolean): void {
    if (!this.#keepType(this.#typeOf(node), isDeep) && !this.#isBound(node)) this.#unproven.push(this.#place(node));
  }

  /** Keeps the names of a type. `false` if it does not list them all. */
  #keepType(type: ts.Type, isDeep: boolean, names = this.#names): boolean {
    let isKnown = true;
    this.#types.visit(
      type,
      isDeep,
      (member) => names.add(member.name),
      (part) => {
        isKnown &&= !this.#types.isOpaque(part);
      },
    );
    return isKnown;
  }

  /**
   * Whether a value without a type comes from a declaration that says that it is data, or is in a function that does.
   */
  #isBound(node: ts.Node): boolean {
    if (ts.isObjectLiteralExpression(node) && node.properties.length === 0) return true;
    const declarations = this.#checker.getSymbolAtLocation(node)?.declarations ?? [];
    return declarations.some((one) => ancestorsOf(one).some((at) => isTagged(at) || this.#isOfTaggedType(at)));
  }

  /** Whether a function is one for a type that is declared as data. */
  #isOfTaggedType(node: ts.Node): boolean {
    const isFunction = ts.isArrowFunction(node) || ts.isFunctionExpression(node) || ts.isMethodDeclaration(node);
    if (!isFunction) return false;
    const expected = ts.isMethodDeclaration(node) ? this.#memberOf(node) : this.#checker.getContextualType(node);
    return (
      expected?.getCallSignatures().some(({ declaration }) => declaration !== undefined && isTagged(declaration)) ===
      true
    );
  }

  /** The type that a literal's method is expected to be of. */
  #memberOf({ name, parent }: ts.MethodDeclaration): ts.Type | undefined {
    const literal = ts.isObjectLiteralExpression(parent) ? this.#checker.getContextualType(parent) : undefined;
    const member = literal && this.#checker.getPropertyOfType(literal, name.getText());
    return member && this.#checker.getTypeOfSymbol(member);
  }

  #place(node: ts.Node): string {
    const file = node.getSourceFile();
    const { line } = file.getLineAndCharacterOfPosition(node.getStart());
    return `${file.fileName}:${line + 1}: the names in ${node.getText()} are looked at, and its type does not list them`;
  }
}

function isOptional(node: ts.Node): boolean {
  return !ts.isParameter(node) && (node as ts.PropertyDeclaration).questionToken !== undefined;
}

/** What comes from outside of the program: the engine's globals, and JSON. */
function isOrigin(node: ts.Expression): boolean {
  if (ts.isIdentifier(node)) return node.text === "globalThis";
  return ts.isCallExpression(node) && node.expression.getText() === "JSON.parse";
}

function ancestorsOf(node: ts.Node): ts.Node[] {
  return node.parent === undefined || ts.isSourceFile(node) ? [] : [node, ...ancestorsOf(node.parent)];
}

function isTagged(node: ts.Node, tag = TAG): boolean {
  const declarations = [node, node.parent].filter((one) => one && !ts.isSourceFile(one) && !ts.isBlock(one));
  return declarations.some((one) => ts.getJSDocTags(one).some(({ tagName }) => tagName.text === tag));
}
