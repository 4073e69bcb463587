import { type EventWords, millisecondsText, placeText } from "../stack/event-words.js";
import type { Crossing, Detail, Details } from "./crossing.js";

/** Details that are flag words or composed numbers. */
const HEXADECIMAL: readonly string[] = ["flags", "ioctl", "events", "level", "option"];

/** `12.500 ms  process 12 socket 8  WSPConnect name=127.0.0.1:7007 → WSAECONNREFUSED (10061) in 1.000 ms` */
export const traceWords: EventWords<Crossing> = (event, codeText) => {
  const { slot, operation, hasEnded, details, result, code, took } = event;
  const number = operation === 0 ? "" : ` #${operation}`;
  const answer = code === 0 ? (hasEnded ? `${result} bytes` : String(result)) : codeText(code);
  const what = hasEnded ? " ended" : detailsText(details);
  return `${placeText(event)}${slot}${number}${what} → ${answer}${took === 0 ? "" : ` in ${millisecondsText(took)} ms`}`;
};

function detailsText(details: Details): string {
  const known = Object.entries(details).filter(([name, value]) => value !== null && !(name === "flags" && value === 0));
  return known.map(([name, value]) => ` ${name}=${detailText(name, value)}`).join("");
}

function detailText(name: string, value: Detail): string {
  return HEXADECIMAL.includes(name) && typeof value === "number" ? `0x${value.toString(16)}` : String(value);
}
