import wrapAnsi from "wrap-ansi";

/** A text after a label. On a terminal, long text wraps, indented by the label's width; elsewhere it does not wrap. */
export function wrapped(label: string, text: string): string[] {
  const columns = process.stdout.isTTY ? process.stdout.columns : 0;
  const room = Math.max(20, columns - label.length);
  const lines = columns > 0 ? wrapAnsi(text, room, { hard: true, trim: false }).split("\n") : [text];
  return lines.map((line, i) => (i === 0 ? label : " ".repeat(label.length)) + line);
}
