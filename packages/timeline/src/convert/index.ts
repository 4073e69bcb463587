/**
 * A journal or a recording as data, and what it is converted to. Neutral, but not for firmware: it has the texts of the
 * codes.
 */
export { chromeTrace } from "./chrome/chrome-trace.js";
export { addressIn, type Field, fieldsOf } from "./describe.js";
export { type CaptureOptions, pcapng } from "./pcapng/pcapng.js";
export { BadTimeline, readTimeline } from "./read-timeline.js";
export type { CallEvent, OperationEvent, Timeline, TimelineEvent, WaitEvent } from "./timeline.js";
