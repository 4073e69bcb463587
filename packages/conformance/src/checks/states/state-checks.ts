import type { RuleId } from "@ws2kit/rules";
import type { Bench } from "../../bench/bench.js";
import { equal } from "../../findings/finding.js";
import type { Need } from "../../findings/need.js";
import type { Check } from "../../running/check.js";
import { afterwards, DESKTOP_STATE_CALLS, STATE_CALLS, type StateCall } from "./state-calls.js";
import { DATAGRAM_ROWS, DESKTOP_DATAGRAM_ROWS, DESKTOP_STREAM_ROWS, STREAM_ROWS, type StateRow } from "./state-rows.js";
import { type Arrange, DATAGRAM_STATES, inState, STREAM_STATES } from "./states.js";

/**
 * Makes each call on a new socket in a state: its result, then `>` and what select and the peer report afterwards,
 * unless that is the same as without a call.
 */
export function resultsIn(
  bench: Bench,
  arrange: Arrange,
  isStream: boolean,
  calls: Readonly<Record<string, StateCall>>,
): Readonly<Record<string, string>> {
  const program = bench.program();
  const { closesocket } = program.ws2;
  const results: Record<string, string> = {};
  let without = "";
  for (const [name, call] of Object.entries(calls)) {
    const socket = inState(bench, program, arrange, isStream);
    const result = call(socket);
    const after = afterwards(socket);
    if (name === "nothing") without = after;
    results[name] = name === "nothing" || after !== without ? `${result} > ${after}` : result;
    for (const s of [socket.s, socket.peer, socket.other.s]) if (s !== null) closesocket(s);
  }
  return results;
}

const NEEDS: readonly Need[] = [
  "overlapped",
  "events",
  "urgent",
  "option SO_ERROR",
  "option SO_ACCEPTCONN",
  "option SO_LINGER",
  "virtual time",
  "network control",
  "otherHosts",
];

/** What the calls of desktop alone need besides. */
const DESKTOP_NEEDS: readonly Need[] = ["extensions", "IPv4 stream"];

function checksOf(
  rule: RuleId,
  kind: Need,
  states: Readonly<Record<string, Arrange>>,
  calls: Readonly<Record<string, StateCall>>,
  rows: readonly StateRow[],
): readonly Check[] {
  return Object.entries(states).map(([state, arrange]) => ({
    rule,
    of: `${kind}, ${state}`,
    needs: [kind, ...NEEDS, ...(rule === "states/calls" ? [] : DESKTOP_NEEDS)],
    run(bench) {
      bench.uses("virtual time");
      bench.uses("network control");
      const results = resultsIn(bench, arrange, kind === "IPv4 stream", calls);
      for (const { call, results: expected } of rows) {
        const [found] = Object.entries(expected).find(([, names]) => names.split(", ").includes(state)) ?? [];
        equal(results[call], found, call);
      }
    },
  }));
}

/** Each call on a socket in each state. */
export const STATE_CHECKS: readonly Check[] = [
  ...checksOf("states/calls", "IPv4 stream", STREAM_STATES, STATE_CALLS, STREAM_ROWS),
  ...checksOf("states/calls", "IPv4 datagram", DATAGRAM_STATES, STATE_CALLS, DATAGRAM_ROWS),
  ...checksOf("states/desktop-calls", "IPv4 stream", STREAM_STATES, DESKTOP_STATE_CALLS, DESKTOP_STREAM_ROWS),
  ...checksOf("states/desktop-calls", "IPv4 datagram", DATAGRAM_STATES, DESKTOP_STATE_CALLS, DESKTOP_DATAGRAM_ROWS),
];
