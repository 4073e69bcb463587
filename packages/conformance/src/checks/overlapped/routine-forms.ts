import { newWSABUF, newWSAOVERLAPPED, ref, type SOCKET, SOCKET_ERROR, WSA_IO_PENDING } from "@ws2kit/spi";
import type { Bench } from "../../bench/bench.js";
import { recordingRoutine } from "../../bench/overlapping.js";
import { bytes, loopbackPair } from "../../bench/pairs.js";
import type { Program } from "../../bench/program.js";
import { equal, holds } from "../../findings/finding.js";
import type { Check } from "../../running/check.js";

type Routine = ReturnType<typeof recordingRoutine>["routine"];
type Overlapped = ReturnType<typeof newWSAOVERLAPPED>;

/** Two sockets of one kind, of which `s` sends to, or receives from, `peer` at `name`. */
interface Ends {
  readonly program: Program;
  readonly s: SOCKET;
  readonly peer: SOCKET;
  readonly name: Uint8Array;
}

/** An overlapped call with a routine; what it receives is sent before it or after it. */
type Call = (ends: Ends, overlapped: Overlapped, routine: Routine) => number;

const data = () => [newWSABUF(bytes("four"))];
const space = () => [newWSABUF(new Uint8Array(4))];

const CALLS: readonly (readonly [of: string, kind: "stream" | "datagram", does: "sends" | "receives", Call])[] = [
  ["WSASend", "stream", "sends", ({ program, s }, o, r) => program.ws2.WSASend(s, data(), 1, null, 0, o, r)],
  ["WSARecv", "stream", "receives", ({ program, s }, o, r) => program.ws2.WSARecv(s, space(), 1, null, ref(0), o, r)],
  [
    "WSASendTo",
    "datagram",
    "sends",
    ({ program, s, name }, o, r) => program.ws2.WSASendTo(s, data(), 1, null, 0, name, name.length, o, r),
  ],
  [
    "WSARecvFrom",
    "datagram",
    "receives",
    ({ program, s }, o, r) => program.ws2.WSARecvFrom(s, space(), 1, null, ref(0), null, null, o, r),
  ],
];

function ends(bench: Bench, kind: "stream" | "datagram"): Ends & { readonly feed: () => void } {
  if (kind === "stream") {
    const { near: program, s, peer } = loopbackPair(bench);
    const feed = () => void program.must(program.send(peer, bytes("four")));
    return { program, s, peer, name: new Uint8Array(0), feed };
  }
  const program = bench.program();
  const [own, other] = [program.boundDatagram(), program.boundDatagram()];
  const feed = () => void program.must(program.sendTo(other.s, bytes("four"), own.name));
  return { program, s: own.s, peer: other.s, name: other.name, feed };
}

/** The routine of each function that has one: once, with what came of the operation. */
export const ROUTINE_FORM_CHECKS: readonly Check[] = CALLS.flatMap(([of, kind, does, call]) =>
  (does === "sends" ? (["at once"] as const) : (["at once", "later"] as const)).map(
    (when): Check => ({
      rule: "routine/arguments",
      of: `${of}, ${when}`,
      needs: [`IPv4 ${kind}`, "overlapped"],
      run(bench) {
        const both = ends(bench, kind);
        const { program, s, feed } = both;
        const { routine, told } = recordingRoutine();
        const overlapped = newWSAOVERLAPPED();
        if (does === "receives" && when === "at once") feed();
        const result = call(both, overlapped, routine);
        if (result === SOCKET_ERROR) program.fails(result, WSA_IO_PENDING);
        if (when === "later") feed();
        const wait = () => program.ws2.WSAWaitForMultipleEvents(1, [program.ws2.WSACreateEvent()], false, 10, true);
        wait();
        wait();
        equal(told.length, 1, "calls of the routine");
        equal(told[0].slice(0, 2).join(), "0,4", "the code and the bytes that it was told");
        holds(told[0][2] === overlapped, "whether lpOverlapped is the caller's own");
        program.must(program.ws2.closesocket(s));
        wait();
        equal(told.length, 1, "calls of the routine once the socket is closed");
      },
    }),
  ),
);
