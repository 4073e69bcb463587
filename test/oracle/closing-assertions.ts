import { fd_set, type SOCKET } from "@ws2kit/spi";
import type { Bench } from "./bench.js";
import { infoOf, taken } from "./duplicate-programs.js";
import { Overlap } from "./overlap.js";
import type { Programs } from "./programs.js";

/** Selects on `s`, while another thread runs `meanwhile`: what the select's end was. */
function selecting(bench: Bench, s: SOCKET, meanwhile: () => void): string {
  const { ws2 } = bench;
  const other = ws2.openThread();
  // a routine runs when select waits
  new Overlap(bench, null).send(bench.pair().client, new Uint8Array(1), () => ws2.runOn(other, meanwhile));
  const result = ws2.select(0, fd_set(s), null, null, { tv_sec: 1, tv_usec: 0 });
  return result === 0 ? "the select runs on" : "and the select ends";
}

/** Programs for the statements about closing a socket that is in use. */
export const CLOSING_ASSERTIONS: Programs = {
  "closesocket-02": (b) => {
    const { client } = b.pair();
    let answer = "";
    const end = selecting(b, client, () => {
      answer = b.told(b.ws2.closesocket(client));
    });
    return `${answer}, ${end}`;
  },
  "closesocket-03": (b) => {
    const { client } = b.pair();
    const duplicate = b.must(taken(b, infoOf(b, client)));
    const answers = [b.told(b.ws2.closesocket(client))];
    const end = selecting(b, duplicate, () => answers.push(b.told(b.ws2.closesocket(duplicate))));
    return `${answers.join(" ")}, ${end}`;
  },
};
