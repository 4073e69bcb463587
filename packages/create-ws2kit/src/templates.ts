import { readFileSync } from "node:fs";
import { typesOfFirmware, typesOfModule, typesOfTarget } from "./type-settings.js";

/** What the project of a template consists of, apart from the files in `templates/<name>`. */
export interface Template {
  /** What it is for, in a list of choices. */
  readonly hint: string;
  /** Packages of ws2kit that its sources import, without the targets. */
  readonly packages: readonly string[];
  /** The scripts of its package.json for these targets. */
  readonly scripts: (targets: readonly string[]) => Readonly<Record<string, string>>;
  /** Its tsconfig files for these targets, by name. */
  readonly types: (targets: readonly string[]) => Readonly<Record<string, object>>;
  /** Further members of its package.json; `name` is the project's name. */
  readonly manifest?: (name: string) => object;
}

const each = (targets: readonly string[], command: (target: string) => string) => targets.map(command).join(" && ");

const firmware: Pick<Template, "scripts" | "types"> = {
  scripts: (targets) => ({
    start: `ws2kit run src/app.ts --target ${targets[0]}`,
    collector: "node collector.js",
    build: each(targets, (target) => `ws2kit build src/app.ts --target ${target}`),
    test: "tsc -p test && mocha",
  }),
  types: typesOfFirmware,
};

const module = (file: string): Pick<Template, "scripts" | "types"> => ({
  scripts: (targets) => ({
    build: "tsc -p .",
    test: "tsc -p test && mocha",
    check: each(targets, (target) => `ws2kit check ${file} --target ${target} --engine all`),
  }),
  types: typesOfModule,
});

/** Every template, by the name of its folder. */
export const TEMPLATES = {
  device: {
    hint: "firmware with Winsock's own functions",
    packages: ["build", "cli", "platform-memory"],
    ...firmware,
  },
  promise: {
    hint: "firmware with promises",
    packages: ["build", "cli", "platform-memory", "sockets"],
    ...firmware,
  },
  provider: {
    hint: "a base provider: a transport in place of TCP/IP",
    packages: ["build", "cli", "conformance", "platform-memory", "spi"],
    ...module("src/provider.ts"),
  },
  layer: {
    hint: "a layered provider: observes and changes the calls and data of applications",
    packages: ["build", "cli", "layers", "platform-memory", "spi"],
    ...module("src/layer.ts"),
  },
  target: {
    hint: "another system, as data that extends a target",
    packages: ["build", "cli", "core", "platform-memory", "spi"],
    scripts: () => ({
      build: "tsc -p .",
      test: "npm run build && tsc -p test && mocha",
      check: "npm run build && ws2kit check --target . --engine all",
    }),
    types: typesOfTarget,
    manifest: (name) => ({
      exports: Object.fromEntries(
        ["index", "exports", "profile", "providers", "upcalls", "profile.sources"].map((file) => [
          file === "index" ? "." : `./${file.replace("profile.sources", "sources")}`,
          { types: `./lib/${file}.d.ts`, default: `./lib/${file}.js` },
        ]),
      ),
      files: ["lib", "!lib/test", "src"],
      ws2kit: { target: name },
    }),
  },
} satisfies Record<string, Template>;

export type TemplateName = keyof typeof TEMPLATES;

/** The names of the templates, in the order of a list of choices. */
export const TEMPLATE_NAMES = Object.keys(TEMPLATES) as readonly TemplateName[];

/** A template by its name. */
export function templateOf(name: TemplateName): Template {
  return TEMPLATES[name];
}

/** The folder of the templates' files. */
export const TEMPLATE_FOLDER = new URL("../templates/", import.meta.url);

/** The targets that this version of ws2kit has, with their systems: `{ "ce": "Windows CE 5.0" }`. */
export function shippedTargets(): Readonly<Record<string, string>> {
  return JSON.parse(readFileSync(new URL("targets.json", TEMPLATE_FOLDER), "utf8"));
}
