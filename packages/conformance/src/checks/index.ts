import { type Check, checkId } from "../check.js";
import { LAST_ERROR_CHECKS } from "./last-error.js";
import { STARTUP_CHECKS } from "./startup.js";

/** Every check, by subject. */
export const CHECKS: readonly Check[] = [...STARTUP_CHECKS, ...LAST_ERROR_CHECKS];

/** The check with this id, if there is one. */
export function findCheck(id: string): Check | undefined {
  return CHECKS.find((check) => checkId(check) === id);
}
