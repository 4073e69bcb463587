import { closeSync, openSync, writeFileSync } from "node:fs";
import { attemptToWrite } from "../files/text-file.js";

/**
 * The most bytes that a program may log in a second while its calls are written to a file: more than an engine can pass
 * on. A recording with gaps cannot be replayed.
 */
export const RECORDING_LOG_BYTES = 2 ** 30;

/** The beginning of each line that the layer `record` logs. */
const RECORDED = /^\{"p":\d+,/;
/** The beginning of each line of a journal of `@ws2kit/timeline`. */
const OBSERVED = /^\{"~":"/;

/** The log of a program: its lines are printed, but those of a recording or a journal are written to a file. */
export interface ProgramLog {
  line(text: string): void;
  /** When the journal's first line came, in milliseconds since 1970; 0 before that. */
  readonly journalBegan: number;
  /** Aborted, with a UsageError as the reason, when a file cannot be written. */
  readonly failed: AbortSignal;
  close(): void;
}

/** The files for the lines of a program's log that are not printed. */
export interface LogFiles {
  /** The lines of a recording. */
  readonly record: string | undefined;
  /** The lines of a journal. */
  readonly journal: string | undefined;
}

/** Opens the log of a program. Throws a UsageError if a file cannot be written. */
export function openLog({ record, journal }: LogFiles): ProgramLog {
  const failure = new AbortController();
  let journalBegan = 0;
  const outlets = [
    { file: record, lines: RECORDED },
    { file: journal, lines: OBSERVED },
  ].flatMap(({ file, lines }) =>
    file === undefined ? [] : [{ file, lines, descriptor: attemptToWrite(file, () => openSync(file, "w")) }],
  );
  return {
    line(text) {
      const outlet = outlets.find(({ lines }) => lines.test(text));
      if (outlet === undefined) return console.log(text);
      if (failure.signal.aborted) return;
      if (outlet.file === journal && journalBegan === 0) journalBegan = Date.now();
      try {
        attemptToWrite(outlet.file, () => writeFileSync(outlet.descriptor, `${text}\n`));
      } catch (error) {
        failure.abort(error);
      }
    },
    get journalBegan() {
      return journalBegan;
    },
    failed: failure.signal,
    close() {
      for (const { descriptor } of outlets) closeSync(descriptor);
    },
  };
}
