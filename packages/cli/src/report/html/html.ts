/** Text that is HTML already. */
export class Html {
  constructor(readonly text: string) {}
}

/**
 * A template whose values are escaped, unless they are HTML already. Arrays are joined; `null` and `""` are nothing.
 */
export function html(strings: TemplateStringsArray, ...values: readonly unknown[]): Html {
  return new Html(strings.reduce((text, string, i) => text + render(values[i - 1]) + string));
}

function render(value: unknown): string {
  if (value === null) return "";
  if (value instanceof Html) return value.text;
  if (Array.isArray(value)) return value.map(render).join("");
  return String(value).replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
