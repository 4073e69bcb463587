import ts from "typescript";
import { LANGUAGE_FILE, TYPE_OPTIONS, typeHost } from "../type-program.js";

const found = new Map<string, ReadonlySet<string>>();

/**
 * The names that code outside may use: the members of every type that the exports of these declaration files reach
 * through parameters, results and properties, and the names of the language.
 */
export function publicNames(declarations: readonly string[]): ReadonlySet<string> {
  const key = [...declarations].sort().join("\n");
  const names = found.get(key) ?? new Reach(declarations).names;
  found.set(key, names);
  return names;
}

class Reach {
  readonly names = new Set<string>();
  readonly #program: ts.Program;
  readonly #checker: ts.TypeChecker;
  readonly #seen = new Set<ts.Type>();

  constructor(declarations: readonly string[]) {
    // a program without files would not load the language's declarations
    this.#program = ts.createProgram([...declarations, LANGUAGE_FILE], TYPE_OPTIONS, typeHost(TYPE_OPTIONS));
    this.#checker = this.#program.getTypeChecker();
    for (const source of this.#program.getSourceFiles()) {
      if (this.#program.isSourceFileDefaultLibrary(source)) this.#addDeclared(source);
    }
    for (const path of declarations) this.#addExports(path);
  }

  #addDeclared(node: ts.Node): void {
    const { name } = node as ts.NamedDeclaration;
    if (name !== undefined && ts.isIdentifier(name) && !ts.isParameter(node)) this.names.add(name.text);
    ts.forEachChild(node, (child) => this.#addDeclared(child));
  }

  #addExports(path: string): void {
    const source = this.#program.getSourceFile(path);
    const module = source && this.#checker.getSymbolAtLocation(source);
    if (module === undefined) throw new Error(`${path} is not a module with types`);
    for (const named of this.#checker.getExportsOfModule(module)) {
      this.names.add(named.name);
      const symbol = named.flags & ts.SymbolFlags.Alias ? this.#checker.getAliasedSymbol(named) : named;
      if (symbol.flags & ts.SymbolFlags.Value) this.#add(this.#checker.getTypeOfSymbol(symbol));
      if (symbol.flags & ts.SymbolFlags.Type) this.#add(this.#checker.getDeclaredTypeOfSymbol(symbol));
    }
  }

  #add(type: ts.Type | undefined): void {
    if (type === undefined || this.#seen.has(type)) return;
    this.#seen.add(type);
    for (const part of this.#partsOf(type)) this.#add(part);
    // the language declares a mapped type such as Pick<T, K>, but not the properties of T
    if (type.symbol?.flags & ts.SymbolFlags.Interface && this.#isOfLanguage(type.symbol)) return;
    for (const property of this.#checker.getPropertiesOfType(type)) this.#addProperty(property);
    for (const kind of [ts.SignatureKind.Call, ts.SignatureKind.Construct]) {
      for (const signature of this.#checker.getSignaturesOfType(type, kind)) {
        for (const parameter of signature.getParameters()) this.#add(this.#checker.getTypeOfSymbol(parameter));
        this.#add(signature.getReturnType());
      }
    }
  }

  #addProperty(property: ts.Symbol): void {
    const isPrivate = property.declarations?.some(
      (declaration) => isHashNamed(declaration) || ts.getCombinedModifierFlags(declaration) & ts.ModifierFlags.Private,
    );
    if (isPrivate || this.#isOfLanguage(property)) return;
    this.names.add(property.name);
    this.#add(this.#checker.getTypeOfSymbol(property));
  }

  /** The types of which a type consists, without its members. */
  #partsOf(type: ts.Type): readonly (ts.Type | undefined)[] {
    const parts: (ts.Type | undefined)[] = [];
    if (type.isUnionOrIntersection()) parts.push(...type.types);
    if (type.flags & ts.TypeFlags.Instantiable) parts.push(this.#checker.getBaseConstraintOfType(type));
    if (type.flags & ts.TypeFlags.Object && (type as ts.ObjectType).objectFlags & ts.ObjectFlags.Reference) {
      parts.push(...this.#checker.getTypeArguments(type as ts.TypeReference));
    }
    if (type.isClassOrInterface()) parts.push(...this.#checker.getBaseTypes(type));
    for (const { type: indexed } of this.#checker.getIndexInfosOfType(type)) parts.push(indexed);
    return parts;
  }

  #isOfLanguage(symbol: ts.Symbol | undefined): boolean {
    const declarations = symbol?.declarations ?? [];
    return declarations.some((one) => this.#program.isSourceFileDefaultLibrary(one.getSourceFile()));
  }
}

function isHashNamed({ name }: ts.NamedDeclaration): boolean {
  return name !== undefined && ts.isPrivateIdentifier(name);
}
