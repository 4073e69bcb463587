import { readFileSync } from "node:fs";
import { join } from "node:path";
import { cruise } from "dependency-cruiser";

/** Texts cost bytes on a device, so packages of floors 1 to 3 must not import them. */
const PROSE = "@ws2kit/rules";
const SHIPPED_FLOORS = [1, 2, 3];

/** Modules of Node and npm, and files outside the project. */
const OUTSIDE = "^(?!(packages|targets)/|@ws2kit/)";

/**
 * Checks imports: only from lower floors, by name, and only declared ones; neutral packages import nothing else.
 *
 * @param {string} root must be the current directory: dependency-cruiser reads from there
 * @param {readonly import("./packages.js").Package[]} packages
 * @returns {Promise<import("./finding.js").Finding[]>}
 */
export async function checkFloors(root, packages) {
  const sources = packages.map(({ dir }) => `${dir}/src`);
  const { output } = await cruise(sources, {
    validate: true,
    ruleSet: { forbidden: packages.flatMap((from) => rulesOf(from, packages)) },
    tsPreCompilationDeps: true,
    doNotFollow: { path: "node_modules|/lib/" },
    exclude: { path: "\\.test\\.ts$" },
  });
  return output.modules.flatMap(({ source, dependencies }) =>
    dependencies
      .filter(({ valid }) => !valid)
      .flatMap(({ protocol = "", module, rules }) => {
        const name = protocol + module;
        const line = lineOf(join(root, source), name);
        return rules.map(({ name: why }) => ({ file: source, line, what: `imports "${name}"`, why }));
      }),
  );
}

/** The rules of dependency-cruiser for one package; the name of a rule is its message. */
function rulesOf(from, packages) {
  const others = packages.filter((to) => to !== from);
  const open = others.filter((to) => to.floor < from.floor || to.name === from.extends);
  const closed = others.filter((to) => !open.includes(to));
  return [
    ...closed.map((to) =>
      forbid(`${from.name} is on floor ${from.floor}: only lower floors are open to it`, from, inside(to)),
    ),
    ...open.flatMap((to) => reasonsAgainst(from, to).map((reason) => forbid(reason, from, inside(to)))),
    forbid("an internal file of another package: import the package by its name", from, {
      path: `^(?!${from.dir}/)[a-z]+/[^/]+/src/`,
    }),
    ...(from.neutral ? neutralRules(from) : []),
  ];
}

/**
 * Imports that are forbidden in a package's neutral sources: modules outside the project, and the package's folders
 * for a host.
 */
function neutralRules({ name, dir, hostFolders }) {
  const hosts = hostFolders.map((folder) => `^${dir}/src/${folder}/`);
  const from = { path: `^${dir}/src/`, ...(hosts.length > 0 ? { pathNot: hosts } : {}) };
  const rule = (why, to) => ({ name: why, severity: "error", from, to });
  return [
    rule(`${name} is neutral: it needs nothing but the language and the house`, { path: OUTSIDE }),
    ...hosts.map((path) => rule(`${name} is neutral: its entries for a host are not for the rest of it`, { path })),
  ];
}

/** Why `from` may not import `to`, though its floor is open. */
function reasonsAgainst(from, to) {
  const reasons = [];
  if (to.name === PROSE && SHIPPED_FLOORS.includes(from.floor)) {
    reasons.push("texts cost bytes on a device: floors 1 to 3 log { code, args }, and the host has the text");
  }
  if (from.neutral && !to.neutral) reasons.push(`${from.name} is neutral and ${to.name} is not`);
  if (!from.dependencies.includes(to.name)) {
    reasons.push(`not declared: name it in "dependencies" of ${from.dir}/package.json`);
  }
  return reasons;
}

function forbid(name, from, to) {
  return { name, severity: "error", from: { path: `^${from.dir}/src/` }, to };
}

/** The paths of a package and its entries: of its sources, and by name if they are not built yet. */
function inside({ dir, name }) {
  return { path: [`^${dir}/`, `^${name}(/|$)`] };
}

/** The line of `file` that imports `module`. */
function lineOf(file, module) {
  const lines = readFileSync(file, "utf8").split("\n");
  return lines.findIndex((line) => line.includes(`"${module}"`) || line.includes(`'${module}'`)) + 1;
}
