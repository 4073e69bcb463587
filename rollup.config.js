import { readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { nodeResolve } from "@rollup/plugin-node-resolve";
import typescript from "@rollup/plugin-typescript";
import { firmwareConfig, shrink } from "@ws2kit/build";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));

/** A bundle whose entry is written here. `finders` find its modules. */
function bundle(source, output, finders) {
  const entry = here("dist/entry.js");
  const written = {
    name: "entry",
    resolveId: (specifier) => (specifier === entry ? entry : null),
    load: (id) => (id === entry ? source : null),
  };
  return { input: entry, plugins: [written, ...finders], output };
}

const compiled = typescript({ tsconfig: here("tsconfig.rollup.json") });
let isCompiled = false;

/** What all libraries are made of, compiled when the first of them begins. */
const compiledOnce = {
  ...compiled,
  buildStart(options) {
    if (!isCompiled) compiled.buildStart.call(this, options);
    isCompiled = true;
  },
};

/** All that a target offers to an application, and the platform of a device, from their TypeScript. */
function library(target) {
  const source = `
    export * from "@ws2kit/target-${target}";
    export { devicePlatform } from "@ws2kit/platform-device";
  `;
  const output = [
    { file: `dist/${target}/ws2.js`, format: "es" },
    { file: `dist/${target}/ws2.min.js`, format: "es", sourcemap: "hidden", plugins: [shrink()] },
  ];
  return bundle(source, output, [compiledOnce]);
}

/**
 * The checks, to be run inside of an engine on the minified library, as an application's author has it: what they use
 * has kept its name there. The host calls what the bundle exports.
 */
function checks(target) {
  const source = `
    import { guestChecks } from "@ws2kit/conformance";
    import { openMachine } from "${here(`dist/${target}/ws2.min.js`)}";
    export const { listChecks, describeSubject, runCheck } = guestChecks(openMachine);
  `;
  return bundle(source, { file: `dist/${target}/checks.js`, format: "es" }, [nodeResolve()]);
}

function echo(target) {
  return firmwareConfig({ app: here("examples/echo/echo.ts"), target, out: `dist/${target}/echo.js` });
}

/** `--configPart 1/2` makes the first half of the targets, so that two processes share the work. */
export default ({ configPart = "1/1" }) => {
  const [part, parts] = configPart.split("/").map(Number);
  const targets = readdirSync(here("targets")).filter((_, i) => i % parts === part - 1);
  return targets.flatMap((target) => [library(target), echo(target), checks(target)]);
};
