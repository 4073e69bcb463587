import type { ProviderImports } from "@ws2kit/spi";
import { mutated } from "./apply.js";
import type { Change } from "./mutant.js";

type LoadLibrary = ProviderImports["LoadLibrary"];

/** Faults on the way down: a change in the next provider, as the layer calls it. */
export const below = (change: Change): Change => ({
  imports: {
    LoadLibrary:
      (load: LoadLibrary): LoadLibrary =>
      (path) => {
        const provider = load(path);
        return (
          provider &&
          mutated(
            () => provider,
            () => change,
          )({} as never, {} as ProviderImports)
        );
      },
  },
});
