import { closestMatch } from "leven";

/** A command line that makes no sense: said in one line, and ws2kit ends with 2. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

/** An error for a name that nothing has, with the nearest that something has. */
export function unknownName(what: string, name: string, known: readonly string[]): UsageError {
  const nearest = closestMatch(name, known);
  return new UsageError(`there is no ${what} "${name}"${nearest === undefined ? "." : `; the nearest is ${nearest}.`}`);
}
