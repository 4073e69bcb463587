import type { LayerRow } from "@ws2kit/build";
import { BadLayer, checkLayers } from "@ws2kit/build/layers";
import { readText, requireWritable } from "../files/text-file.js";
import { UsageError } from "../terminal/usage-error.js";

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
