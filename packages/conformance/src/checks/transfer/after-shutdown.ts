import { newWSAOVERLAPPED, SD_BOTH, SD_RECEIVE, SD_SEND, type SOCKET, WSAEOPNOTSUPP, WSAESHUTDOWN } from "@ws2kit/spi";
import type { Bench } from "../../bench/bench.js";
import type { Program } from "../../bench/program.js";
import {
  codeOf,
  connectedEnds,
  feed,
  RECEIVES,
  SENDS,
  TRANSFER_KINDS,
  type TransferCall,
  type TransferKind,
} from "../../bench/transfer-calls.js";
import type { Check } from "../../running/check.js";

const RULES = [
  { rule: "send/after-shutdown", calls: SENDS, way: SD_SEND, name: "SD_SEND" },
  { rule: "recv/after-shutdown", calls: RECEIVES, way: SD_RECEIVE, name: "SD_RECEIVE" },
] as const;

const FORMS = [
  { of: "", isOverlapped: false },
  { of: ", overlapped", isOverlapped: true },
] as const;

/**
 * Shuts one direction down. A third party's datagram sockets may have no directions: WSPShutdown then returns
 * WSAEOPNOTSUPP.
 */
function shutDown(bench: Bench, program: Program, s: SOCKET, how: number, kind: TransferKind): void {
  const result = program.ws2.shutdown(s, how);
  const isUnknown = codeOf(program, result) === WSAEOPNOTSUPP;
  if (isUnknown && kind === "datagram" && !bench.description.shipped) {
    bench.inapplicable("the provider does not shut datagram sockets down");
  }
  program.must(result);
}

/** Every call that sends or receives, on every kind of socket, after its direction was shut down. */
export const AFTER_SHUTDOWN_CHECKS: readonly Check[] = RULES.flatMap(({ rule, calls, way, name }) =>
  TRANSFER_KINDS.flatMap((kind) =>
    FORMS.map(
      ({ of, isOverlapped }): Check => ({
        rule,
        of: `a ${kind}${of}`,
        needs: isOverlapped ? [`IPv4 ${kind}`, "overlapped"] : [`IPv4 ${kind}`],
        run(bench) {
          for (const [how, said] of [[way, name] as const, [SD_BOTH, "SD_BOTH"] as const]) {
            const ends = connectedEnds(bench, kind);
            const { program, s } = ends;
            // a receive does not return data that arrived before the shutdown either
            feed(ends);
            shutDown(bench, program, s, how, kind);
            for (const each of calls.filter((call: TransferCall) => call.canOverlap || !isOverlapped)) {
              for (const time of ["", ", the second time"]) {
                const result = each.call(ends, isOverlapped ? newWSAOVERLAPPED() : null);
                program.fails(result, WSAESHUTDOWN, `the error of ${each.of} after ${said}${time}`);
              }
            }
          }
        },
      }),
    ),
  ),
);
