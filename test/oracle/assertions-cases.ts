import { ACCEPT_EX_ASSERTIONS } from "./accept-ex-assertions.js";
import { onBench } from "./bench.js";
import { CLOSING_ASSERTIONS } from "./closing-assertions.js";
import { EVENT_ASSERTIONS } from "./event-assertions.js";
import { oracleCase } from "./ledger.js";
import { NAMING_ASSERTIONS } from "./naming-assertions.js";
import { OPTION_ASSERTIONS } from "./option-assertions.js";
import { OVERLAPPED_ASSERTIONS } from "./overlapped-assertions.js";
import type { Programs } from "./programs.js";
import { CREATION_ASSERTIONS, STARTUP_ASSERTIONS } from "./startup-assertions.js";
import { TRANSFER_ASSERTIONS } from "./transfer-assertions.js";
import { type Vector, vectors } from "./vectors.js";

const PROGRAMS: Programs = {
  ...CREATION_ASSERTIONS,
  ...NAMING_ASSERTIONS,
  ...OPTION_ASSERTIONS,
  ...TRANSFER_ASSERTIONS,
  ...OVERLAPPED_ASSERTIONS,
  ...ACCEPT_EX_ASSERTIONS,
  ...EVENT_ASSERTIONS,
  ...CLOSING_ASSERTIONS,
};

describe("oracle: statements about Windows", () => {
  for (const { case: id, answer } of vectors<Vector>("assertions")) {
    const startup = STARTUP_ASSERTIONS[id];
    const program = startup ?? PROGRAMS[id];
    oracleCase(`assertion/${id}`, answer, () => onBench(program, "memory", startup === undefined));
  }
});
