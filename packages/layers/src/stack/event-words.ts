/**
 * Makes one line about an event of a layer. `codeText` puts an error code into words: floors 1 to 3 do without the
 * words that `@ws2kit/rules` has for it.
 */
export type EventWords<Event> = (event: Event, codeText: (code: number) => string) => string;

/** When and where an event was, as each line begins. */
export function placeText({ at, process, socket = -1 }: { at: number; process: number; socket?: number }): string {
  const which = socket === -1 ? "" : ` socket ${socket}`;
  return `${millisecondsText(at).padStart(10)} ms  process ${process}${which}  `;
}

export function millisecondsText(ms: number): string {
  return ms.toFixed(3);
}
