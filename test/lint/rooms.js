import { cruise } from "dependency-cruiser";

/** Cycles of run-time imports: the order of evaluation depends on which module is imported first. */
const CYCLE = {
  name: "a run-time cycle: move the shared code into another file",
  severity: "error",
  from: {},
  to: { circular: true, viaOnly: { dependencyTypesNot: ["type-only"] } },
};

/**
 * Checks the inside of packages: no run-time cycle anywhere, and the order of rooms where a package.json has one. Files
 * import from their own room and from the rooms before it; upwards only types, and no more of those than `upwardTypes`
 * says. The largest knot, files that depend on each other by types too, has as many as `knot` says.
 *
 * @param {readonly import("./packages.js").Package[]} packages
 * @returns {Promise<import("./finding.js").Finding[]>}
 */
export async function checkRooms(packages) {
  const { output } = await cruise(
    packages.map(({ dir }) => `${dir}/src`),
    {
      validate: true,
      ruleSet: { forbidden: [CYCLE] },
      tsPreCompilationDeps: true,
      doNotFollow: { path: "node_modules|/lib/" },
      exclude: { path: "\\.test\\.ts$" },
    },
  );
  const { modules } = output;
  const inRooms = packages.filter(({ rooms }) => rooms);
  return [
    ...modules.flatMap(cyclesOf),
    ...inRooms.flatMap((pkg) => order(pkg, modules)),
    ...inRooms.flatMap((pkg) => knots(pkg, modules)),
  ];
}

function cyclesOf({ source, dependencies }) {
  return dependencies
    .filter(({ valid }) => !valid)
    .map(({ module, cycle = [] }) => {
      const way = cycle.map(({ name }) => name).join(" → ");
      return { file: source, line: 0, what: `imports "${module}": ${way}`, why: CYCLE.name };
    });
}

/** The imports that break the order of one package's rooms. */
function order(pkg, modules) {
  const { dir, rooms, upwardTypes } = pkg;
  const inside = `${dir}/src/`;
  const floorOf = (file) => floorIn(rooms, file.slice(inside.length));
  const findings = [];
  let upwards = 0;
  for (const { source, dependencies } of modules.filter((module) => module.source.startsWith(inside))) {
    const floor = floorOf(source);
    if (floor < 0) findings.push({ file: source, line: 0, what: "is in no room", why: whyNoRoom(pkg) });
    for (const { resolved, module, dependencyTypes } of dependencies) {
      if (floor < 0 || !resolved.startsWith(inside) || floorOf(resolved) <= floor) continue;
      upwards++;
      if (dependencyTypes.includes("type-only")) continue;
      const why = `${pkg.name}: rooms import downwards: ${rooms.flat().join(", ")}; upwards only types`;
      findings.push({ file: source, line: 0, what: `imports "${module}"`, why });
    }
  }
  if (upwards !== upwardTypes) {
    const what = `"upwardTypes": ${upwardTypes}, and there are ${upwards}`;
    const why =
      upwards > upwardTypes ? "the number of types that are imported upwards may only fall" : "write the lower number";
    findings.push({ file: `${dir}/package.json`, line: 0, what, why });
  }
  return findings;
}

/** Checks that the largest knot of a package has as many files as its package.json states. */
function knots({ dir, knot }, modules) {
  const inside = `${dir}/src/`;
  const own = modules.filter(({ source }) => source.startsWith(inside));
  const next = new Map(own.map(({ source, dependencies }) => [source, dependencies.map(({ resolved }) => resolved)]));
  const reached = new Map(own.map(({ source }) => [source, reachedFrom(source, next)]));
  const largest = own
    .map(({ source }) => [...reached.get(source)].filter((file) => reached.get(file).has(source)))
    .reduce((most, files) => (files.length > most.length ? files : most), []);
  const found = Math.max(largest.length, 1);
  if (found === knot) return [];
  const names = largest.map((file) => file.slice(inside.length)).sort();
  const what = `"knot": ${knot}, and the largest has ${found}${found > 1 ? `: ${names.join(", ")}` : ""}`;
  const why = found > knot ? "files that depend on each other may only become fewer" : "write the lower number";
  return [{ file: `${dir}/package.json`, line: 0, what, why }];
}

/** The files of a package on which one of its files depends, directly or through others. */
function reachedFrom(source, next) {
  const reached = new Set();
  const waiting = [...next.get(source)];
  for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
    if (reached.has(file) || !next.has(file)) continue;
    reached.add(file);
    waiting.push(...next.get(file));
  }
  return reached;
}

/**
 * The position of a file's room in the order; files outside the rooms are above all rooms. -1 for a folder that is
 * not a room.
 */
function floorIn(rooms, path) {
  const room = path.includes("/") ? path.slice(0, path.indexOf("/")) : "";
  return room === "" ? rooms.length : rooms.findIndex((names) => [names].flat().includes(room));
}

function whyNoRoom({ dir }) {
  return `name its folder in "ws2kit": { "rooms": … } of ${dir}/package.json`;
}
