import ts from "typescript";
import { signaturesOf, TypeNames } from "./type-names.js";

/** How an application uses the names of members, except in plain accesses such as `object.name`. */
export interface NameUse {
  /** Names that it declares, or that it may reach without a plain access. None of them is shortened. */
  readonly names: ReadonlySet<string>;
  /**
   * Places where it may reach any member of ws2kit's objects, as text for people. If there is one, no name is
   * shortened.
   */
  readonly anyName: readonly string[];
  /** Whether it reads the names of functions and classes. */
  readonly functionNames: boolean;
}

/** Globals that can read members by name, in ways that types do not show. */
const SIGHTS = new Set(["Reflect", "Proxy", "Function", "eval", "globalThis"]);
/** The language's functions that accept any value, do not read its members, and do not return it as another type. */
const BLIND = new Set([
  "ArrayConstructor.isArray",
  "ArrayBufferConstructor.isView",
  "NumberConstructor.isFinite",
  "NumberConstructor.isInteger",
  "NumberConstructor.isNaN",
  "NumberConstructor.isSafeInteger",
  "ObjectConstructor.is",
  "ObjectConstructor.isFrozen",
  "ObjectConstructor.isSealed",
  "ObjectConstructor.isExtensible",
  "StringConstructor",
  "NumberConstructor",
  "BooleanConstructor",
]);
/** The language's functions that list the members of an argument, or look up a member by name. */
const LISTING = new Set([
  "JSON.stringify",
  "ObjectConstructor.keys",
  "ObjectConstructor.entries",
  "ObjectConstructor.getOwnPropertyNames",
  "ObjectConstructor.getOwnPropertyDescriptors",
  "ObjectConstructor.getOwnPropertyDescriptor",
  "ObjectConstructor.defineProperty",
  "ObjectConstructor.defineProperties",
  "ObjectConstructor.fromEntries",
  "Object.hasOwnProperty",
  "Object.propertyIsEnumerable",
]);

/**
 * Finds, with the compiler's types, everything in an application's sources that reaches a member without a plain
 * access.
 *
 * A plain access finds its member under a short name too, because each name is shortened everywhere or nowhere. What
 * remains are names computed at run time, lists of names, and objects that enter or leave the program. A type proves
 * something only while the value has that type: a value that passes through `any`, `unknown`, a dictionary or a type
 * parameter counts as read by unknown names there.
 */
export function applicationNames(program: ts.Program, sources: readonly ts.SourceFile[]): NameUse {
  return new Use(program).of(sources);
}

class Use {
  readonly #names = new Set<string>();
  readonly #anyName: string[] = [];
  readonly #types: TypeNames;
  readonly #checker: ts.TypeChecker;
  readonly #flows = new Map<ts.Type, Set<ts.Type>>();
  /** The first place where an object of ws2kit is used as another type, and the first place where names are listed. */
  #disguise = "";
  #listing = "";
  #functionNames = false;
  /** The node under examination. */
  #at!: ts.Node;

  constructor(program: ts.Program) {
    this.#types = new TypeNames(program);
    this.#checker = program.getTypeChecker();
  }

  of(sources: readonly ts.SourceFile[]): NameUse {
    for (const source of sources) this.#look(source);
    if (this.#disguise !== "" && this.#listing !== "") this.#anyName.push(this.#disguise);
    return { names: this.#names, anyName: this.#anyName, functionNames: this.#functionNames };
  }

  #look(node: ts.Node): void {
    this.#at = node;
    if (ts.isTypeElement(node) || ts.isClassElement(node) || ts.isObjectLiteralElement(node)) this.#declare(node.name);
    else if (ts.isEnumMember(node)) this.#declare(node.name);
    if (ts.isParameterPropertyDeclaration(node, node.parent)) this.#declare(node.name);
    if (ts.isElementAccessExpression(node)) this.#key(node.argumentExpression, this.#typeOf(node.expression));
    else if (ts.isComputedPropertyName(node)) this.#computed(node);
    else if (ts.isForInStatement(node)) this.#list(this.#typeOf(node.expression));
    else if (ts.isPropertyAccessExpression(node)) this.#access(node);
    else if (ts.isBinaryExpression(node)) this.#binary(node);
    else if (ts.isThrowStatement(node)) this.#flow(this.#typeOf(node.expression), null);
    else if (ts.isCallExpression(node)) this.#call(node);
    else if (ts.isIdentifier(node)) this.#identifier(node);
    if (ts.isAsExpression(node) || ts.isTypeAssertionExpression(node)) {
      this.#flow(this.#typeOf(node.expression), this.#typeOf(node));
    } else if (ts.isExpression(node) && !ts.isTypeNode(node)) {
      const expected = isName(node) || isTakenApart(node) ? undefined : this.#checker.getContextualType(node);
      if (expected !== undefined && !this.#isGivenToBlind(node)) this.#flow(this.#typeOf(node), expected);
    }
    ts.forEachChild(node, (child) => this.#look(child));
  }

  #typeOf(node: ts.Node): ts.Type {
    return this.#checker.getTypeAtLocation(node);
  }

  #declare(name: ts.PropertyName | ts.BindingName | undefined): void {
    if (name !== undefined && (ts.isIdentifier(name) || ts.isStringLiteral(name))) this.#names.add(name.text);
  }

  /** Records a computed key of a member of `object`. */
  #key(key: ts.Expression, object: ts.Type): void {
    const names = this.#types.namesOfKey(this.#typeOf(key));
    if (names === null) this.#list(object);
    for (const name of names ?? []) this.#names.add(name);
  }

  #computed(node: ts.ComputedPropertyName): void {
    const within = node.parent.parent;
    const isPattern = ts.isObjectBindingPattern(within);
    const literal = this.#types.namesOfKey(this.#typeOf(node.expression));
    for (const name of literal ?? []) this.#names.add(name);
    if (literal === null && isPattern) this.#list(this.#typeOf(within));
  }

  /** Records an access to a member that no type declares: of a dictionary or of `any`. */
  #access({ name, expression }: ts.PropertyAccessExpression): void {
    if (ts.isPrivateIdentifier(name)) return;
    const member = this.#checker.getSymbolAtLocation(name);
    if (member === undefined || (member.declarations ?? []).length === 0) this.#names.add(name.text);
    const object = this.#typeOf(expression);
    if (name.text === "name" && (signaturesOf(object).length > 0 || this.#types.isOpaque(object))) {
      this.#functionNames = true;
    }
  }

  #binary({ left, right, operatorToken }: ts.BinaryExpression): void {
    if (operatorToken.kind === ts.SyntaxKind.InKeyword && !ts.isPrivateIdentifier(left)) {
      this.#key(left, this.#typeOf(right));
    }
    // ({ [key]: variable } = object)
    if (operatorToken.kind === ts.SyntaxKind.EqualsToken && ts.isObjectLiteralExpression(left)) {
      const keys = left.properties.map(({ name }) => name).filter((name) => name && ts.isComputedPropertyName(name));
      for (const key of keys) this.#key((key as ts.ComputedPropertyName).expression, this.#typeOf(right));
    }
  }

  #call(node: ts.CallExpression): void {
    if (!LISTING.has(this.#languageNameOf(node))) return;
    this.#markListing();
    const [object] = node.arguments;
    const owner = ts.isPropertyAccessExpression(node.expression) ? node.expression.expression : undefined;
    const looked = this.#languageNameOf(node).startsWith("Object.") ? owner : object;
    if (looked !== undefined) this.#list(this.#typeOf(looked), true);
  }

  #identifier(node: ts.Identifier): void {
    if (SIGHTS.has(node.text) && !isName(node) && this.#types.isOfLanguage(this.#checker.getSymbolAtLocation(node))) {
      this.#cannotTell(`${node.text} can read members by name`);
    } else if (node.text === "globalThis" && !isName(node)) this.#cannotTell("globalThis contains the host's objects");
    const symbol = this.#checker.getSymbolAtLocation(node);
    if (symbol?.declarations?.some((one) => isAmbient(one) && !one.getSourceFile().isDeclarationFile)) {
      this.#cannotTell(`${node.text} is declared by the host`);
    }
  }

  /** Whether an argument is passed to a function of the language that does not read the argument's members. */
  #isGivenToBlind(node: ts.Expression): boolean {
    const call = node.parent;
    return ts.isCallExpression(call) && call.expression !== node && BLIND.has(this.#languageNameOf(call));
  }

  /**
   * The interface and name of the called function, such as "JSON.stringify"; "" if it is not a function of the
   * language.
   */
  #languageNameOf(node: ts.CallExpression): string {
    const declaration = this.#checker.getResolvedSignature(node)?.declaration;
    const within = declaration?.parent;
    if (declaration === undefined || !within || !ts.isInterfaceDeclaration(within)) return "";
    if (!this.#types.isOfLanguage(this.#checker.getSymbolAtLocation(within.name))) return "";
    const name = (declaration as ts.NamedDeclaration).name?.getText();
    return name === undefined ? within.name.text : `${within.name.text}.${name}`;
  }

  /** Records that the names of a type's members are listed. */
  #list(type: ts.Type, isDeep = false): void {
    this.#markListing();
    if (this.#types.isOpaque(type))
      this.#cannotTell("the members of an object whose type is unknown here are read by name");
    else this.#keep(type, isDeep);
  }

  /** Records that a value of type `from` is used as type `to`; `null` stands for any type. */
  #flow(from: ts.Type, to: ts.Type | null): void {
    if (from === to) return;
    const seen = to === null ? undefined : this.#flows.get(from);
    if (to !== null) {
      if (seen?.has(to)) return;
      this.#flows.set(from, (seen ?? new Set()).add(to));
    }
    if (to === null || this.#types.isOpaque(to)) {
      if (this.#isUnnamed(from) || !(this.#types.isObject(from) || this.#hasParameter(from))) return;
      this.#markListing();
      this.#keep(from, true);
    } else if (this.#isUnnamed(from)) this.#keep(to, true);
    else if (from.isUnion()) for (const part of from.types) this.#flow(part, to);
    else if (to.isUnion()) {
      for (const part of to.types) {
        if (this.#types.isObject(part) && this.#checker.isTypeAssignableTo(from, part)) this.#flow(from, part);
      }
    } else if (this.#types.isObject(from) && this.#types.isObject(to)) this.#pass(from, to);
  }

  /** Records that an object of type `from` is used as type `to`, which has members. */
  #pass(from: ts.Type, to: ts.Type): void {
    const [isFrom, isTo] = [this.#types.isDictionary(from), this.#types.isDictionary(to)];
    if (isFrom !== isTo) {
      this.#keep(isTo ? from : to, true);
      return;
    }
    if (!this.#isSameDeclaration(from, to)) this.#findDisguise(from, to);
    const [arguments_, others] = [from, to].map((type) => this.#argumentsOf(type));
    if (this.#isSameDeclaration(from, to)) {
      arguments_.forEach((part, i) => {
        if (others[i] !== undefined) this.#flow(part, others[i]);
      });
      if (arguments_.length > 0) return;
    }
    for (const member of this.#checker.getPropertiesOfType(to)) {
      const given = this.#checker.getPropertyOfType(from, member.name);
      if (given === undefined || this.#types.isOfLanguage(member)) continue;
      this.#flow(this.#checker.getTypeOfSymbol(given), this.#checker.getTypeOfSymbol(member));
    }
    const [[given], [wanted]] = [signaturesOf(from), signaturesOf(to)];
    if (given !== undefined && wanted !== undefined) this.#passCall(given, wanted);
  }

  /** Records that a function with the signature `given` is called through the signature `wanted`. */
  #passCall(given: ts.Signature, wanted: ts.Signature): void {
    const parameters = given.getParameters();
    wanted.getParameters().forEach((one, i) => {
      const other = parameters[Math.min(i, parameters.length - 1)];
      if (other !== undefined) this.#flow(this.#typeOfParameter(one), this.#typeOfParameter(other));
    });
    this.#flow(given.getReturnType(), wanted.getReturnType());
  }

  /** The type of one argument for a parameter, which may be a rest parameter. */
  #typeOfParameter(parameter: ts.Symbol): ts.Type {
    const type = this.#checker.getTypeOfSymbol(parameter);
    const declaration = parameter.valueDeclaration;
    const isRest = declaration !== undefined && ts.isParameter(declaration) && declaration.dotDotDotToken !== undefined;
    return (isRest && this.#checker.getIndexTypeOfType(type, ts.IndexKind.Number)) || type;
  }

  #isSameDeclaration(from: ts.Type, to: ts.Type): boolean {
    return from.symbol !== undefined && from.symbol === to.symbol;
  }

  #argumentsOf(type: ts.Type): readonly ts.Type[] {
    const isReference = (type as ts.ObjectType).objectFlags & ts.ObjectFlags.Reference;
    return isReference ? this.#checker.getTypeArguments(type as ts.TypeReference) : (type.aliasTypeArguments ?? []);
  }

  /**
   * Records an object of ws2kit that is used as an application's type: a list of that type's members may list ws2kit's
   * names.
   */
  #findDisguise(from: ts.Type, to: ts.Type): void {
    const isOf = (type: ts.Type) =>
      this.#checker.getPropertiesOfType(type).some((member) => this.#types.ownerOf(member) === "declarations");
    if (isOf(from) && !isOf(to))
      this.#disguise ||= this.#place("an object of ws2kit is used as a type of the application");
  }

  /** Whether a type states nothing about its value's members: `any` or `unknown`. */
  #isUnnamed(type: ts.Type): boolean {
    return (type.flags & (ts.TypeFlags.Any | ts.TypeFlags.Unknown)) !== 0;
  }

  #keep(type: ts.Type, isDeep: boolean): void {
    if (this.#hasParameter(type)) this.#cannotTell("members of a type parameter are read by name");
    this.#types.visit(type, isDeep, (member) => {
      this.#names.add(member.name);
      if (this.#types.ownerOf(member) === "declarations")
        this.#cannotTell(`${member.name} may be read by a computed name`);
    });
  }

  /**
   * Whether a type stands for types that are unknown here. `this` is known: it has the names of its class and of the
   * classes that extend it.
   */
  #hasParameter(type: ts.Type): boolean {
    if (type.isUnionOrIntersection()) return type.types.some((part) => this.#hasParameter(part));
    if (!(type.flags & ts.TypeFlags.Instantiable) || type.flags & ts.TypeFlags.StringLike) return false;
    if ((type as { readonly isThisType?: boolean }).isThisType === true) return false;
    const bound = this.#checker.getBaseConstraintOfType(type);
    return bound === undefined || bound === type || this.#types.isOpaque(bound) || this.#types.isObject(bound);
  }

  #markListing(): void {
    this.#listing ||= this.#place("members are read by name");
  }

  #cannotTell(why: string): void {
    this.#anyName.push(this.#place(why));
  }

  #place(why: string): string {
    const file = this.#at.getSourceFile();
    const { line, character } = file.getLineAndCharacterOfPosition(this.#at.getStart());
    return `${file.fileName}:${line + 1}:${character + 1}: ${why}`;
  }
}

/** Whether an identifier stands for a member or a declaration, not for a value. */
function isName(node: ts.Node): boolean {
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent)) return parent.name === node;
  return ts.isIdentifier(node) && (parent as ts.NamedDeclaration).name === node;
}

/** `const { name } = node`: the compiler derives the expected type of `node` from the pattern alone. */
function isTakenApart(node: ts.Node): boolean {
  const { parent } = node;
  const isDeclared = ts.isVariableDeclaration(parent) || ts.isParameter(parent) || ts.isBindingElement(parent);
  if (!isDeclared || parent.initializer !== node || ts.isIdentifier(parent.name)) return false;
  return ts.isBindingElement(parent) || parent.type === undefined;
}

/** `declare const gpio: …`: a value that the host provides. */
function isAmbient(node: ts.Declaration): boolean {
  const isValue = ts.isVariableDeclaration(node) || ts.isFunctionDeclaration(node) || ts.isClassDeclaration(node);
  return isValue && (ts.getCombinedModifierFlags(node) & ts.ModifierFlags.Ambient) !== 0;
}
