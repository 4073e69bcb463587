/** What a program threw, as texts. */
export interface Thrown {
  /** "TypeError", or "" for a value that is no error. */
  readonly name: string;
  /** An error's message, or the value itself as text. */
  readonly message: string;
  /** Its stack, "" if it has none. */
  readonly stack: string;
}

/**
 * The texts of a thrown value, as a list of name, message and stack: of `null`, of an object without a stack, of an
 * error whose getters throw. **It also runs inside the guest**: its source is evaluated there, so it uses nothing but
 * its argument and the language.
 */
export function textsOfThrown(thrown: unknown): [name: string, message: string, stack: string] {
  const most = 4000;
  const text = (read: () => unknown, otherwise: string): string => {
    try {
      const value = read();
      return value === undefined ? "" : String(value).slice(0, most);
    } catch {
      return otherwise;
    }
  };
  const unreadable = "(its text cannot be read)";
  if ((typeof thrown !== "object" && typeof thrown !== "function") || thrown === null) {
    return ["", typeof thrown === "string" ? JSON.stringify(thrown.slice(0, most)) : String(thrown), ""];
  }
  const error = thrown as { readonly name?: unknown; readonly message?: unknown; readonly stack?: unknown };
  const name = text(() => error.name, "");
  const message = text(() => error.message, unreadable);
  const stack = text(() => error.stack, "");
  if (thrown instanceof Error || (name !== "" && message !== "")) return [name === "" ? "Error" : name, message, stack];
  const plain = text(() => String(thrown), unreadable);
  return ["", text(() => JSON.stringify(thrown) ?? plain, plain), ""];
}

/** Lines of a stack that say something; a recursion repeats the rest. */
const STACK_LINES = 16;

/** A thrown value in words: an error's name, message and stack, or the value. */
export function describeThrown({ name, message, stack }: Thrown): string {
  if (name === "") return `The program threw ${message}.`;
  // V8's stacks begin with the name and the message
  const frames = stack.split("\n").filter((line) => /^\s+at /.test(line));
  const shown = frames.slice(0, STACK_LINES);
  if (frames.length > STACK_LINES) shown.push(`    … ${frames.length - STACK_LINES} more`);
  return [message === "" ? name : `${name}: ${message}`, ...shown].join("\n");
}
