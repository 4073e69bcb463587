import { FIONREAD, getUint32, ref, type SOCKET } from "@ws2kit/spi";
import { hex } from "./answer.js";
import { type Bench, onBench } from "./bench.js";
import { oracleCase } from "./ledger.js";
import { type Vector, vectors } from "./vectors.js";

interface Row extends Vector {
  readonly code: number;
  readonly in: number;
  readonly out: number;
}

/** The sockets for the first word of a row. */
const SOCKETS: Readonly<Record<string, (bench: Bench) => SOCKET>> = {
  "tcp-unconn": (bench) => bench.tcp(),
  "udp-bound": (bench) => bench.bound("udp4"),
  "tcp-conn": (bench) => {
    const { client, server } = bench.pair();
    bench.send(server, "hello");
    return client;
  },
};

/** The values of the out parameters before the call. */
const UNTOUCHED = 0xcccc;

function ioctl(bench: Bench, row: Row): string {
  const s = SOCKETS[row.case.split(" ")[0]](bench);
  const input = row.in === 0 ? null : new Uint8Array(row.in);
  if (input !== null && /FIONBIO 1|CONNRESET/.test(row.case)) input[0] = 1;
  const output = new Uint8Array(Math.max(row.out, 4)).fill(0xcc);
  const returned = ref(UNTOUCHED);
  const result = bench.ws2.WSAIoctl(s, row.code, input, row.in, output, row.out, returned, null, null);
  const bytes = returned.value === UNTOUCHED ? "untouched" : returned.value;
  const isUntouched = hex(output.subarray(0, 4)) === "cccccccc";
  const out = isUntouched ? "untouched" : getUint32(output, 0).toString(16).padStart(8, "0");
  const told = result === 0 ? "0" : bench.told(result);
  return `${told}, bytes ${bytes}, out ${out === s.toString(16).padStart(8, "0") ? "the handle" : out}`;
}

describe("oracle: WSAIoctl", () => {
  for (const row of vectors<Row>("ioctl")) {
    if (row.case.startsWith("ioctlsocket")) continue;
    oracleCase(`ioctl/${row.case}`, row.answer, () => onBench((bench) => ioctl(bench, row)));
  }

  oracleCase("ioctl/ioctlsocket NULL arg FIONREAD", "WSAEFAULT", () =>
    onBench((bench) => bench.told(bench.ws2.ioctlsocket(bench.tcp(), FIONREAD, null as never))),
  );
});
