/** The end of a command's help: one command line that works. */
export function example(words: string): string {
  return `\nExample:\n  ${words}`;
}
