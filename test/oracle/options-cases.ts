import { getUint32, ref, type SOCKET } from "@ws2kit/spi";
import { errorName, hex, hexWord } from "./answer.js";
import { type Bench, type Kind, onBench } from "./bench.js";
import { oracleCase } from "./ledger.js";
import { OPTION_STEPS } from "./option-steps.js";
import { type Vector, vectors } from "./vectors.js";

type Row = Readonly<Record<string, unknown>> & {
  readonly socket: Kind;
  readonly option: string;
  readonly level: number;
  readonly optname: number;
};

/** The bytes of a buffer before a call. */
const UNTOUCHED = 0xcc;

/** Gets an option into `room` bytes: the length and the bytes, or the code. */
function get(bench: Bench, s: SOCKET, { level, optname }: Row, room: number): string {
  const value = new Uint8Array(Math.max(room, 4)).fill(UNTOUCHED);
  const length = ref(room);
  const result = bench.ws2.getsockopt(s, level, optname, value, length);
  return result === 0 ? `${length.value}: ${hex(value.subarray(0, length.value))}` : bench.told(result);
}

/** Sets an option to 1 from `size` bytes and reads it back: the code or "ok", and the value or the code. */
function setOne(bench: Bench, s: SOCKET, { level, optname }: Row, size: number): string {
  const { ws2 } = bench;
  const value = new Uint8Array(8);
  value[0] = 1;
  const result = ws2.setsockopt(s, level, optname, value, size);
  const told = result === 0 ? "ok" : bench.told(result);
  const back = new Uint8Array(4).fill(UNTOUCHED);
  const isRead = ws2.getsockopt(s, level, optname, back, ref(4)) === 0;
  return `${told}, ${isRead ? hexWord(getUint32(back, 0)) : errorName(ws2.WSAGetLastError())}`;
}

describe("oracle: options", () => {
  for (const row of vectors<Row>("options")) {
    for (const step of Object.keys(row)) {
      const [call, size] = step.split(" ");
      if (size === undefined) continue;
      oracleCase(`options/${row.socket} ${row.option} ${step}`, row[step] as string, () =>
        onBench((bench) => (call === "get" ? get : setOne)(bench, bench.open(row.socket), row, Number(size))),
      );
    }
  }
});

describe("oracle: options in sequence", () => {
  for (const { case: name, answer } of vectors<Vector>("option-steps")) {
    oracleCase(`option-steps/${name}`, answer, () => onBench(OPTION_STEPS[name]));
  }
});
