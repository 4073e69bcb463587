/**
 * Writes what a machine does to a journal: every call of every provider, overlapped operations from their call to their
 * end, and waits. Nothing in the machine changes. `@ws2kit/timeline/convert` reads the journal and converts it, and
 * `@ws2kit/timeline/page` draws it.
 *
 * ```ts
 * const journal = new Journal(() => platform.now(), (line) => file.write(`${line}\n`));
 * const machine = openMachine({ platform: observedPlatform(platform, journal) });
 * observeMachine(machine, journal);
 * ```
 */

export { Journal } from "./observe/journal.js";
export type { CalledLine, EndedLine, JournalLine, LaneLine, OpenLine, WaitLine } from "./observe/line.js";
export { type ObservableMachine, observedPlatform, observeMachine } from "./observe/observe-machine.js";
