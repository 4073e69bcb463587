import type { Description, Result, Survey } from "@ws2kit/conformance";

/** A subject in an engine, ready to be checked. */
export interface Opened {
  readonly description: Description;
  /** The engine's version, for the statement. */
  readonly version: string;
  /** Throws an `EngineDied` when the engine does not outlive the check. */
  runCheck(id: string, applies: string): Result;
  /** The globals that have been written since it was last asked, or since before the module was loaded. */
  changedGlobals(): readonly string[];
  surveyProvider(): Survey;
}

/** The module cannot be checked: why, for the one who wrote it. */
export class Refused extends Error {}

/** The engine has ended under a check. */
export class EngineDied extends Error {}
