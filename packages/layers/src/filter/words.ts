import { type EventWords, placeText } from "../stack/event-words.js";
import type { Refusal } from "./refusal.js";

export const filterWords: EventWords<Refusal> = (event) => {
  const { call, address, rule } = event;
  const why = rule === -1 ? "as no rule allows it" : `by rule ${rule}`;
  return `${placeText(event)}filter: ${call} ${address} denied ${why}`;
};
