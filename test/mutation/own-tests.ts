/** Sources whose behaviour no check can judge, and the tests that judge it. */
export interface OwnTests {
  /** The beginnings of the sources' paths. */
  readonly sources: readonly string[];
  /** The tests' files in `test`, without `.ts`. They run in one process, on the simulated network. */
  readonly tests: readonly string[];
  /** Why no check can. */
  readonly why: string;
}

/**
 * A mutation of these sources that no check notices is tried with the tests too. Every other source is judged by the
 * checks alone.
 */
export const OWN_TESTS: readonly OwnTests[] = [
  {
    sources: ["packages/core/src/catalog/store.ts"],
    tests: ["core/catalog-store.test", "core/catalog-change.test"],
    why: "A check sees a catalog by Winsock's functions. What a damaged file or a full storage does to it, no page says.",
  },
  {
    sources: [
      "packages/core/src/program.ts",
      "packages/core/src/drive.ts",
      "packages/core/src/machine.ts",
      "packages/core/src/process.ts",
      "packages/core/src/kernel/timers.ts",
      "packages/core/src/kernel/readiness.ts",
    ],
    tests: [
      "core/program.test",
      "core/driving.test",
      "core/termination.test",
      "core/signals.test",
      "core/queue-bounds.test",
      "core/startup-count.test",
      "core/callbacks.test",
      "core/network-failure.test",
      "waits/looks.test",
    ],
    why: "A host runs a machine by its turns, its waits and its records, which Winsock's functions do not show.",
  },
  {
    sources: [
      "packages/core/src/calls/",
      "packages/core/src/providers/loader.ts",
      "packages/core/src/kernel/handle-table.ts",
    ],
    tests: [
      "core/containment.test",
      "core/callbacks.test",
      "core/garbage-slots.test",
      "core/handle-table.test",
      "core/loading.test",
      "core/last-error.test",
      "layers/defective-callbacks.test",
      "layers/defective-tables.test",
    ],
    why: "Exceptions, records of who threw them, and values of a wrong type exist in JavaScript alone.",
  },
  {
    sources: ["packages/layers/src/kit/", "packages/layers/src/pass/"],
    tests: [
      "layers/passed-handles.test",
      "layers/propagation.test",
      "layers/cancelling.test",
      "layers/completion-routines.test",
      "layers/chains.test",
      "layers/messages.test",
      "layers/defective-answers.test",
      "layers/defective-callbacks.test",
      "layers/defective-ends.test",
      "layers/defective-tables.test",
    ],
    why: "What a layer's author receives from the kit is the kit's interface, not that of Winsock.",
  },
];

/** The tests that judge a source besides the checks. */
export function ownTestsOf(file: string): readonly string[] {
  const rows = OWN_TESTS.filter(({ sources }) => sources.some((beginning) => file.startsWith(beginning)));
  return [...new Set(rows.flatMap(({ tests }) => tests))];
}
