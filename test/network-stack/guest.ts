import { devicePlatform } from "@ws2kit/platform-device";
import { CHAPTERS, inLab } from "./chapters.js";

/** The log entry of a guest for each case. */
export interface Found {
  readonly chapter: string;
  readonly behaviour: string;
  /** The failure; "" if the case passed. */
  readonly failure: string;
}

/** Runs the contract on the guest's host, and logs the result of each case as a line of JSON. */
export function runContract(): void {
  const platform = devicePlatform();
  for (const chapter of Object.keys(CHAPTERS)) {
    for (const [behaviour, run] of CHAPTERS[chapter]) {
      let failure = "";
      try {
        inLab(platform, run);
      } catch (error) {
        failure = `${error}\n${(error as Error).stack}`;
      }
      const found: Found = { chapter, behaviour, failure };
      platform.log(JSON.stringify(found));
    }
  }
}
