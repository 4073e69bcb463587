import { Ansis } from "ansis";

/** Colours for a terminal, unless NO_COLOR is set; whatever else reads the output gets plain text. */
export const colours = process.stdout.isTTY ? new Ansis() : new Ansis(0);
