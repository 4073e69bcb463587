import { type Check, checkId } from "../check.js";
import { CATALOG_CHECKS } from "./catalog.js";
import { CONTAINMENT_CHECKS } from "./containment.js";
import { CREATION_CHECKS } from "./creation.js";
import { HANDLE_CHECKS } from "./handles.js";
import { LAST_ERROR_CHECKS } from "./last-error.js";
import { LOADING_CHECKS } from "./loading.js";
import { PROVIDER_STARTUP_CHECKS } from "./provider-startup.js";
import { SELECTION_CHECKS } from "./selection.js";
import { STARTUP_CHECKS } from "./startup.js";
import { UPCALL_CHECKS } from "./upcalls.js";

/** Every check, by subject. */
export const CHECKS: readonly Check[] = [
  ...STARTUP_CHECKS,
  ...LAST_ERROR_CHECKS,
  ...SELECTION_CHECKS,
  ...CREATION_CHECKS,
  ...LOADING_CHECKS,
  ...PROVIDER_STARTUP_CHECKS,
  ...CONTAINMENT_CHECKS,
  ...UPCALL_CHECKS,
  ...HANDLE_CHECKS,
  ...CATALOG_CHECKS,
];

/** The check with this id, if there is one. */
export function findCheck(id: string): Check | undefined {
  return CHECKS.find((check) => checkId(check) === id);
}
