import { type Bench, onBench } from "./bench.js";
import { oracleCase } from "./ledger.js";
import { NAMING_ASSERTIONS } from "./naming-assertions.js";
import { NotBuilt, NotExported } from "./not-exported.js";
import { OPTION_ASSERTIONS } from "./option-assertions.js";
import type { Programs } from "./programs.js";
import { CREATION_ASSERTIONS, STARTUP_ASSERTIONS } from "./startup-assertions.js";
import { TRANSFER_ASSERTIONS } from "./transfer-assertions.js";
import { type Vector, vectors } from "./vectors.js";

const PROGRAMS: Programs = {
  ...CREATION_ASSERTIONS,
  ...NAMING_ASSERTIONS,
  ...OPTION_ASSERTIONS,
  ...TRANSFER_ASSERTIONS,
};

/** What the statements without a program wait for: a function, threads, or a program of overlapped operations. */
function wait(id: string): (bench: Bench) => string {
  const [name] = id.split(/-\d/);
  const needed = NEEDS[name] ?? name;
  return ({ ws2 }) => {
    const isThere = [ws2, ws2.kernel32, ws2.mswsock].some((dll) => needed in dll);
    throw isThere ? new NotBuilt("program of asynchronous calls") : new NotExported(needed);
  };
}

/** Functions without which a statement about another cannot be shown. */
const NEEDS: Readonly<Record<string, string>> = {
  closesocket: "CreateThread",
  connect: "ConnectEx",
  select: "QueueUserAPC",
};

describe("oracle: statements about Windows", () => {
  for (const { case: id, answer } of vectors<Vector>("assertions")) {
    const startup = STARTUP_ASSERTIONS[id];
    const program = startup ?? PROGRAMS[id] ?? wait(id);
    oracleCase(`assertion/${id}`, answer, () => onBench(program, "memory", startup === undefined));
  }
});
