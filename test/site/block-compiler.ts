import { resolve } from "node:path";
import ts from "typescript";
import type { HeldBlock } from "./code-blocks.js";

/** Packages whose exports a block may use without importing them; the first that exports a name provides it. */
const PACKAGES: readonly string[] = [
  "@ws2kit/spi",
  "@ws2kit/layers",
  "@ws2kit/sockets",
  "@ws2kit/platform-memory",
  "@ws2kit/engine-quickjs",
  "@ws2kit/conformance",
  "@ws2kit/core",
  "@ws2kit/tcpip",
];

/** What stands around a part of a program, in its reader's mind: the type of each name that it uses. */
const AROUND: Readonly<Record<string, string>> = {
  machine: 'import("@ws2kit/core").PublicMachine<import("@ws2kit/target-desktop").Ws2>',
  ws2: 'ReturnType<import("@ws2kit/target-desktop").Machine["openProcess"]>',
  platform: 'import("@ws2kit/spi").Platform',
  openMachine: 'typeof import("@ws2kit/target-desktop").openMachine',
  report: "{ (event: unknown): void; push(event: unknown): void }",
  lines: "unknown[]",
  file: "{ write(line: string): void }",
  text: "string",
  address: "Uint8Array",
  host: "string",
  serve: '(connection: import("@ws2kit/sockets").Connection) => Promise<void>',
  // the other files of a target
  wspm: '(...tables: (() => import("@ws2kit/tcpip").OptionTable)[]) => import("@ws2kit/spi").ProviderModule',
  PROVIDER: "string",
  protocols: 'import("@ws2kit/spi").WSAPROTOCOL_INFOW[]',
  profile: 'import("@ws2kit/core").Profile',
  exports: 'typeof import("@ws2kit/target-ce/exports").exports',
  shipped: 'Parameters<typeof import("@ws2kit/core").defineTarget>[0]["shipped"]',
  upcalls: 'Parameters<typeof import("@ws2kit/core").defineTarget>[0]["upcalls"]',
};

const OPTIONS: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2022,
  lib: ["lib.es2023.d.ts"],
  types: ["node"],
  module: ts.ModuleKind.ESNext,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  strict: true,
  noEmit: true,
  skipLibCheck: true,
  paths: {
    "@ws2kit/target": [resolve("targets/desktop/lib/index.d.ts")],
    "@ws2kit/config": [resolve("test/site/config-of-blocks.ts")],
  },
};

/** The codes of "cannot find name", with and without a suggestion, and of a shorthand property without a value. */
const UNKNOWN_NAME: ReadonlySet<number> = new Set([2304, 2552, 18004, 2584, 2580]);

/**
 * Compiles blocks of TypeScript as modules. A block that is a part of a program receives what stands around it: names
 * that a package exports are imported, and the names of `AROUND` declared. Returns a line for each fault.
 */
export function faultsOf(blocks: readonly HeldBlock[]): string[] {
  const texts = new Map(blocks.map((block, at) => [resolve(`test/site/block-${at}.ts`), moduleOf(block.text)]));
  const exported = exportsOf(PACKAGES);
  const first = diagnose(texts);
  for (const [file, text] of texts) {
    const names = new Set(
      first.filter((each) => each.file === file && UNKNOWN_NAME.has(each.code)).map(({ name }) => name),
    );
    const around = [...names].flatMap((name) => {
      const from = exported.get(name);
      if (from !== undefined) return [`import { ${name} } from "${from}";`];
      return name in AROUND ? [`declare const ${name}: ${AROUND[name]};`] : [];
    });
    texts.set(file, `${around.join(" ")}\n${text}`);
  }
  const places = new Map([...texts.keys()].map((file, at) => [file, blocks[at]]));
  return diagnose(texts).map(({ file, message }) => {
    const block = places.get(file) as HeldBlock;
    return `${block.page}, the block of line ${block.line}: ${message}`;
  });
}

/** A block as a module: an object of a table becomes a check, and a block without imports a module too. */
function moduleOf(text: string): string {
  return text.startsWith("{") ? `export const check: Check = ${text}` : `${text}\nexport {};\n`;
}

interface Fault {
  readonly file: string;
  readonly code: number;
  /** The text at its place. */
  readonly name: string;
  readonly message: string;
}

function diagnose(texts: ReadonlyMap<string, string>): Fault[] {
  const host = ts.createCompilerHost(OPTIONS);
  const { getSourceFile, fileExists, readFile } = host;
  host.fileExists = (name) => texts.has(name) || fileExists(name);
  host.readFile = (name) => texts.get(name) ?? readFile(name);
  host.getSourceFile = (name, ...rest) => {
    const text = texts.get(name);
    return text === undefined
      ? getSourceFile(name, ...rest)
      : ts.createSourceFile(name, text, ts.ScriptTarget.ES2022, true);
  };
  const program = ts.createProgram([...texts.keys()], OPTIONS, host);
  return [...texts.keys()].flatMap((file) => {
    const source = program.getSourceFile(file);
    const all = [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)];
    return all.map(({ code, start = 0, length = 0, messageText }) => ({
      file,
      code,
      name: (texts.get(file) ?? "").slice(start, start + length),
      message: ts.flattenDiagnosticMessageText(messageText, "\n"),
    }));
  });
}

/** The package that exports a name, for every name that one of them exports. */
function exportsOf(packages: readonly string[]): ReadonlyMap<string, string> {
  const files = packages.map((name) => resolve(`packages/${name.slice("@ws2kit/".length)}/lib/index.d.ts`));
  const program = ts.createProgram(files, OPTIONS);
  const checker = program.getTypeChecker();
  const found = new Map<string, string>();
  for (const [at, file] of files.entries()) {
    const source = program.getSourceFile(file);
    const symbol = source && checker.getSymbolAtLocation(source);
    if (symbol === undefined) throw new Error(`${file} is no module: run npm run compile`);
    for (const { name } of checker.getExportsOfModule(symbol)) if (!found.has(name)) found.set(name, packages[at]);
  }
  return found;
}
