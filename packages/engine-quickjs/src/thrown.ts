/** The texts of a value that a program threw. */
export interface Thrown {
  /** The error's name, such as "TypeError"; "" for a value that is not an error. */
  readonly name: string;
  /** An error's message, or the value itself as text. */
  readonly message: string;
  /** The error's stack; "" if it has none. */
  readonly stack: string;
}

/**
 * Returns name, message and stack of any thrown value, such as `null`, an object without a stack, or an error whose
 * getters throw. **It also runs inside the guest**: the guest evaluates its source, so it uses only its argument and
 * the language.
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

/** The most lines of a stack to show; a deep recursion repeats the rest. */
const STACK_LINES = 16;

/** Describes a thrown value: an error's name, message and stack, or the value's text. */
export function describeThrown({ name, message, stack }: Thrown): string {
  if (name === "") return `The program threw ${message}.`;
  // V8's stacks begin with name and message, which are already in the text
  const frames = stack.split("\n").filter((line) => /^\s+at /.test(line));
  const shown = frames.slice(0, STACK_LINES);
  if (frames.length > STACK_LINES) shown.push(`    … ${frames.length - STACK_LINES} more`);
  return [message === "" ? name : `${name}: ${message}`, ...shown].join("\n");
}
