/** Text that is HTML and needs no escaping. */
export class Html {
  constructor(readonly text: string) {}
}

/** Builds HTML from a template. Escapes each value that is not `Html`, and joins arrays. */
export function html(strings: TemplateStringsArray, ...values: readonly unknown[]): Html {
  return new Html(strings.reduce((text, string, i) => text + render(values[i - 1]) + string));
}

function render(value: unknown): string {
  if (value instanceof Html) return value.text;
  if (Array.isArray(value)) return value.map(render).join("");
  return String(value).replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}
