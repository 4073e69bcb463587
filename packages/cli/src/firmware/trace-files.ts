import { extname } from "node:path";
import { writeWhole } from "@ws2kit/build/whole-file";
import { BadTimeline, chromeTrace, pcapng, readTimeline, type Timeline } from "@ws2kit/timeline/convert";
import { timelinePage } from "@ws2kit/timeline/page";
import { attemptToWrite, requireWritable } from "../files/text-file.js";
import { UsageError, unknownName } from "../terminal/usage-error.js";

/** What is known of a program's run besides its journal. */
export interface Run {
  /** When the journal began, in milliseconds since 1970; 0 if that is not known. */
  readonly began: number;
  /** The secrets of the program's TLS sessions, in the format of SSLKEYLOGFILE; "" for none. */
  readonly secrets: string;
}

/** What a trace was read from. */
interface Source extends Run {
  readonly timeline: Timeline;
  /** The lines of the journal. */
  readonly text: string;
  /** The name of the program or of the file. */
  readonly title: string;
}

/** The mode of a file that only its owner may read. */
const OWNER_ONLY = 0o600;

const NO_RUN: Run = { began: 0, secrets: "" };

/** How a trace is written, by the end of the file's name. */
const WRITERS: Readonly<Record<string, (source: Source) => string | Uint8Array>> = {
  html: ({ timeline, title }) => timelinePage(timeline, title),
  json: ({ timeline }) => chromeTrace(timeline),
  pcapng: ({ timeline, began, secrets }) => pcapng(timeline, { began, secrets }),
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
 * Throws a UsageError if `--secrets` was given without a file that can contain secrets, or for an engine without TLS.
 */
export function requireSecrets(files: readonly string[], engine: string): void {
  if (!files.some((file) => formatOf(file) === "pcapng"))
    throw new UsageError("--secrets writes to a .pcapng file only: add --trace with the name of one.");
  if (engine === "device") throw new UsageError("--secrets needs TLS, which the device host does not offer.");
}

/**
 * Writes a trace or a recording, which is read from `name`, to files. Throws a UsageError if it is neither, or if a
 * file cannot be written; each file is written completely or not at all.
 */
export async function convertTrace(text: string, name: string, files: readonly string[], run = NO_RUN): Promise<void> {
  const source = { timeline: read(text, name), text, title: name, ...run };
  if (source.timeline.isRecording && files.some((file) => formatOf(file) === "pcapng")) {
    throw new UsageError(`${name} is a recording, which has no addresses for .pcapng; use ws2kit run --trace.`);
  }
  for (const file of files) {
    const content = WRITERS[formatOf(file)](source);
    const hasSecrets = formatOf(file) === "pcapng" && run.secrets !== "";
    attemptToWrite(file, () => writeWhole(file, content, hasSecrets ? OWNER_ONLY : undefined));
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
