import { existsSync, readdirSync } from "node:fs";

/** The targets whose echo firmware is under `dist`. Throws if `dist` has no such firmware. */
export function builtTargets(): string[] {
  const names = existsSync("dist") ? readdirSync("dist").sort() : [];
  const targets = names.filter((name) => existsSync(`dist/${name}/echo.js`));
  if (targets.length === 0) throw new Error("there is no dist/<target>/echo.js: run npm run build first");
  return targets;
}
