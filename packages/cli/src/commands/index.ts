import type { Command } from "commander";
import { addExplain } from "./explain.js";

/** Adds a command to the program. Its action ends with `endWith`. */
export type AddCommand = (program: Command) => void;

/** Every command, in the order of the help. */
export const COMMANDS: readonly AddCommand[] = [addExplain];
