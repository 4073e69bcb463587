// biome-ignore-all lint/suspicious/noTemplateCurlyInString: of the programs
import type { Choices } from "./choices.js";

/** Names of members: words, Winsock's names, and short names as in a shrunk program. */
export const MEMBERS = [
  "a",
  "b",
  "c",
  "d",
  "e",
  "aa",
  "ab",
  "bH",
  "zz",
  "$",
  "_",
  "x1",
  "len",
  "buf",
  "off",
  "fd_count",
  "fd_array",
  "szProtocol",
  "iProtocol",
  "dwMessageSize",
  "wVersion",
  "value",
  "send",
  "state",
  "entries",
  "profile",
  "counters",
  "sockets",
  "handles",
  "process",
  "socket",
  "below",
  "upper",
  "slots",
  "total",
  "count",
  "label",
  "inner",
  "first",
  "last",
] as const;

const NUMBERS = [
  "0",
  "1",
  "2",
  "3",
  "7",
  "-1",
  "-0",
  "10",
  "255",
  "0x1f",
  "0b101",
  "0o17",
  "1_000",
  "1e3",
  "1e21",
  "1e-7",
  "0.1",
  "0.5",
  "3.5",
  "5e-324",
  "1.7976931348623157e308",
  "4294967295",
  "2147483648",
  "-2147483648",
  "NaN",
  "Infinity",
];
const TEXTS = [
  '""',
  '"a"',
  '"b"',
  '"abc"',
  '"A\\u00e9"',
  '"line\\n"',
  '"\\\\"',
  '"`"',
  '"$" + "{x}"',
  '"szProtocol"',
  '"len"',
  "'\"'",
  '"</script>"',
  '"\u{1F600}"',
  '"\\u2028"',
  "'${n1}'",
  "`\\${a}\\``",
  '" 12 "',
];
/** Values of all types except symbols, which cannot be operands. */
const MIXED = [
  ...["true", "false", "null", "undefined", "void 0", "[]", "[1, 2]", "[[]]", "new Date(NaN)", "/a/g"],
  ...["{ valueOf: () => 7 }", "{ toString: () => 'its' }"].map((one) => `(${one})`),
];
const BINARY = ["+", "-", "*", "/", "%", "|", "&", "^", "<<", ">>", ">>>"];

/** A number: of literals, of `names` that are numbers, and of calls of `tick`, which says that it was called. */
export function number(choices: Choices, names: readonly string[], depth = 2): string {
  const inner = () => number(choices, names, depth - 1);
  if (depth === 0) return names.length > 0 && choices.below(2) === 0 ? choices.oneOf(names) : choices.oneOf(NUMBERS);
  switch (choices.below(10)) {
    case 0:
      return `(${inner()} ${choices.oneOf(BINARY)} (${inner()}))`;
    case 1:
      return `Math.imul(${inner()}, ${inner()})`;
    case 2:
      return `(${test(choices, names, depth - 1)} ? ${inner()} : ${inner()})`;
    case 3:
      return `tick(${inner()})`;
    case 4:
      return `(say("comma"), ${inner()})`;
    case 5:
      return `(-(${inner()}))`;
    case 6:
      return `Number(${text(choices, names, depth - 1)})`;
    case 7:
      return `(${text(choices, names, depth - 1)}).length`;
    default:
      return number(choices, names, 0);
  }
}

export function text(choices: Choices, names: readonly string[], depth = 2): string {
  if (depth === 0) return choices.oneOf(TEXTS);
  switch (choices.below(6)) {
    case 0:
      return `\`<\${${number(choices, names, depth - 1)}}|\${${text(choices, names, depth - 1)}}>\``;
    case 1:
      return `(${text(choices, names, depth - 1)} + ${number(choices, names, depth - 1)})`;
    case 2:
      return `(${text(choices, names, depth - 1)}).slice(${number(choices, names, 0)})`;
    case 3:
      return `String(${number(choices, names, depth - 1)})`;
    case 4:
      return `((${number(choices, names, 0)}) >>> 0).toString(${choices.oneOf([2, 10, 16, 36])})`;
    default:
      return text(choices, names, 0);
  }
}

/** Any value, as `any`, in brackets where that is needed; `others` are variables of any type. */
export function mixed(choices: Choices, names: readonly string[], others: readonly string[]): string {
  const one = () => {
    switch (choices.below(4)) {
      case 0:
        return choices.oneOf(MIXED);
      case 1:
        return text(choices, names, 1);
      case 2:
        return others.length > 0 ? choices.oneOf(others) : choices.oneOf(MIXED);
      default:
        return number(choices, names, 1);
    }
  };
  return `(${one()} as any)`;
}

export function test(choices: Choices, names: readonly string[], depth = 1): string {
  const [left, right] = [number(choices, names, depth), number(choices, names, depth)];
  switch (choices.below(5)) {
    case 0:
      // not with <, as TypeScript takes `a < (b & (c)) > (d)` for a call with type arguments
      return `(${right} > ${left} && ${number(choices, names, 0)} >= ${right})`;
    case 1:
      return `(Object.is(${left}, ${right}) || tick(${left}) > 1)`;
    case 2:
      return `!(${left} <= ${right})`;
    case 3:
      return `(Number(${left}) === Number(${right}))`;
    default:
      return `(${left} > ${right})`;
  }
}
