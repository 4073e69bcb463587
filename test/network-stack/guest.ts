import { devicePlatform } from "@ws2kit/platform-device";
import { CHAPTERS, inLab } from "./chapters.js";

/** What a guest logs of each case. */
export interface Found {
  readonly chapter: string;
  readonly behaviour: string;
  /** What failed; "" where nothing did. */
  readonly failure: string;
}

/** Runs the contract on the guest's own host and logs what it found of each case: a line of JSON each. */
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
