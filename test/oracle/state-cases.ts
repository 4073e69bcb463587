import { onBench, type PlatformName } from "./bench.js";
import { DATAGRAM_PROGRAMS } from "./datagram-programs.js";
import { HANDLE_PROGRAMS } from "./handle-programs.js";
import { oracleCase } from "./ledger.js";
import type { Programs } from "./programs.js";
import { CONNECTION_PROGRAMS, STREAM_PROGRAMS } from "./stream-programs.js";
import { type Vector, vectors } from "./vectors.js";

const PROGRAMS: Programs = {
  ...STREAM_PROGRAMS,
  ...CONNECTION_PROGRAMS,
  ...DATAGRAM_PROGRAMS,
  ...HANDLE_PROGRAMS,
};

/** Cases that do not run on a real stack, because they wait for a timeout. */
const TIMED = /timeout|unreachable|recv again|unbound recv/;

function stateCases(platform: PlatformName, id: string): void {
  for (const { case: name, answer } of vectors<Vector>("state")) {
    if (platform === "node" && TIMED.test(name)) continue;
    oracleCase(`${id}/${name}`, answer, () => onBench(PROGRAMS[name], platform));
  }
}

describe("oracle: state and argument errors", () => stateCases("memory", "state"));

describe("oracle: state and argument errors, on the system's own sockets", () => stateCases("node", "state on node"));
