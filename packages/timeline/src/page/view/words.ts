/** The element with an id. */
export function byId<T extends HTMLElement>(id: string): T {
  return document.getElementById(id) as T;
}

/** An element with text or children. */
export function element(tag: string, content: string | readonly Node[] = "", className = ""): HTMLElement {
  const made = document.createElement(tag);
  if (typeof content === "string") made.textContent = content;
  else made.append(...content);
  if (className !== "") made.className = className;
  return made;
}

/** Milliseconds as a text of at most nine characters. */
export function timeText(ms: number): string {
  if (!Number.isFinite(ms)) return "–";
  if (ms >= 1000) return `${(ms / 1000).toFixed(3)} s`;
  if (ms >= 1 || ms === 0) return `${ms.toFixed(3)} ms`;
  return `${(ms * 1000).toFixed(0)} µs`;
}

/** A number between two others. */
export function clamped(value: number, least: number, most: number): number {
  return Math.min(Math.max(value, least), most);
}
