import type { Command } from "commander";
import { addBuild } from "./build.js";
import { addCatalog } from "./catalog.js";
import { addCheck } from "./check.js";
import { addCompletion } from "./completion.js";
import { addDoctor } from "./doctor.js";
import { addExplain } from "./explain.js";
import { addHost } from "./host.js";
import { addInit } from "./init.js";
import { addMerge } from "./merge.js";
import { addProfile } from "./profile.js";
import { addRun } from "./run.js";
import { addStack } from "./stack.js";
import { addTrace } from "./trace.js";

/** Adds a command to the program. Its action ends with `endWith`. */
export type AddCommand = (program: Command) => void;

/** Every command, in the order of the help. */
export const COMMANDS: readonly AddCommand[] = [
  addInit,
  addBuild,
  addRun,
  addTrace,
  addStack,
  addHost,
  addCheck,
  addMerge,
  addExplain,
  addProfile,
  addCatalog,
  addDoctor,
  addCompletion,
];
