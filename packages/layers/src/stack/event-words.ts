/**
 * Makes one line from an event of a layer. `codeText` returns the text of an error code, because this package does not
 * contain the texts of `@ws2kit/rules`.
 */
export type EventWords<Event> = (event: Event, codeText: (code: number) => string) => string;

/** The time, the process and the socket of an event, with which each line begins. */
export function placeText({ at, process, socket = -1 }: { at: number; process: number; socket?: number }): string {
  const which = socket === -1 ? "" : ` socket ${socket}`;
  return `${millisecondsText(at).padStart(10)} ms  process ${process}${which}  `;
}

export function millisecondsText(ms: number): string {
  return ms.toFixed(3);
}
