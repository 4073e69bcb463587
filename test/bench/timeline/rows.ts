import { memoryNetwork, memoryPlatform } from "@ws2kit/platform-memory";
import { openMachine } from "@ws2kit/target-desktop";
import { Journal, observedPlatform, observeMachine } from "@ws2kit/timeline";
import { connected, started, timeOf } from "../calls.js";
import type { Row } from "../row.js";

const SIZE = 64;
const ROUNDS = 5000;

/** A function that sends and receives a message on a connection; with `isObserved`, both calls are in a journal. */
function exchange(isObserved: boolean): () => void {
  const platform = memoryPlatform({ network: memoryNetwork() });
  const written = { length: 0 };
  const journal = new Journal(
    () => platform.now(),
    (line) => {
      written.length += line.length;
    },
  );
  const machine = openMachine({ platform: isObserved ? observedPlatform(platform, journal) : platform });
  if (isObserved) observeMachine(machine, journal);
  const ws2 = started(machine);
  const [client, server] = connected(ws2);
  const [message, room] = [new Uint8Array(SIZE), new Uint8Array(SIZE)];
  return () => {
    ws2.send(client, message, SIZE, 0);
    ws2.recv(server, room, SIZE, 0);
  };
}

/** What a trace costs: `npm run bench -- timeline`. */
export const timelineRows: readonly Row[] = [
  {
    measure: `an event of a trace: a call of ${SIZE} bytes as a line of the journal`,
    unit: "ns",
    aim: 1000,
    reason: "a line is about 220 bytes of JSON, with the call's bytes as base64",
    prepare() {
      const [plain, observed] = [exchange(false), exchange(true)];
      return { run: () => (timeOf(ROUNDS, observed) - timeOf(ROUNDS, plain)) / 2 };
    },
  },
];
