import { closeSync, openSync, writeFileSync } from "node:fs";
import type { LayerRow } from "@ws2kit/build";
import { BadLayer, checkLayers } from "@ws2kit/build/layers";
import { attemptToWrite, readText, requireWritable } from "../files/text-file.js";
import { UsageError } from "../terminal/usage-error.js";

/** The beginning of each line that the layer `record` logs. */
const RECORDED = /^\{"p":\d+,/;

/**
 * The most bytes that a program may log in a second while its calls are recorded: more than an engine can pass on. A
 * recording with gaps cannot be replayed.
 */
export const RECORDING_LOG_BYTES = 2 ** 30;

/** Bytes of heap for each byte of a replayed recording, which is text, and then objects. Measured: 4.3 in QuickJS. */
const HEAP_OF_RECORDING = 8;

/** The files of `ws2kit run --record` and `--replay`. */
export interface RecordingWords {
  readonly record?: string;
  readonly replay?: string;
}

/**
 * The layer that records the application's calls, or that answers them from a recording. It is the nearest to the
 * application. Throws a UsageError for a file that is not a recording or cannot be written.
 */
export function recordingLayers({ record, replay }: RecordingWords): LayerRow[] {
  if (record !== undefined && replay !== undefined)
    throw new UsageError("--record writes a recording, and --replay reads one: use one of them.");
  if (record !== undefined) {
    requireWritable(record);
    return [{ layer: "record" }];
  }
  if (replay === undefined) return [];
  const row = { layer: "replay", recording: readText(replay) };
  try {
    checkLayers([row]);
  } catch (error) {
    throw error instanceof BadLayer
      ? new UsageError(`${replay} is not a recording: ${error.reason.replace(/^replay\.recording: /, "")}`)
      : error;
  }
  return [row];
}

/** The bytes of the recordings that layers replay. */
export function replayedBytes(layers: readonly LayerRow[]): number {
  const texts = layers.map(({ recording }) => (typeof recording === "string" ? recording : ""));
  return texts.reduce((sum, text) => sum + Buffer.byteLength(text), 0);
}

/** The bytes of heap that a program needs for recordings of so many bytes, in addition to its device's. */
export function heapOfRecordings(bytes: number): number {
  return HEAP_OF_RECORDING * bytes;
}

/** The log of a program: its lines are printed, and those of a recording are written to a file. */
export interface Log {
  line(text: string): void;
  /** Aborted, with a UsageError as the reason, when the recording cannot be written. */
  readonly failed: AbortSignal;
  close(): void;
}

/**
 * Opens the log of a program whose calls are recorded to the file `record`, if it is not undefined. Throws a UsageError
 * if the file cannot be written.
 */
export function openLog(record: string | undefined): Log {
  const failure = new AbortController();
  const failed = failure.signal;
  if (record === undefined) return { line: (text) => console.log(text), failed, close() {} };
  const file = attemptToWrite(record, () => openSync(record, "w"));
  return {
    line(text) {
      if (!RECORDED.test(text)) return console.log(text);
      if (failed.aborted) return;
      try {
        attemptToWrite(record, () => writeFileSync(file, `${text}\n`));
      } catch (error) {
        failure.abort(error);
      }
    },
    failed,
    close: () => closeSync(file),
  };
}
