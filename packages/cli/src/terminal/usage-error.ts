import { closestMatch } from "leven";

/** A command line that makes no sense: said in one line, and ws2kit ends with 2. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

/** So many names are all told; of more, the nearest. */
const FEW = 6;

/** An error for a name that nothing has, with those that something has: all if they are few, or the nearest. */
export function unknownName(what: string, name: string, known: readonly string[]): UsageError {
  return new UsageError(`there is no ${what} "${name}"${nearestOf(name, known)}.`);
}

/**
 * What to write instead of a name that nothing has: all names if they are few, else "; the nearest is trace", where one
 * is near: a third of the letters may differ.
 */
export function nearestOf(name: string, known: readonly string[]): string {
  if (known.length < 2 || known.length > FEW) {
    const nearest = closestMatch(name, known, { maxDistance: Math.max(Math.floor(name.length / 3), 1) });
    return nearest === undefined ? "" : `; the nearest is ${nearest}`;
  }
  return `; there are ${known.slice(0, -1).join(", ")} and ${known[known.length - 1]}`;
}
