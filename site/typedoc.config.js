import { readdirSync, readFileSync } from "node:fs";

/** The command and the generator of projects are programs: they have no API. */
const PROGRAMS = ["cli", "create-ws2kit"];

/** The sources of a package's entries, from the declarations that its exports map names. */
function entriesOf(name) {
  const { exports } = JSON.parse(readFileSync(new URL(`../packages/${name}/package.json`, import.meta.url), "utf8"));
  return Object.values(exports).flatMap((entry) => {
    const [, path] = /^\.\/lib\/(.*)\.d\.ts$/.exec(entry.types ?? "") ?? [];
    return path === undefined ? [] : [`../packages/${name}/src/${path}.ts`];
  });
}

const packages = readdirSync(new URL("../packages", import.meta.url)).filter((name) => !PROGRAMS.includes(name));

export default {
  plugin: ["typedoc-plugin-markdown", "./typedoc-names.js"],
  name: "API of the packages",
  tsconfig: "tsconfig.json",
  entryPoints: packages.flatMap(entriesOf),
  out: "dist/api",
  readme: "none",
  entryFileName: "index",
  outputFileStrategy: "modules",
  publicPath: "/api/",
  blockTags: ["@param", "@returns", "@data"],
  disableSources: true,
  excludePrivate: true,
  excludeInternal: true,
  excludeExternals: true,
  hideBreadcrumbs: true,
  hidePageHeader: true,
  pageTitleTemplates: { module: ({ name }) => `@ws2kit/${name}`, index: () => "API of the packages" },
  useCodeBlocks: true,
  useHTMLEncodedBrackets: true,
  parametersFormat: "table",
  interfacePropertiesFormat: "table",
  typeDeclarationFormat: "table",
  validation: { notExported: false, invalidLink: true },
};
