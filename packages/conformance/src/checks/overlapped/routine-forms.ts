import { newWSAOVERLAPPED, SOCKET_ERROR, WSA_IO_PENDING, WSA_OPERATION_ABORTED } from "@ws2kit/spi";
import { newEvent, outcomeOf, recordingRoutine } from "../../bench/overlapping.js";
import type { Program } from "../../bench/program.js";
import {
  codeOf,
  connectedEnds,
  feed,
  RECEIVES,
  SENDS,
  TRANSFER_KINDS,
  type TransferCall,
} from "../../bench/transfer-calls.js";
import { equal, holds, sameCode } from "../../findings/finding.js";
import type { Check } from "../../running/check.js";

const canOverlap = (call: TransferCall) => call.canOverlap;

/** When a call can transfer its data: a send has room at once; a receive has data at once or later. */
const FORMS = [
  ...SENDS.filter(canOverlap).map((call) => ({ ...call, when: "at once" })),
  ...RECEIVES.filter(canOverlap).flatMap((call) => ["at once", "later"].map((when) => ({ ...call, when }))),
] as const;

/** An alertable wait, in which routines run. */
function alert(program: Program): void {
  program.ws2.WSAWaitForMultipleEvents(1, [newEvent(program)], false, 10, true);
}

const ended = TRANSFER_KINDS.flatMap((kind) =>
  FORMS.map(
    ({ of, when, call }): Check => ({
      rule: "routine/arguments",
      of: `${of} of a ${kind}, ${when}`,
      needs: [`IPv4 ${kind}`, "overlapped"],
      run(bench) {
        const both = connectedEnds(bench, kind);
        const { program, s } = both;
        const { routine, told } = recordingRoutine();
        const overlapped = newWSAOVERLAPPED();
        const receives = RECEIVES.some((each) => each.of === of);
        if (receives && when === "at once") feed(both);
        const result = call(both, overlapped, routine);
        if (result === SOCKET_ERROR) program.fails(result, WSA_IO_PENDING);
        if (when === "later") feed(both);
        alert(program);
        alert(program);
        equal(told.length, 1, "calls of the routine");
        equal(told[0].slice(0, 2).join(), "0,4", "the code and the bytes that the routine received");
        holds(told[0][2] === overlapped, "whether lpOverlapped is the caller's own");
        program.must(program.ws2.closesocket(s));
        alert(program);
        equal(told.length, 1, "calls of the routine once the socket is closed");
      },
    }),
  ),
);

const aborted = TRANSFER_KINDS.flatMap((kind) =>
  RECEIVES.filter(canOverlap).flatMap(({ of, call }): Check[] => [
    {
      rule: "routine/aborted",
      of: `${of} of a ${kind}`,
      needs: [`IPv4 ${kind}`, "overlapped"],
      run(bench) {
        const ends = connectedEnds(bench, kind);
        const { program, s } = ends;
        const { routine, told } = recordingRoutine();
        sameCode(codeOf(program, call(ends, newWSAOVERLAPPED(), routine)), WSA_IO_PENDING, `${of}'s error`);
        program.works(program.ws2.closesocket(s));
        alert(program);
        equal(told.length, 1, "calls of the routine");
        sameCode(told[0][0] as number, WSA_OPERATION_ABORTED, "dwError");
        equal(told[0][1], 0, "cbTransferred");
      },
    },
    {
      rule: "overlapped/abort-on-close",
      of: `${of} of a ${kind}`,
      needs: [`IPv4 ${kind}`, "overlapped"],
      run(bench) {
        const ends = connectedEnds(bench, kind);
        const { program, s } = ends;
        const overlapped = newWSAOVERLAPPED(newEvent(program));
        sameCode(codeOf(program, call(ends, overlapped)), WSA_IO_PENDING, `${of}'s error`);
        program.works(program.ws2.closesocket(s));
        const { hEvent } = overlapped;
        holds(
          hEvent !== null && program.ws2.WSAWaitForMultipleEvents(1, [hEvent], false, 0, false) === 0,
          "whether its event is signalled",
        );
        // any open socket of the provider serves here: the result is in the overlapped structure
        sameCode(outcomeOf(program, ends.peer, overlapped).code, WSA_OPERATION_ABORTED, "the operation's error");
      },
    },
  ]),
);

/** The completion routine and the completion of each overlapped function, on each kind of socket. */
export const ROUTINE_FORM_CHECKS: readonly Check[] = [...ended, ...aborted];
