import type { Platform } from "@ws2kit/spi";
import { datagrams } from "./datagrams.js";
import { Lab } from "./lab.js";
import { naming } from "./naming.js";
import { options } from "./options.js";
import { packetInfo } from "./packet-info.js";
import { portSharing } from "./port-sharing.js";
import { readiness } from "./readiness.js";
import { streamEnds } from "./stream-ends.js";
import { streams } from "./streams.js";
import { urgentData } from "./urgent-data.js";

/** What every `NetworkStack` does: a sentence, and what shows it. */
export type Case = readonly [behaviour: string, run: (lab: Lab) => void];

/** The contract. It needs only the language, as the cases do, so that a guest of an engine runs it too. */
export const CHAPTERS: Readonly<Record<string, readonly Case[]>> = {
  naming,
  options,
  "who may bind a port": portSharing,
  streams,
  "the end of a stream": streamEnds,
  "urgent data": urgentData,
  datagrams,
  "header fields of datagrams": packetInfo,
  readiness,
};

/** Runs a case, and closes the descriptors that it opened. */
export function inLab(platform: Platform, run: (lab: Lab) => void): void {
  const lab = new Lab(platform);
  try {
    run(lab);
  } finally {
    lab.closeAll();
  }
}
