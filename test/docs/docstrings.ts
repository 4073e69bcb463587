import ts from "typescript";

/** Parameters that need no description: the socket of a call, and the lpErrno of a slot. */
const SELF_EVIDENT: ReadonlySet<string> = new Set(["s", "lpErrno"]);

/** The declarations that editors read, as one program. */
export class Declarations {
  readonly #program: ts.Program;
  readonly #checker: ts.TypeChecker;

  constructor(files: readonly string[]) {
    const module = ts.ModuleKind.NodeNext;
    const options = { module, moduleResolution: ts.ModuleResolutionKind.NodeNext, skipLibCheck: true, types: [] };
    this.#program = ts.createProgram([...files], { ...options, target: ts.ScriptTarget.ES2022 });
    this.#checker = this.#program.getTypeChecker();
  }

  /**
   * The members of a type without a docstring, and parameters that their docstrings do not name: "WSARecv",
   * "WSARecv(lpFlags)". With `member`, the members of that member of the type.
   */
  silentMembers(file: string, typeName: string, member?: string): string[] {
    const symbol = this.#exports(file).get(typeName);
    if (symbol === undefined) throw new Error(`${file} exports no ${typeName}`);
    const whole = this.#checker.getDeclaredTypeOfSymbol(symbol);
    const part = member === undefined ? undefined : this.#checker.getPropertyOfType(whole, member);
    const type = part === undefined ? whole : this.#checker.getTypeOfSymbol(part);
    const all = member !== undefined && part === undefined ? [] : this.#checker.getPropertiesOfType(type);
    // the type of an absent function contains the text that the compiler shows
    const members = all.filter((each) => this.#checker.getTypeOfSymbol(each).symbol?.name !== "Absent");
    if (members.length === 0) throw new Error(`${member ?? typeName} of ${file} has no members`);
    return members.flatMap((each) => this.#silent(each.name, each));
  }

  /** The functions and types of a module that have no docstring, and the members of its types that have none. */
  silentExports(file: string): string[] {
    const folder = file.replace(/[^/]*$/, "");
    return [...this.#exports(file).values()].flatMap((symbol) => {
      const [declaration] = symbol.declarations ?? [];
      if (declaration === undefined || !declaration.getSourceFile().fileName.includes(folder)) return [];
      const isValue = ts.isVariableDeclaration(declaration) && this.#signatures(symbol).length === 0;
      const own = isValue || this.#words(symbol) !== "" ? [] : [symbol.name];
      const isType = ts.isInterfaceDeclaration(declaration) || ts.isClassDeclaration(declaration);
      const members = isType ? publicMembers(declaration, this.#checker) : [];
      return [
        ...own,
        ...members.filter((each) => this.#words(each) === "").map(({ name }) => `${symbol.name}.${name}`),
      ];
    });
  }

  /** The exports of a module by name, each with its original symbol. */
  #exports(file: string): Map<string, ts.Symbol> {
    const source = this.#program.getSourceFile(file);
    const module = source && this.#checker.getSymbolAtLocation(source);
    if (module === undefined) throw new Error(`${file} is no module: run npm run compile`);
    const named = this.#checker.getExportsOfModule(module);
    const meant = (each: ts.Symbol) =>
      each.flags & ts.SymbolFlags.Alias ? this.#checker.getAliasedSymbol(each) : each;
    return new Map(named.map((each) => [each.name, meant(each)]));
  }

  #silent(name: string, symbol: ts.Symbol): string[] {
    const words = this.#words(symbol);
    if (words === "") return [name];
    const parameters = this.#signatures(symbol).flatMap((signature) => signature.parameters.map((each) => each.name));
    const silent = parameters.filter(
      (each) => !SELF_EVIDENT.has(each) && !new RegExp(`(?<!\\w)${each}(?!\\w)`).test(words),
    );
    return [...new Set(silent)].map((each) => `${name}(${each})`);
  }

  #signatures(symbol: ts.Symbol): readonly ts.Signature[] {
    return this.#checker.getNonNullableType(this.#checker.getTypeOfSymbol(symbol)).getCallSignatures();
  }

  /** The documentation that an editor shows for a name. */
  #words(symbol: ts.Symbol): string {
    const tags = symbol.getJsDocTags(this.#checker).flatMap(({ text }) => ts.displayPartsToString(text));
    return [ts.displayPartsToString(symbol.getDocumentationComment(this.#checker)), ...tags].join(" ").trim();
  }
}

function publicMembers(type: ts.InterfaceDeclaration | ts.ClassDeclaration, checker: ts.TypeChecker): ts.Symbol[] {
  return [...type.members].flatMap((member) => {
    if (member.name === undefined || ts.isPrivateIdentifier(member.name)) return [];
    if (ts.isComputedPropertyName(member.name)) return [];
    if (ts.getCombinedModifierFlags(member) & ts.ModifierFlags.Private) return [];
    const symbol = checker.getSymbolAtLocation(member.name);
    return symbol === undefined ? [] : [symbol];
  });
}
