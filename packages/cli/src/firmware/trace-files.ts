import { extname } from "node:path";
import { writeWhole } from "@ws2kit/build/whole-file";
import { BadTimeline, chromeTrace, pcapng, readTimeline, type Timeline } from "@ws2kit/timeline/convert";
import { timelinePage } from "@ws2kit/timeline/page";
import { attemptToWrite, requireWritable } from "../files/text-file.js";
import { UsageError, unknownName } from "../terminal/usage-error.js";

/** What a trace was read from. */
interface Source {
  readonly timeline: Timeline;
  /** The lines of the journal. */
  readonly text: string;
  /** The name of the program or of the file. */
  readonly title: string;
  /** When it began, in milliseconds since 1970; 0 if that is not known. */
  readonly began: number;
}

/** How a trace is written, by the end of the file's name. */
const WRITERS: Readonly<Record<string, (source: Source) => string | Uint8Array>> = {
  html: ({ timeline, title }) => timelinePage(timeline, title),
  json: ({ timeline }) => chromeTrace(timeline),
  pcapng: ({ timeline, began }) => pcapng(timeline, { began }),
  ndjson: ({ text }) => text,
};

/** Throws a UsageError for a file whose name does not end with a format of traces, or that cannot be written. */
export function requireTraceFiles(files: readonly string[]): void {
  for (const file of files) {
    if (!Object.hasOwn(WRITERS, formatOf(file)))
      throw unknownName("trace format", formatOf(file), Object.keys(WRITERS));
    requireWritable(file);
  }
}

/**
 * Writes a trace or a recording, which is read from `name`, to files. Throws a UsageError if it is neither, or if a
 * file cannot be written; each file is written completely or not at all.
 */
export async function convertTrace(text: string, name: string, files: readonly string[], began = 0): Promise<void> {
  const source = { timeline: read(text, name), text, title: name, began };
  if (source.timeline.isRecording && files.some((file) => formatOf(file) === "pcapng")) {
    throw new UsageError(`${name} is a recording, which has no addresses for .pcapng; use ws2kit run --trace.`);
  }
  for (const file of files) {
    const content = WRITERS[formatOf(file)](source);
    attemptToWrite(file, () => writeWhole(file, content));
  }
}

function read(text: string, name: string): Timeline {
  try {
    return readTimeline(text);
  } catch (error) {
    if (!(error instanceof BadTimeline)) throw error;
    throw new UsageError(`${name} is neither a trace nor a recording: ${error.message}`);
  }
}

function formatOf(file: string): string {
  return extname(file).slice(1);
}
