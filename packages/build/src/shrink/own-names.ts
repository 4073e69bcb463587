import ts from "typescript";
import { TypeNames } from "./type-names.js";

/** The tag of a declaration at which values enter or leave the program with the names of their members. */
const TAG = "data";
/**
 * The tag of a type of keys that are listed from an object and used only as keys of similar objects, so that any name
 * works.
 */
const KEYS = "keys";
const LISTING = new Set(["keys", "values", "entries", "getOwnPropertyNames", "fromEntries"]);

/** The names that a module of ws2kit uses other than in plain accesses, and the places where types prove nothing. */
export interface OwnUse {
  readonly names: ReadonlySet<string>;
  /** The names in values from the engine's globals and from JSON. They must stay, but no code lists them. */
  readonly outside: ReadonlySet<string>;
  /** The names that are listed as `@keys`. They may be shortened, but their members must not be removed. */
  readonly listed: ReadonlySet<string>;
  /** The names of optional members: an object of some type may lack them. */
  readonly optional: ReadonlySet<string>;
  /** The places where the compiler's types prove nothing, as text for people. */
  readonly unproven: readonly string[];
}

/**
 * Finds everything in a module of a neutral package that reaches a member without a plain access:
 *
 * - computed keys, and `in`: the names that the key's type lists, or else all names of the object;
 * - lists of names, dictionaries made of literals, JSON, and values declared with `@data`: the names of the type, and
 *   for the last two also the names of the types within it.
 *
 * If such a type is `unknown`, there is no proof: the declaration of the value's source must have `@data`.
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

  /** Records the optional members of a declaration, or of a type such as `Partial<…>`. */
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

  /** Checks that a listed key is used only as a key. */
  #identifier(node: ts.Identifier): void {
    const { parent } = node;
    if (!ts.isExpression(node) || (parent as ts.NamedDeclaration).name === node || !this.#isListed(node)) return;
    const isKey = ts.isElementAccessExpression(parent) && parent.argumentExpression === node;
    if (!isKey && !ts.isTypeNode(parent)) this.#unproven.push(this.#place(node));
  }

  /** Records an access to a member that no type declares. */
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

  /** Records a literal that is passed for a type parameter bounded by a dictionary. */
  #dictionaries(node: ts.CallExpression, { parameters }: ts.SignatureDeclaration): void {
    node.arguments.forEach((argument, i) => {
      const declared = parameters[i] && this.#typeOf(parameters[i]);
      const bound = declared && this.#checker.getBaseConstraintOfType(declared);
      if (bound !== undefined && bound !== declared && this.#types.isDictionary(bound)) {
        this.#keepType(this.#typeOf(argument), false);
      }
    });
  }

  /** Records a value that is assigned to a member declared with `@data`. */
  #assign(node: ts.PropertyAssignment | ts.ShorthandPropertyAssignment): void {
    const literal = this.#checker.getContextualType(node.parent);
    const member = literal && this.#checker.getPropertyOfType(literal, node.name.getText());
    if (!member?.declarations?.some((one) => isTagged(one))) return;
    this.#keep(ts.isPropertyAssignment(node) ? node.initializer : node.name, true);
  }

  /** Records a literal that is used as a dictionary. */
  #literal(node: ts.ObjectLiteralExpression): void {
    const expected = this.#checker.getContextualType(node);
    if (expected !== undefined && this.#types.isDictionary(expected)) this.#keepType(this.#typeOf(node), false);
  }

  #keep(node: ts.Node, isDeep: boolean): void {
    if (!this.#keepType(this.#typeOf(node), isDeep) && !this.#isBound(node)) this.#unproven.push(this.#place(node));
  }

  /** Adds the names of a type to `names`. `false` if the type does not list them all. */
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
   * Whether a value of an unknown type comes from a declaration with `@data`, or is in a function with `@data`.
   */
  #isBound(node: ts.Node): boolean {
    if (ts.isObjectLiteralExpression(node) && node.properties.length === 0) return true;
    const declarations = this.#checker.getSymbolAtLocation(node)?.declarations ?? [];
    return declarations.some((one) => ancestorsOf(one).some((at) => isTagged(at) || this.#isOfTaggedType(at)));
  }

  /** Whether the expected type of a function is declared with `@data`. */
  #isOfTaggedType(node: ts.Node): boolean {
    const isFunction = ts.isArrowFunction(node) || ts.isFunctionExpression(node) || ts.isMethodDeclaration(node);
    if (!isFunction) return false;
    const expected = ts.isMethodDeclaration(node) ? this.#memberOf(node) : this.#checker.getContextualType(node);
    return (
      expected?.getCallSignatures().some(({ declaration }) => declaration !== undefined && isTagged(declaration)) ===
      true
    );
  }

  /** The expected type of a method in a literal. */
  #memberOf({ name, parent }: ts.MethodDeclaration): ts.Type | undefined {
    const literal = ts.isObjectLiteralExpression(parent) ? this.#checker.getContextualType(parent) : undefined;
    const member = literal && this.#checker.getPropertyOfType(literal, name.getText());
    return member && this.#checker.getTypeOfSymbol(member);
  }

  #place(node: ts.Node): string {
    const file = node.getSourceFile();
    const { line } = file.getLineAndCharacterOfPosition(node.getStart());
    return `${file.fileName}:${line + 1}: the members of ${node.getText()} are read by name, and its type does not list them`;
  }
}

function isOptional(node: ts.Node): boolean {
  return !ts.isParameter(node) && (node as ts.PropertyDeclaration).questionToken !== undefined;
}

/** Whether a value comes from outside the program: from the engine's globals, or from JSON. */
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
