import { type EventWords, placeText } from "../stack/event-words.js";
import type { RecordedLine } from "./record.js";
import type { Deviation } from "./replay.js";

/** The line itself, so that a log is a recording. */
export const recordWords: EventWords<RecordedLine> = ({ line }) => line;

export const replayWords: EventWords<Deviation> = (event) => {
  const { line, expected, found } = event;
  const due = expected === "" ? "the recording is at its end" : `line ${line} of the recording is ${expected}`;
  return `${placeText(event)}replay: ${due}, and here ${found === "" ? "nothing more comes" : `comes ${found}`}`;
};
