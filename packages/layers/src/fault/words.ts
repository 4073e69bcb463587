import { type EventWords, placeText } from "../stack/event-words.js";
import type { Injection } from "./injection.js";

export const faultWords: EventWords<Injection> = (event, codeText) => {
  const { what, slot, code, bytes } = event;
  const how = {
    lost: `a datagram of ${bytes} bytes is lost in ${slot}`,
    reset: "the connection is reset",
    short: `${slot} is cut to ${bytes} bytes`,
    failed: `${slot} fails with ${codeText(code)}`,
  }[what];
  return `${placeText(event)}fault: ${how}`;
};
