import { Ansis } from "ansis";

/** Colours for a terminal, unless NO_COLOR is set. Output to a file or pipe is plain text. */
export const colours = process.stdout.isTTY ? new Ansis() : new Ansis(0);
