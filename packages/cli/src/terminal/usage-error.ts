import { closestMatch } from "leven";

/** A mistake in the command line or in a file that it names. ws2kit prints its one line and exits with 2. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

/** Up to so many names are all listed; of more names, only the nearest. */
const FEW = 6;

/** Makes an error for an unknown name: it lists all known names if they are few, or else the nearest one. */
export function unknownName(what: string, name: string, known: readonly string[]): UsageError {
  return new UsageError(`there is no ${what} "${name}"${nearestOf(name, known)}.`);
}

/**
 * The end of a message about an unknown name: all known names if they are few, or else "; the nearest is trace". "" if
 * none is near, which means that more than a third of the letters differ.
 */
export function nearestOf(name: string, known: readonly string[]): string {
  if (known.length < 2 || known.length > FEW) {
    const nearest = closestMatch(name, known, { maxDistance: Math.max(Math.floor(name.length / 3), 1) });
    return nearest === undefined ? "" : `; the nearest is ${nearest}`;
  }
  return `; there are ${known.slice(0, -1).join(", ")} and ${known[known.length - 1]}`;
}
