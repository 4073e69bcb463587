import { ACCEPT_EX_PROGRAMS } from "./accept-ex-programs.js";
import { onBench, type PlatformName } from "./bench.js";
import { DISCONNECT_PROGRAMS } from "./disconnect-programs.js";
import { DUPLICATE_PROGRAMS } from "./duplicate-programs.js";
import { FILE_PROGRAMS } from "./file-programs.js";
import { LEAF_PROGRAMS } from "./leaf-programs.js";
import { oracleCase } from "./ledger.js";
import { OVERLAPPED_PROGRAMS } from "./overlapped-programs.js";
import { PORT_PROGRAMS } from "./port-programs.js";
import type { Programs } from "./programs.js";
import { ROUTINE_PROGRAMS } from "./routine-programs.js";
import { type Vector, vectors } from "./vectors.js";

const PROGRAMS: Programs = {
  ...OVERLAPPED_PROGRAMS,
  ...ROUTINE_PROGRAMS,
  ...PORT_PROGRAMS,
  ...FILE_PROGRAMS,
  ...ACCEPT_EX_PROGRAMS,
  ...DISCONNECT_PROGRAMS,
  ...DUPLICATE_PROGRAMS,
  ...LEAF_PROGRAMS,
};

/** Cases that do not run on a real stack: they wait for a timeout, or join a group. */
const TIMED = /timeout|none yet|no packet|suppresses|APC op|Sleep|JoinLeaf/;

function asynchronousCases(platform: PlatformName, id: string): void {
  for (const { case: name, answer } of vectors<Vector>("asynchronous")) {
    if (platform === "node" && TIMED.test(name)) continue;
    oracleCase(`${id}/${name}`, answer, () => onBench(PROGRAMS[name], platform));
  }
}

describe("oracle: asynchronous calls", () => asynchronousCases("memory", "asynchronous"));

describe("oracle: asynchronous calls, on the system's own sockets", () =>
  asynchronousCases("node", "asynchronous on node"));
