import { type Data, type Datum, fromBase64 } from "@ws2kit/layers/recording";
import { errorName } from "@ws2kit/rules";
import { sockaddrFamily, sockaddrSize, sockaddrText } from "@ws2kit/spi";
import {
  controlText,
  eventsText,
  familyText,
  howText,
  levelText,
  messageFlagsText,
  optionName,
  protocolText,
  socketFlagsText,
  typeText,
} from "@ws2kit/spi/constant-names";

/** An argument of a call, for a person: its name, its value as text, and its bytes if it is data. */
export interface Field {
  readonly name: string;
  readonly text: string;
  readonly bytes?: Uint8Array;
}

type Words = (datum: Datum, slot: string, given: Data) => string;

const number =
  (name: (value: number) => string): Words =>
  (datum) =>
    typeof datum === "number" ? name(datum) : plain(datum);

const address: Words = (datum) => {
  if (typeof datum !== "string") return plain(datum);
  const name = fromBase64(datum);
  const size = name.length < 2 ? 0 : sockaddrSize(sockaddrFamily(name));
  return size === 0 || name.length < size ? `${name.length} bytes` : sockaddrText(name);
};

const flags: Words = (datum, slot, given) =>
  number(slot === "WSPSocket" ? socketFlagsText : slot === "WSPJoinLeaf" ? String : messageFlagsText)(
    datum,
    slot,
    given,
  );

const networkEvents: Words = (datum) => {
  if (!Array.isArray(datum)) return typeof datum === "number" ? eventsText(datum) : plain(datum);
  const [events, ...codes] = datum as readonly number[];
  const failed = codes.flatMap((code, bit) => (code === 0 ? [] : [`${eventsText(1 << bit)}: ${errorName(code)}`]));
  return [eventsText(events), ...failed].join(", ");
};

const option: Words = (datum, _slot, { level }) =>
  (typeof level === "number" && typeof datum === "number" ? optionName(level, datum) : null) ?? plain(datum);

/** How the arguments of a recording are described; all others are plain values. */
const WORDS: Readonly<Record<string, Words>> = {
  addr: address,
  address,
  af: number(familyText),
  code: number(controlText),
  // the room for the bytes of a receive; what is sent is bytes
  data: (datum) => `room for ${datum} bytes`,
  events: networkEvents,
  flags,
  from: address,
  how: number(howText),
  level: number(levelText),
  name: address,
  option,
  protocol: number(protocolText),
  timeout: (datum) => (datum === null ? "no limit" : `${datum} ms`),
  to: address,
  type: number(typeText),
};

/** Arguments that are bytes, which the recording has as base64. */
const BYTES: readonly string[] = ["data", "value", "in", "out"];

/** Describes the arguments of a call, in the order in which the recording has them. */
export function fieldsOf(slot: string, data: Data, given: Data = data): Field[] {
  return Object.entries(data).map(([name, datum]) => {
    if (BYTES.includes(name) && typeof datum === "string") {
      const bytes = fromBase64(datum);
      return { name, text: `${bytes.length} ${bytes.length === 1 ? "byte" : "bytes"}`, bytes };
    }
    return { name, text: (WORDS[name] ?? plain)(datum, slot, given) };
  });
}

function plain(datum: Datum): string {
  if (datum === null) return "null";
  return typeof datum === "object" ? `[${datum.join(", ")}]` : String(datum);
}

/** The bytes that a call or an operation sent or received; `null` if there are none. */
export function dataIn(data: Data): Uint8Array | null {
  return typeof data.data === "string" ? fromBase64(data.data) : null;
}

/** The address in an argument, as text; "" if it has none. */
export function addressIn(datum: Datum | undefined): string {
  if (typeof datum !== "string") return "";
  const text = address(datum, "", {});
  return text.endsWith(" bytes") ? "" : text;
}
