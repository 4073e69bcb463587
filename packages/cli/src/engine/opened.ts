import type { Description, Result, Survey } from "@ws2kit/conformance";

/** A provider that is loaded in an engine, ready to be checked. */
export interface Opened {
  readonly description: Description;
  /** The engine's version, for the statement. */
  readonly version: string;
  /** Runs one check. Throws an `EngineDied` if the check ends the engine. */
  runCheck(id: string, applies: string): Result;
  /** The globals written since the last call; at the first call, since before the module was loaded. */
  changedGlobals(): readonly string[];
  surveyProvider(): Survey;
}

/** The module cannot be checked; the message says why to its author. */
export class Refused extends Error {}

/** A check ended the engine. */
export class EngineDied extends Error {}
