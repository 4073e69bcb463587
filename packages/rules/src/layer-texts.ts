import { errorName } from "./codes.js";

/** What a first-party layer tells, before it has words: which layer, and plain data. */
export interface LayerEvent {
  readonly layer: string;
}

type Fields = Readonly<Record<string, unknown>>;

/** Fields that are flag words or composed numbers. */
const HEXADECIMAL: readonly string[] = ["flags", "ioctl", "events", "level", "option"];

const TEXTS: Readonly<Record<string, (event: Fields) => string>> = {
  trace: (event) => {
    const { slot, operation, hasEnded, details, result, code, took } = event;
    const number = operation === 0 ? "" : ` #${operation}`;
    const answer = code === 0 ? (hasEnded ? `${result} bytes` : String(result)) : codeText(Number(code));
    const how = hasEnded ? " ended" : fieldsText(details as Fields);
    return `${whereText(event)}${slot}${number}${how} → ${answer}${took === 0 ? "" : ` in ${ms(took)} ms`}`;
  },
  filter: (event) => {
    const { call, address, rule } = event;
    const why = rule === -1 ? "as no rule allows it" : `by rule ${rule}`;
    return `${whereText(event)}filter: ${call} ${address} denied ${why}`;
  },
  fault: (event) => {
    const { what, slot, code, bytes } = event;
    const how = {
      lost: `a datagram of ${bytes} bytes is lost in ${slot}`,
      reset: "the connection is reset",
      short: `${slot} is cut to ${bytes} bytes`,
      failed: `${slot} fails with ${codeText(Number(code))}`,
    }[String(what)];
    return `${whereText(event)}fault: ${how}`;
  },
  meter: (event) => {
    const { scope, sent, received } = event;
    const what = scope === "socket" ? "" : ` of the ${scope}`;
    return `${whereText(event)}meter${what}: sent ${flowText(sent)}, received ${flowText(received)}`;
  },
  record: ({ line }) => String(line),
  replay: (event) => {
    const { line, expected, found } = event;
    const due = expected === "" ? "the recording is at its end" : `line ${line} of the recording is ${expected}`;
    return `${whereText(event)}replay: ${due}, and here ${found === "" ? "nothing more comes" : `comes ${found}`}`;
  },
};

/**
 * One line about what a layer has told: when, in which process and on which socket, what, and how it came out.
 *
 * ```
 *     12.500 ms  process 12 socket 8  WSPConnect name=127.0.0.1:7007 → WSAECONNREFUSED (10061) in 1.000 ms
 * ```
 */
export function layerEventText(event: LayerEvent): string {
  const text = TEXTS[event.layer];
  return text === undefined ? JSON.stringify(event) : text(event as unknown as Fields);
}

function whereText({ at, process, socket }: Fields): string {
  const which = socket === -1 || socket === undefined ? "" : ` socket ${socket}`;
  return `${ms(at).padStart(10)} ms  process ${process}${which}  `;
}

function ms(value: unknown): string {
  return Number(value).toFixed(3);
}

function flowText(flow: unknown): string {
  const { bytes, operations, rate } = flow as { bytes: number; operations: number; rate: number };
  return `${bytes} bytes in ${operations} operations (${rate} a second)`;
}

function codeText(code: number): string {
  return `${errorName(code)} (${code})`;
}

function fieldsText(fields: Fields): string {
  const known = Object.entries(fields).filter(([name, value]) => value !== null && !(name === "flags" && value === 0));
  return known.map(([name, value]) => ` ${name}=${valueText(name, value)}`).join("");
}

function valueText(name: string, value: unknown): string {
  return HEXADECIMAL.includes(name) && typeof value === "number" ? `0x${value.toString(16)}` : String(value);
}
