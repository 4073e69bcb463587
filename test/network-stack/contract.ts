import type { Platform } from "@ws2kit/spi";
import { CHAPTERS, inLab } from "./chapters.js";

/** Declares the contract's tests for one implementation. `open` returns a platform for one case. */
export function networkStackContract(name: string, open: () => Platform): void {
  describe(`NetworkStack: ${name}`, () => {
    for (const chapter of Object.keys(CHAPTERS)) {
      describe(chapter, () => {
        for (const [behaviour, run] of CHAPTERS[chapter]) it(behaviour, () => inLab(open(), run));
      });
    }
  });
}
