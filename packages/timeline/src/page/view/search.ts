import type { PageHead } from "../columns.js";
import { isFailure } from "./chart.js";
import type { Events } from "./events.js";

/**
 * The indexes of the events that match each word of a search: a number is a handle, a process or a code; a text is a
 * part of the name of a call, a code or a lane. Every event matches an empty search.
 */
export function matches(head: PageHead, events: Events, text: string): Uint32Array {
  const tests = text
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== "")
    .map((word) => {
      const number = /^\d+$/.test(word) ? Number(word) : -2;
      const slots = new Set(head.slots.flatMap((name, i) => (name.toLowerCase().includes(word) ? [i] : [])));
      const lanes = new Set(head.lanes.flatMap((name, i) => (name.toLowerCase().includes(word) ? [i] : [])));
      const codes = new Set(
        Object.entries(head.explanations).flatMap(([key, { name }]) =>
          name.toLowerCase().includes(word) ? [Number(key.split(" ")[1])] : [],
        ),
      );
      if (word === "error") return (i: number) => isFailure(events.code[i]) || isFailure(events.operationCode[i]);
      return (i: number) =>
        events.socket[i] === number ||
        (events.process[i] === number && events.slot[i] !== 0) ||
        slots.has(events.slot[i]) ||
        lanes.has(events.lane[i]) ||
        codes.has(events.code[i]) ||
        codes.has(events.operationCode[i]) ||
        (number > 0 && (events.code[i] === number || events.operationCode[i] === number));
    });
  const found = new Uint32Array(events.count);
  let count = 0;
  for (let i = 0; i < events.count; i++) if (tests.every((test) => test(i))) found[count++] = i;
  return found.subarray(0, count);
}
