import { onBench } from "./bench.js";
import { CONNECTION_EVENT_PROGRAMS } from "./connection-event-programs.js";
import { oracleCase } from "./ledger.js";
import type { Programs } from "./programs.js";
import { TRANSFER_EVENT_PROGRAMS } from "./transfer-event-programs.js";
import { type Vector, vectors } from "./vectors.js";

const PROGRAMS: Programs = { ...CONNECTION_EVENT_PROGRAMS, ...TRANSFER_EVENT_PROGRAMS };

// every program waits 150 ms for an event that does not occur; on a real stack, that is real time
describe("oracle: network events", () => {
  for (const { case: name, answer } of vectors<Vector>("network-events")) {
    oracleCase(`network-events/${name}`, answer, () => onBench(PROGRAMS[name]));
  }
});
