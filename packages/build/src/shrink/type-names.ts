import ts from "typescript";

/** Types that state nothing about the members of their values. */
const OPAQUE = ts.TypeFlags.Any | ts.TypeFlags.Unknown | ts.TypeFlags.NonPrimitive;
const NO_NAME =
  ts.TypeFlags.NumberLike |
  ts.TypeFlags.BigIntLike |
  ts.TypeFlags.ESSymbolLike |
  ts.TypeFlags.Never |
  ts.TypeFlags.VoidLike;

/** Where a member is declared. */
export type Owner = "language" | "sources" | "declarations";

/** Answers questions about the names of members, with the compiler's types. */
export class TypeNames {
  readonly #program: ts.Program;
  readonly #checker: ts.TypeChecker;

  constructor(program: ts.Program) {
    this.#program = program;
    this.#checker = program.getTypeChecker();
  }

  /**
   * The names that a key of this type may have; `null` if they are not all known. Numbers and symbols do not count as
   * names.
   */
  namesOfKey(key: ts.Type): readonly string[] | null {
    if (key.flags & NO_NAME) return [];
    if (key.isStringLiteral()) return [key.value];
    if (key.isUnion()) {
      const parts = key.types.map((part) => this.namesOfKey(part));
      return parts.some((part) => part === null) ? null : parts.flatMap((part) => part ?? []);
    }
    if (key.flags & (ts.TypeFlags.TypeParameter | ts.TypeFlags.Index | ts.TypeFlags.Intersection)) {
      const bound = this.#checker.getBaseConstraintOfType(key);
      return bound === undefined || bound === key ? null : this.namesOfKey(bound);
    }
    return null;
  }

  /** Whether a value of this type may have members that the type does not name: `any`, `unknown`, `object`, `{}`. */
  isOpaque(type: ts.Type): boolean {
    if (type.isUnion()) return type.types.some((part) => this.isOpaque(part));
    if (type.flags & OPAQUE) return true;
    if (type.flags & ts.TypeFlags.Instantiable && !(type.flags & ts.TypeFlags.StringLike)) {
      const bound = this.#checker.getBaseConstraintOfType(type);
      return bound === undefined || bound === type || this.isOpaque(bound);
    }
    return (
      (type.flags & ts.TypeFlags.Object) !== 0 &&
      this.#checker.getPropertiesOfType(type).length === 0 &&
      this.#checker.getIndexInfosOfType(type).length === 0 &&
      signaturesOf(type).length === 0
    );
  }

  /** Whether it is a dictionary: any name may be a member of it. */
  isDictionary(type: ts.Type): boolean {
    if (type.isUnion()) return type.types.some((part) => this.isDictionary(part));
    if (!(type.flags & ts.TypeFlags.Object)) return false;
    return this.#checker.getIndexInfosOfType(type).some(({ keyType }) => !(keyType.flags & NO_NAME));
  }

  /** Whether its values are objects or functions, not numbers or strings. */
  isObject(type: ts.Type): boolean {
    if (type.isUnionOrIntersection()) return type.types.some((part) => this.isObject(part));
    return (type.flags & (ts.TypeFlags.Object | ts.TypeFlags.NonPrimitive)) !== 0;
  }

  /**
   * Calls `report` with each member of a type, and `enter` with each type that is visited. `isDeep` also visits the
   * types of members and elements.
   */
  visit(
    type: ts.Type,
    isDeep: boolean,
    report: (member: ts.Symbol) => void,
    enter: (type: ts.Type) => void = () => {},
    seen = new Set<ts.Type>(),
  ): void {
    if (seen.has(type)) return;
    seen.add(type);
    enter(type);
    const next = (part: ts.Type | undefined) => part && this.visit(part, isDeep, report, enter, seen);
    if (type.isUnionOrIntersection()) type.types.forEach(next);
    else if (type.flags & ts.TypeFlags.Instantiable) next(this.#checker.getBaseConstraintOfType(type));
    if (!(type.flags & ts.TypeFlags.Object)) return;
    if (isDeep) {
      if ((type as ts.ObjectType).objectFlags & ts.ObjectFlags.Reference) {
        this.#checker.getTypeArguments(type as ts.TypeReference).forEach(next);
      }
      for (const { type: indexed } of this.#checker.getIndexInfosOfType(type)) next(indexed);
    }
    if (this.#checker.isArrayLikeType(type)) return;
    for (const member of this.#checker.getPropertiesOfType(type)) {
      if (member.name.startsWith("__@") || this.isOfLanguage(member)) continue;
      report(member);
      if (isDeep) next(this.#checker.getTypeOfSymbol(member));
    }
  }

  ownerOf(member: ts.Symbol): Owner {
    const files = (member.declarations ?? []).map((declaration) => declaration.getSourceFile());
    if (files.some((file) => this.#program.isSourceFileDefaultLibrary(file))) return "language";
    return files.some((file) => file.isDeclarationFile) ? "declarations" : "sources";
  }

  /**
   * Whether the language declares a member or a type. A member of a mapped type counts for the type that it was mapped
   * from.
   */
  isOfLanguage(symbol: ts.Symbol | undefined): boolean {
    return symbol !== undefined && this.ownerOf(symbol) === "language";
  }
}

export function signaturesOf(type: ts.Type): readonly ts.Signature[] {
  return [...type.getCallSignatures(), ...type.getConstructSignatures()];
}
