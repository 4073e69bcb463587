import ts from "typescript";

/** A parameter of a function: its type as a caller writes it, and what its docstring says. */
export interface Parameter {
  readonly name: string;
  readonly type: string;
  readonly text: string;
}

/** What an editor shows of a function. */
export interface Signature {
  readonly name: string;
  /** The declaration, with a line for each parameter if one line is too long for it. */
  readonly code: string;
  /** The first paragraph of the docstring, and its other paragraphs. */
  readonly sentence: string;
  readonly remarks: readonly string[];
  readonly parameters: readonly Parameter[];
  readonly returns: string;
}

/** The longest declaration in one line. */
const WIDTH = 90;

/** Reads functions as the compiler sees them: the members of types that the packages' declaration files export. */
export class Signatures {
  readonly #program: ts.Program;
  readonly #checker: ts.TypeChecker;

  constructor(files: readonly string[]) {
    const module = ts.ModuleKind.NodeNext;
    const options = { module, moduleResolution: ts.ModuleResolutionKind.NodeNext, skipLibCheck: true, types: [] };
    this.#program = ts.createProgram([...files], { ...options, target: ts.ScriptTarget.ES2022, strict: true });
    this.#checker = this.#program.getTypeChecker();
  }

  /** The functions among the members of a type; with `member`, of the type of that member. */
  of(file: string, typeName: string, member?: string): Signature[] {
    const source = this.#program.getSourceFile(file);
    const module = source && this.#checker.getSymbolAtLocation(source);
    const named = module && this.#checker.getExportsOfModule(module).find(({ name }) => name === typeName);
    if (named === undefined) throw new Error(`${file} exports no ${typeName}`);
    const symbol = named.flags & ts.SymbolFlags.Alias ? this.#checker.getAliasedSymbol(named) : named;
    const whole = this.#checker.getDeclaredTypeOfSymbol(symbol);
    const part = member === undefined ? undefined : this.#checker.getPropertyOfType(whole, member);
    if (member !== undefined && part === undefined) throw new Error(`${typeName} has no ${member}`);
    const type = part === undefined ? whole : this.#checker.getTypeOfSymbol(part);
    return this.#checker.getPropertiesOfType(type).flatMap((each) => this.#signature(each) ?? []);
  }

  #signature(symbol: ts.Symbol): Signature | null {
    const type = this.#checker.getNonNullableType(this.#checker.getTypeOfSymbol(symbol));
    const [call] = type.getCallSignatures();
    if (call === undefined) return null;
    const tags = symbol.getJsDocTags(this.#checker);
    const texts = new Map(
      tags.filter(({ name }) => name === "param").map(({ text }) => words(ts.displayPartsToString(text))),
    );
    const parameters = call.parameters.map((each) => {
      const declaration = each.valueDeclaration as ts.ParameterDeclaration | undefined;
      const isOptional = declaration !== undefined && this.#checker.isOptionalParameter(declaration);
      const own = this.#checker.getTypeOfSymbol(each);
      const name = isOptional ? `${each.name}?` : each.name;
      return {
        name,
        type: this.#text(isOptional ? this.#checker.getNonNullableType(own) : own),
        text: texts.get(each.name) ?? "",
      };
    });
    const returns = this.#text(call.getReturnType());
    const list = parameters.map(({ name, type }) => `${name}: ${type}`);
    const line = `${symbol.name}(${list.join(", ")}): ${returns}`;
    const code =
      line.length <= WIDTH ? line : `${symbol.name}(\n${list.map((each) => `  ${each},\n`).join("")}): ${returns}`;
    const [sentence = "", ...remarks] = ts
      .displayPartsToString(symbol.getDocumentationComment(this.#checker))
      .split(/\n\s*\n/)
      .map((each) => each.replace(/\s*\n\s*/g, " ").trim())
      .filter((each) => each !== "");
    const result = tags.find(({ name }) => name === "returns");
    const returned = result === undefined ? "" : ts.displayPartsToString(result.text).replace(/\s*\n\s*/g, " ");
    return { name: symbol.name, code, sentence, remarks, parameters, returns: returned };
  }

  #text(type: ts.Type): string {
    return this.#checker.typeToString(type, undefined, ts.TypeFormatFlags.NoTruncation);
  }
}

/** The name and the words of a @param tag. */
function words(text: string): [name: string, text: string] {
  const [, name, rest] = /^(\S+)\s*(?:-\s*)?([\s\S]*)$/.exec(text) ?? ["", text, ""];
  return [name, rest.replace(/\s*\n\s*/g, " ").trim()];
}
