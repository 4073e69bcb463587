import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/**
 * @typedef {object} Package
 * @property {string} name as others import it
 * @property {string} dir from the root, with "/" between its parts: "packages/core"
 * @property {number} floor it imports only from lower ones
 * @property {boolean} neutral runs where there is nothing but the language
 * @property {readonly string[]} hostFolders folders of a neutral package's sources that need a host: the rest does not
 *   import them
 * @property {string | undefined} extends the package of its own floor that it builds on
 * @property {readonly (string | readonly string[])[] | undefined} rooms its folders, the lowest first; folders in one
 * list are of one height
 * @property {number} upwardTypes type imports from a lower room to a higher one
 * @property {number} knot files of the largest set in which each file depends on each other, by types too; 1 for none
 * @property {readonly string[]} dependencies what its package.json declares
 */

const HOUSE = ["packages", "targets"];

/**
 * Reads the package.json of every package of the house that has sources. Its field `ws2kit` says floor, neutral and
 * extends.
 *
 * @param {string} root
 * @returns {Package[]}
 */
export function readPackages(root) {
  const dirs = HOUSE.filter((top) => existsSync(join(root, top))).flatMap((top) =>
    readdirSync(join(root, top)).map((name) => `${top}/${name}`),
  );
  return dirs
    .filter((dir) => existsSync(join(root, dir, "package.json")) && existsSync(join(root, dir, "src")))
    .map((dir) => {
      const {
        name,
        ws2kit = {},
        dependencies = {},
      } = JSON.parse(readFileSync(join(root, dir, "package.json"), "utf8"));
      if (typeof ws2kit.floor !== "number" || typeof ws2kit.neutral !== "boolean") {
        throw new Error(`${dir}/package.json: "ws2kit" needs a floor (a number) and neutral (true or false)`);
      }
      const { floor, neutral, rooms, upwardTypes = 0, knot = 1, hostFolders = [] } = ws2kit;
      const declared = { dependencies: Object.keys(dependencies), extends: ws2kit.extends };
      return { name, dir, floor, neutral, hostFolders, rooms, upwardTypes, knot, ...declared };
    });
}
