import type { Platform } from "@ws2kit/spi";
import { datagrams } from "./datagrams.js";
import { Lab } from "./lab.js";
import { naming } from "./naming.js";
import { portSharing } from "./port-sharing.js";
import { readiness } from "./readiness.js";
import { streamEnds } from "./stream-ends.js";
import { streams } from "./streams.js";
import { urgentData } from "./urgent-data.js";

/** What every `NetworkStack` does: a sentence, and what shows it. */
export type Case = readonly [behaviour: string, run: (lab: Lab) => void];

const CHAPTERS: Readonly<Record<string, readonly Case[]>> = {
  naming,
  "who may bind a port": portSharing,
  streams,
  "the end of a stream": streamEnds,
  "urgent data": urgentData,
  datagrams,
  readiness,
};

/** Declares the contract's tests for one implementation. `open` gives a platform for one case. */
export function networkStackContract(name: string, open: () => Platform): void {
  describe(`NetworkStack: ${name}`, () => {
    for (const chapter of Object.keys(CHAPTERS)) {
      describe(chapter, () => {
        for (const [behaviour, run] of CHAPTERS[chapter]) it(behaviour, () => inLab(open(), run));
      });
    }
  });
}

function inLab(platform: Platform, run: (lab: Lab) => void): void {
  const lab = new Lab(platform);
  try {
    run(lab);
  } finally {
    lab.closeAll();
  }
}
