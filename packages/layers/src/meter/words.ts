import { type EventWords, placeText } from "../stack/event-words.js";
import type { FlowReading, Reading } from "./tally.js";

export const meterWords: EventWords<Reading> = (event) => {
  const { scope, sent, received } = event;
  const what = scope === "socket" ? "" : ` of the ${scope}`;
  return `${placeText(event)}meter${what}: sent ${flowText(sent)}, received ${flowText(received)}`;
};

function flowText({ bytes, operations, rate }: FlowReading): string {
  return `${bytes} bytes in ${operations} operations (${rate} a second)`;
}
