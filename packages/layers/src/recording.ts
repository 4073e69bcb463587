/**
 * The parts of a recording, for programs that write or read one: how each slot's arguments become data, and the lines.
 */

export { Begun } from "./kit/begun.js";
export { fromBase64, toBase64 } from "./record/base64.js";
export { kept, readCall, readWritten } from "./record/codec.js";
export type { CallLine, Data, Datum, EndLine, Line, StartLine } from "./record/line.js";
export type { Call } from "./record/parameter.js";
export { FORMS, type SlotForm } from "./record/slots.js";
